/// Texts in pictures.
enum SVGText {
    /// Text as XML may hold it: markup escaped, control characters as U+FFFD.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}":
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A line of text as an element, turned by `rotation` around its anchor.
    ///
    /// **Units:** pixels; degrees, clockwise.
    static func element(
        _ style: String, _ x: Int, _ y: Int, _ text: String, anchor: String = "start",
        rotation: Int = 0
    ) -> String {
        let turned = rotation == 0 ? "" : " transform=\"rotate(\(rotation) \(x) \(y))\""
        return "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\"\(turned)>"
            + "\(escaped(text))</text>\n"
    }

    /// At most so many scalars, the last one then an ellipsis.
    static func cut(_ text: String, scalarCountMax: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > scalarCountMax else { return text }
        var shown = String.UnicodeScalarView()
        shown.append(contentsOf: scalars.prefix(scalarCountMax - 1))
        return String(shown) + "…"
    }
}
