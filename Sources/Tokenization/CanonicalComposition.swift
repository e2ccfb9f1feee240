/// Texts in Unicode's normalization form C, by the pinned tables of Unicode 16.0.
///
/// Decompose, order marks by their classes, compose. A Hangul syllable is left whole: its parts
/// would only come together again. **Cost:** O(n) for n bytes whatever they are: a scalar has at
/// most four parts, each is looked up in tables of fixed size, moved at most 16 times by the short
/// sort or twice by the counting sort, and composed once. Golden-bearing. **Source:** the Unicode
/// Standard 16.0, section 3.11.
package struct CanonicalComposition {
    private var scalars: [UInt32] = []
    private var classes: [UInt8] = []

    /// The NFC of a part of a text. A text of n bytes becomes at most 3 n.
    ///
    /// **Precondition:** `text` is valid UTF-8 and `range` starts and ends between its scalars.
    package static func composed(_ text: [UInt8], _ range: Range<Int>) -> [UInt8] {
        // Such bytes are of scalars below U+0300, none of which changes or combines.
        if text[range].allSatisfy({ $0 < 0xCC }) { return Array(text[range]) }
        var composition = CanonicalComposition()
        composition.decompose(text, range)
        composition.order()
        composition.compose()
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        for scalar in composition.scalars { UTF8Scalars.append(scalar, to: &result) }
        return result
    }

    // MARK: Decomposition

    private mutating func decompose(_ text: [UInt8], _ range: Range<Int>) {
        scalars.reserveCapacity(range.count)
        classes.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            let (scalar, end) = UTF8Scalars.scalar(in: text, at: position)
            if scalar < 0xC0 || !CanonicalMappings.isActive(scalar) {
                append(scalar, 0)
            } else {
                appendParts(of: scalar)
            }
            position = end
        }
    }

    /// Only a first part has parts itself, so that the second ones stand in reverse.
    private mutating func appendParts(of scalar: UInt32) {
        var first = scalar
        var seconds: [UInt32] = []
        while let parts = CanonicalMappings.decomposition(of: first) {
            first = parts.first
            if parts.second != 0 { seconds.append(parts.second) }
        }
        append(first, CanonicalMappings.combiningClass(of: first))
        for second in seconds.reversed() {
            append(second, CanonicalMappings.combiningClass(of: second))
        }
    }

    private mutating func append(_ scalar: UInt32, _ combiningClass: UInt8) {
        scalars.append(scalar)
        classes.append(combiningClass)
    }

    // MARK: Order

    private static let shortRunCountMax = 16

    /// Each run of marks in the order of their classes; those of one class stay as they stand.
    private mutating func order() {
        var start = 0
        while start < classes.count {
            guard classes[start] != 0 else {
                start += 1
                continue
            }
            var end = start + 1
            while end < classes.count, classes[end] != 0 { end += 1 }
            if end - start <= Self.shortRunCountMax {
                insert(start..<end)
            } else {
                count(start..<end)
            }
            start = end
        }
    }

    private mutating func insert(_ run: Range<Int>) {
        for index in run.dropFirst() {
            var place = index
            while place > run.lowerBound, classes[place - 1] > classes[place] {
                scalars.swapAt(place - 1, place)
                classes.swapAt(place - 1, place)
                place -= 1
            }
        }
    }

    private mutating func count(_ run: Range<Int>) {
        var places = [Int](repeating: 0, count: 257)
        for index in run { places[Int(classes[index]) + 1] += 1 }
        for value in 1...256 { places[value] += places[value - 1] }
        let (marks, values) = (Array(scalars[run]), Array(classes[run]))
        for (mark, value) in zip(marks, values) {
            let place = run.lowerBound + places[Int(value)]
            scalars[place] = mark
            classes[place] = value
            places[Int(value)] += 1
        }
    }

    // MARK: Composition

    /// Joins each scalar to the last starter before it, where nothing of its class or a higher one
    /// stands between and the two have a composition.
    private mutating func compose() {
        var starter: Int?
        var count = 0  // of what is written
        var lastClass: UInt8 = 0
        for index in scalars.indices {
            let (scalar, value) = (scalars[index], classes[index])
            if let starter, count == starter + 1 || lastClass < value,
                let composite = CanonicalMappings.composition(of: scalars[starter], scalar)
            {
                scalars[starter] = composite
                continue
            }
            scalars[count] = scalar
            if value == 0 { starter = count }
            lastClass = value
            count += 1
        }
        scalars.removeSubrange(count...)
    }
}
