internal import PythonValues

extension PublishedLogarithm {
    /// The entropy of a text's characters in bits: from 0.0, over them by first appearance.
    mutating func entropy(of text: PythonText) -> Double {
        var counts = OrderedCounts()
        for point in text.codePoints { counts.add(point) }
        var entropy = 0.0
        for count in counts.counts {
            let share = Double(count) / Double(text.codePoints.count)
            entropy -= share * log2(share)
        }
        return entropy
    }
}

/// A `Counter` of characters.
private struct OrderedCounts {
    private(set) var counts: [Int] = []
    private var places: [UInt32: Int] = [:]  // looked up, never iterated

    mutating func add(_ point: UInt32) {
        if let place = places[point] {
            counts[place] += 1
        } else {
            places[point] = counts.count
            counts.append(1)
        }
    }
}
