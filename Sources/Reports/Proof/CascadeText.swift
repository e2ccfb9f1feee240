package import Fingerprints

/// A cascade drawn in characters: the attention row as bars, then a line a level.
///
/// ● red, ○ green, ✦ a glyph that leaves the stream.
package enum CascadeText {
    /// `tokens` are what the bars are called, one a value of the row.
    package static func drawing(_ print: Fingerprint.HeadPrint, tokens: [String]) -> String {
        let cascade = print.cascade
        var text = "layer \(print.head.layer), head \(print.head.head)\n"
        text += bars(print, tokens: tokens)
        for (index, level) in cascade.levels.enumerated() {
            let how = level.pairsOverlap ? "sliding pairs" : "pairs"
            text += "  level \(index + 1), \(level.arranged.count) values, \(how)\n"
            text += "    " + level.arranged.map(mark).joined(separator: " ") + "\n"
            text += "    → " + level.sums.map(mark).joined(separator: " ") + "\n"
        }
        let glyphs = cascade.glyphs.map { "(\($0.level), \($0.value))" }.joined(separator: " ")
        text +=
            "  last value \(cascade.base)   glyphs (level, value): "
            + (glyphs.isEmpty ? "none" : glyphs) + "\n"
        return text
    }

    private static func bars(_ print: Fingerprint.HeadPrint, tokens: [String]) -> String {
        let width = tokens.map(\.count).max() ?? 0
        return zip(tokens, print.cascade.row).map { token, element in
            let padding = String(repeating: " ", count: width - token.count)
            let value = String(element.value)
            let number = String(repeating: " ", count: max(0, 3 - value.count)) + value
            let bar = String(repeating: "▇", count: Int(min(element.value, 50)))
            let end = bar.isEmpty ? "" : " " + bar
            return "    \(token)\(padding) \(number) \(symbol(element.kind))\(end)\n"
        }.joined()
    }

    private static func mark(_ element: GlyphCascade.Element) -> String {
        "\(element.value)\(symbol(element.kind))"
    }

    private static func symbol(_ kind: GlyphCascade.Kind) -> String {
        switch kind {
        case .red: "●"
        case .green: "○"
        case .glyph: "✦"
        }
    }
}
