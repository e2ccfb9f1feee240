internal import Mustache

/// HTML escaping by scalars.
///
/// swift-mustache escapes by `Character`: it misses a quote that a combining mark follows, which
/// would end an attribute, and a `<` behind a prefix sign. Texts are shown as all reports show them
/// (``ReportText/shown(_:)``) on the way, so that no caller can forget it.
struct ScalarEscaping: MustacheContentType {
    /// As templates name it in their first line.
    static let name = "GlyphLab"

    func escapeText(_ text: String) -> String { Self.escaped(text) }

    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in ReportText.shown(text).unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "'": result.append(contentsOf: "&#39;".unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}
