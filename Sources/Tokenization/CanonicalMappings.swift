/// Canonical decompositions, combining classes and compositions of Unicode 16.0, by scalar.
///
/// Golden-bearing: with the tables it decides which text is one text.
enum CanonicalMappings {
    /// Scalars below it have class 0, are no second part, and stay as they are in NFC.
    static let firstCombining: UInt32 = 0x300

    /// The canonical combining class; 0 of most scalars.
    static func combiningClass(of scalar: UInt32) -> UInt8 {
        guard scalar >= firstCombining else { return 0 }
        let ranges = UnicodeTables.combiningClasses
        let row = firstRow(of: ranges.count / 3) { ranges[3 * $0 + 1] >= scalar }
        guard row < ranges.count / 3, ranges[3 * row] <= scalar else { return 0 }
        return UInt8(ranges[3 * row + 2])
    }

    /// The decomposition of one step; `second` is 0 where it has one part. Nil of scalars without,
    /// and of Hangul syllables, which go by arithmetic.
    static func decomposition(of scalar: UInt32) -> (first: UInt32, second: UInt32)? {
        let rows = UnicodeTables.decompositions
        let row = firstRow(of: rows.count / 3) { rows[3 * $0] >= scalar }
        guard row < rows.count / 3, rows[3 * row] == scalar else { return nil }
        return (rows[3 * row + 1], rows[3 * row + 2])
    }

    /// The scalar that two become together; nil where they stay two.
    static func composition(of first: UInt32, _ second: UInt32) -> UInt32? {
        guard second >= firstCombining else { return nil }
        if let syllable = Hangul.composition(of: first, second) { return syllable }
        let keys = compositions.keys
        let key = key(first, second)
        let row = firstRow(of: keys.count) { keys[$0] >= key }
        return row < keys.count && keys[row] == key ? compositions.results[row] : nil
    }

    /// Whether a scalar may have a class, a decomposition, or be a second part; never false where
    /// it is one of these.
    static func isActive(_ scalar: UInt32) -> Bool { activeBlocks[Int(scalar >> blockShift)] }

    // MARK: Derived tables

    private static let compositions: (keys: [UInt64], results: [UInt32]) = {
        let rows = UnicodeTables.decompositions
        let excluded = UnicodeTables.compositionExclusions
        var pairs: [(key: UInt64, result: UInt32)] = []
        for row in stride(from: 0, to: rows.count, by: 3)
        where rows[row + 2] != 0 && !excluded.contains(rows[row]) {
            pairs.append((key(rows[row + 1], rows[row + 2]), rows[row]))
        }
        pairs.sort { $0.key < $1.key }
        return (pairs.map(\.key), pairs.map(\.result))
    }()

    private static let blockShift: UInt32 = 6

    private static let activeBlocks: [Bool] = {
        var blocks = [Bool](repeating: false, count: 0x110000 >> Int(blockShift))
        let rows = UnicodeTables.decompositions
        for row in stride(from: 0, to: rows.count, by: 3) {
            for scalar in [rows[row], rows[row + 2]] { blocks[Int(scalar >> blockShift)] = true }
        }
        let ranges = UnicodeTables.combiningClasses
        for row in stride(from: 0, to: ranges.count, by: 3) {
            for block in ranges[row] >> blockShift...ranges[row + 1] >> blockShift {
                blocks[Int(block)] = true
            }
        }
        for scalar in Hangul.vowels.lowerBound..<Hangul.finals.upperBound {
            blocks[Int(scalar >> blockShift)] = true
        }
        return blocks
    }()

    private static func key(_ first: UInt32, _ second: UInt32) -> UInt64 {
        UInt64(first) << 32 | UInt64(second)
    }

    /// The first row that passes the test, which holds from some row on; `count` where none does.
    private static func firstRow(of count: Int, _ test: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if test(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

/// Hangul syllables, which compose by arithmetic. **Source:** the Unicode Standard, section 3.12.
enum Hangul {
    private static let syllables: Range<UInt32> = 0xAC00..<0xD7A4
    private static let initials: Range<UInt32> = 0x1100..<0x1113
    static let vowels: Range<UInt32> = 0x1161..<0x1176
    /// Without the filler that stands for no final.
    static let finals: Range<UInt32> = 0x11A8..<0x11C3
    private static let finalCount: UInt32 = 28

    static func composition(of first: UInt32, _ second: UInt32) -> UInt32? {
        if initials.contains(first), vowels.contains(second) {
            let block =
                (first - initials.lowerBound) * UInt32(vowels.count) + second - vowels.lowerBound
            return syllables.lowerBound + block * finalCount
        }
        guard syllables.contains(first), finals.contains(second),
            (first - syllables.lowerBound).isMultiple(of: finalCount)
        else { return nil }
        return first + second - finals.lowerBound + 1
    }
}
