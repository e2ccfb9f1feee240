/// The glyph cascade of one quantised attention row: pairs are summed level by level until one
/// value is left; sums of unlike pairs leave the stream as glyphs.
///
/// Golden-bearing. **Source:** protocol v4, section 5.
public struct GlyphCascade: Sendable, Equatable {
    public enum Kind: String, Sendable {
        case red = "R"
        case green = "G"
        case glyph = "X"
    }

    public struct Element: Sendable, Equatable {
        public let value: Int64
        public let kind: Kind
    }

    /// A sum of unlike kinds, and the level at which it left the stream.
    public struct Glyph: Sendable, Equatable {
        public let level: Int
        public let value: Int64
    }

    /// A level of the cascade: the stream as arranged for pairing, and the sums of its pairs.
    /// With an even count the pairs are disjoint; with an odd one they slide by one.
    public struct Level: Sendable, Equatable {
        public let arranged: [Element]
        public let sums: [Element]
        public var pairsOverlap: Bool { !arranged.count.isMultiple(of: 2) }
    }

    /// The row with its kinds, before the first level.
    public let row: [Element]
    public let levels: [Level]
    public let glyphs: [Glyph]
    /// The last value left: B.
    public let base: Int64

    /// **Shapes:** quantizedRow [T], T ≥ 1, within ±2^36. **Bounds:** two levels at least halve the
    /// count and a level at most doubles the largest value, so values stay below 2^26 times
    /// the largest for T ≤ 4096: below 100 · 2^26 for a row on the grid.
    public init(quantizedRow: [Int64]) {
        precondition(!quantizedRow.isEmpty, "an empty row")
        let median = quantizedRow.sorted()[quantizedRow.count / 2]
        row = quantizedRow.map { Element(value: $0, kind: $0 > median ? .red : .green) }
        var stream = row
        var levels: [Level] = []
        var glyphs: [Glyph] = []
        while stream.count > 1 {
            let arranged = Self.arranged(stream)
            let sums = Self.pairs(arranged).map(Self.sum)
            levels.append(Level(arranged: arranged, sums: sums))
            let unlike = sums.filter { $0.kind == .glyph }
            glyphs += unlike.map { Glyph(level: levels.count, value: $0.value) }
            let left = sums.filter { $0.kind != .glyph }
            stream = left.isEmpty ? unlike : left
        }
        self.levels = levels
        self.glyphs = glyphs
        base = stream[0].value
    }

    /// Descending, ties in the order they had; an odd count goes out by even places and home by
    /// odd ones.
    private static func arranged(_ stream: [Element]) -> [Element] {
        let sorted = stream.enumerated().sorted { left, right in
            left.element.value != right.element.value
                ? left.element.value > right.element.value : left.offset < right.offset
        }.map(\.element)
        guard !sorted.count.isMultiple(of: 2) else { return sorted }
        let even = stride(from: 0, to: sorted.count, by: 2).map { sorted[$0] }
        let odd = stride(from: 1, to: sorted.count, by: 2).map { sorted[$0] }
        return even + odd.reversed()
    }

    private static func pairs(_ arranged: [Element]) -> [(Element, Element)] {
        let step = arranged.count.isMultiple(of: 2) ? 2 : 1
        return stride(from: 0, to: arranged.count - 1, by: step).map {
            (arranged[$0], arranged[$0 + 1])
        }
    }

    private static func sum(_ pair: (Element, Element)) -> Element {
        let kind: Kind =
            switch (pair.0.kind, pair.1.kind) {
            case (.glyph, _), (_, .glyph): .red
            case (.red, .red): .red
            case (.green, .green): .green
            default: .glyph
            }
        return Element(value: pair.0.value + pair.1.value, kind: kind)
    }
}
