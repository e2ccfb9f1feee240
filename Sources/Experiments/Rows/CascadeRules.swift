internal import Fingerprints

/// Rules of the cascade that the paper let duel.
package struct CascadeRules: Sendable, Hashable {
    /// The name in the published scripts.
    package let name: String
    /// Whether two glyphs that meet are subtracted instead of added.
    let subtracts: Bool
    /// Whether an even stream's pairs overlap, and the sum in their middle is dropped.
    let dropsMiddle: Bool

    /// The rules of the protocol.
    package static let current = CascadeRules(
        name: "current", subtracts: false, dropsMiddle: false)
    package static let subtract = CascadeRules(
        name: "subtract", subtracts: true, dropsMiddle: false)
    package static let border = CascadeRules(name: "border", subtracts: false, dropsMiddle: true)
    /// Both changes at once.
    package static let origin = CascadeRules(name: "origin", subtracts: true, dropsMiddle: true)
}

/// A row's cascade under any of the rules.
package struct RuleCascade: Sendable, Equatable {
    package struct Glyph: Sendable, Equatable {
        package let level: Int
        package let value: Int64
    }

    package let base: Int64
    package let glyphs: [Glyph]

    private typealias Element = (value: Int64, kind: GlyphCascade.Kind)

    /// **Shapes:** row [T], T ≥ 1.
    package init(_ row: [Int64], rules: CascadeRules) {
        guard rules != .current else {
            let cascade = GlyphCascade(quantizedRow: row)
            base = cascade.base
            glyphs = cascade.glyphs.map { Glyph(level: $0.level, value: $0.value) }
            return
        }
        let median = row.sorted()[row.count / 2]
        var stream: [Element] = row.map { ($0, $0 > median ? .red : .green) }
        var glyphs: [Glyph] = []
        var level = 0
        while stream.count > 1 {
            level += 1
            let sums = Self.sums(stream, rules)
            let unlike = sums.filter { $0.kind == .glyph }
            glyphs += unlike.map { Glyph(level: level, value: $0.value) }
            let left = sums.filter { $0.kind != .glyph }
            stream = left.isEmpty ? unlike : left
        }
        base = stream[0].value
        self.glyphs = glyphs
    }

    /// A level's sums. **Precondition:** at least two elements; so at least one sum is left.
    private static func sums(_ stream: [Element], _ rules: CascadeRules) -> [Element] {
        let sorted = stream.enumerated().sorted { left, right in
            left.element.value != right.element.value
                ? left.element.value > right.element.value : left.offset < right.offset
        }.map(\.element)
        let isEven = sorted.count.isMultiple(of: 2)
        var arranged = sorted
        if !isEven {
            let even = stride(from: 0, to: sorted.count, by: 2).map { sorted[$0] }
            let odd = stride(from: 1, to: sorted.count, by: 2).map { sorted[$0] }
            arranged = even + odd.reversed()
        }
        let overlaps = !isEven || rules.dropsMiddle && sorted.count >= 4
        var sums = stride(from: 0, to: arranged.count - 1, by: overlaps ? 1 : 2).map {
            sum(arranged[$0], arranged[$0 + 1], rules)
        }
        if isEven && overlaps { sums.remove(at: sums.count / 2) }
        return sums
    }

    private static func sum(_ left: Element, _ right: Element, _ rules: CascadeRules) -> Element {
        switch (left.kind, right.kind) {
        case (.glyph, .glyph) where rules.subtracts:
            (abs(left.value - right.value), .red)
        case (.glyph, _), (_, .glyph), (.red, .red): (left.value + right.value, .red)
        case (.green, .green): (left.value + right.value, .green)
        default: (left.value + right.value, .glyph)
        }
    }
}
