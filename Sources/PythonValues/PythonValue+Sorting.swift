extension PythonValue {
    /// `sorted(values)`, by the insertions that CPython makes of up to 63 values: with NaN among
    /// them, the order follows from how it is come by.
    ///
    /// More values are merged in halves, which gives CPython's order wherever the values have one:
    /// where NaN is among more than 63, the order may be another.
    /// **Throws:** ``PythonError/type(_:)`` where two have no order.
    public static func sorted(_ values: [PythonValue]) throws(PythonError) -> [PythonValue] {
        guard values.count > 63 else { return try insertionSorted(values) }
        let middle = values.count / 2
        let left = try sorted(Array(values[..<middle]))
        let right = try sorted(Array(values[middle...]))
        var merged: [PythonValue] = []
        merged.reserveCapacity(values.count)
        var (next, other) = (0, 0)
        while next < left.count, other < right.count {
            if try right[other].isLess(than: left[next]) {
                merged.append(right[other])
                other += 1
            } else {
                merged.append(left[next])
                next += 1
            }
        }
        return merged + left[next...] + right[other...]
    }

    private static func insertionSorted(
        _ values: [PythonValue]
    ) throws(PythonError) -> [PythonValue] {
        guard values.count > 1 else { return values }
        var sorted = values
        var runEnd = 1
        let isDescending = try sorted[1].isLess(than: sorted[0])
        while runEnd < sorted.count,
            try sorted[runEnd].isLess(than: sorted[runEnd - 1]) == isDescending
        { runEnd += 1 }
        if isDescending { sorted[..<runEnd].reverse() }
        for place in runEnd..<sorted.count {
            let pivot = sorted[place]
            var (low, high) = (0, place)
            while low < high {
                let middle = low + (high - low) / 2
                if try pivot.isLess(than: sorted[middle]) {
                    high = middle
                } else {
                    low = middle + 1
                }
            }
            sorted.remove(at: place)
            sorted.insert(pivot, at: low)
        }
        return sorted
    }
}
