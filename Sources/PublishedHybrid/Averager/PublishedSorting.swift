/// CPython's sort of keys that need not have an order.
package enum PublishedSorting {
    /// So many are sorted by insertion alone.
    private static let insertedCountMax = 63

    /// The places of the keys in the order of `sorted`, asked by `isLess` alone.
    ///
    /// Up to 63 keys: the first run, reversed where it falls strictly, then binary insertion. More
    /// are merged in halves, which gives CPython's order wherever the keys have one.
    package static func order(
        of count: Int, isLess: (_ left: Int, _ right: Int) -> Bool
    ) -> [Int] {
        order(of: Array(0..<max(count, 0)), isLess: isLess)
    }

    private static func order(of places: [Int], isLess: (Int, Int) -> Bool) -> [Int] {
        guard places.count > insertedCountMax else {
            return insertionOrder(of: places, isLess: isLess)
        }
        let middle = places.count / 2
        let left = order(of: Array(places[..<middle]), isLess: isLess)
        let right = order(of: Array(places[middle...]), isLess: isLess)
        var merged: [Int] = []
        merged.reserveCapacity(places.count)
        var (next, other) = (0, 0)
        while next < left.count, other < right.count {
            if isLess(right[other], left[next]) {
                merged.append(right[other])
                other += 1
            } else {
                merged.append(left[next])
                next += 1
            }
        }
        return merged + left[next...] + right[other...]
    }

    private static func insertionOrder(of places: [Int], isLess: (Int, Int) -> Bool) -> [Int] {
        guard places.count > 1 else { return places }
        var order = places
        var runEnd = 1
        let isFalling = isLess(order[1], order[0])
        while runEnd < order.count, isLess(order[runEnd], order[runEnd - 1]) == isFalling {
            runEnd += 1
        }
        if isFalling { order[..<runEnd].reverse() }
        for place in runEnd..<order.count {
            let pivot = order[place]
            var (low, high) = (0, place)
            while low < high {
                let middle = low + (high - low) / 2
                if isLess(pivot, order[middle]) { high = middle } else { low = middle + 1 }
            }
            order.remove(at: place)
            order.insert(pivot, at: low)
        }
        return order
    }
}
