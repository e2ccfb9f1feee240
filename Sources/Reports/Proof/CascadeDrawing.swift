package import Fingerprints

/// The cascades of a fingerprint as one SVG picture that stands alone.
///
/// Each head is a panel: the quantised row at the top, a bubble a token; below it a row of bubbles
/// a level, every sum joined to the two values that made it; sums of unlike kinds leave the stream
/// as diamonds. The areas of the bubbles follow the values, the lines the flow.
package struct CascadeDrawing {
    private static let panelWidth = 560
    private static let levelHeight = 64
    private static let margin = 24
    private static let titleHeight = 56
    private static let rowTop = 40
    private static let columns = 2

    private static let styles = """
        .red { fill: #d1495b } .green { fill: #3a7d5c } .glyph { fill: #e0a526 }
        .flow { stroke: #b9b3a4; stroke-width: 1; fill: none }
        .token { fill: #6b6558; font-size: 9px } .value { fill: #ffffff; font-size: 10px }
        .dark { fill: #26221a } .last { fill: none; stroke: #26221a; stroke-width: 1.5 }
        """

    private let heads: [Fingerprint.HeadPrint]
    private let salt: String
    private let proofHash: String
    private let tokens: [String]
    private var shapes = ""

    private init(
        heads: [Fingerprint.HeadPrint], salt: String, proofHash: String, tokens: [String]
    ) {
        self.heads = heads
        self.salt = salt
        self.proofHash = proofHash
        self.tokens = tokens
    }

    /// The SVG document.
    package static func svg(_ fingerprint: Fingerprint, tokens: [String]) -> String {
        var drawing = CascadeDrawing(
            heads: fingerprint.heads, salt: fingerprint.salt, proofHash: fingerprint.proofHash,
            tokens: tokens)
        return drawing.document()
    }

    private mutating func document() -> String {
        let columns = min(Self.columns, heads.count)
        let levelCount = heads.map(\.cascade.levels.count).max() ?? 0
        let panelHeight = Self.rowTop + (levelCount + 1) * Self.levelHeight + 40
        let rows = (heads.count + columns - 1) / columns
        let width = columns * Self.panelWidth + (columns + 1) * Self.margin
        let height = Self.titleHeight + rows * (panelHeight + Self.margin) + Self.margin
        for (index, print) in heads.enumerated() {
            let x = Self.margin + index % columns * (Self.panelWidth + Self.margin)
            let y = Self.titleHeight + index / columns * (panelHeight + Self.margin)
            shapes += "<g transform=\"translate(\(x) \(y))\">\n"
            panel(print, height: panelHeight)
            shapes += "</g>\n"
        }
        let shownSalt = SVGText.escaped(salt)
        return SVGDocument.text(
            width: width, height: height,
            styles: Self.styles,
            shapes: """
                <text class="title" x="\(Self.margin)" y="26">\(shownSalt)</text>
                <text class="note" x="\(Self.margin)" y="44">proof \(proofHash)</text>
                \(Self.legend(right: width - Self.margin))
                \(shapes)
                """)
    }

    /// A picture of one head alone, with the marks explained below it.
    static func svg(_ print: Fingerprint.HeadPrint, tokens: [String]) -> String {
        var drawing = CascadeDrawing(heads: [print], salt: "", proofHash: "", tokens: tokens)
        let height = rowTop + (print.cascade.levels.count + 1) * levelHeight + 40
        drawing.panel(print, height: height)
        return SVGDocument.text(
            width: panelWidth, height: height + 28, styles: styles,
            shapes: drawing.shapes
                + "<g transform=\"translate(0 \(height - 24))\">\(legend(right: panelWidth))</g>\n")
    }

    /// The marks explained, ending at `right`.
    private static func legend(right: Int) -> String {
        let entries = [
            ("red", 530, "above the median"), ("green", 390, "not above"),
            ("glyph", 300, "a glyph, which leaves"), ("last", 130, "the last value"),
        ]
        return entries.map { style, distance, text in
            let x = right - distance
            let mark =
                style == "glyph"
                ? diamond(x: x, y: 40, radius: 6)
                : "<circle class=\"\(style)\" cx=\"\(x)\" cy=\"40\" r=\"5\"/>"
            return mark + "<text class=\"note\" x=\"\(x + 9)\" y=\"44\">\(text)</text>"
        }.joined()
    }

    private static func diamond(x: Int, y: Int, radius r: Int) -> String {
        "<path class=\"glyph\" d=\"M\(x) \(y - r)l\(r) \(r)l-\(r) \(r)l-\(r) -\(r)z\"/>"
    }

    // MARK: One head

    private mutating func panel(_ print: Fingerprint.HeadPrint, height: Int) {
        let cascade = print.cascade
        shapes +=
            "<rect class=\"panel\" width=\"\(Self.panelWidth)\" height=\"\(height)\" rx=\"6\"/>\n"
        label("title", 14, 24, "layer \(print.head.layer) · head \(print.head.head)")
        let glyphs = cascade.glyphs.count
        label(
            "note", Self.panelWidth - 14, 24,
            "last value \(cascade.base) · \(glyphs) \(glyphs == 1 ? "glyph" : "glyphs")",
            anchor: "end")
        var y = Self.rowTop + Self.levelHeight
        tokenLabels(y)
        var marks = cascade.row.enumerated().map { index, element in
            Mark(x: Self.x(index, cascade.row.count), y: y, element: element)
        }
        for level in cascade.levels {
            y += Self.levelHeight
            marks = draw(level, from: marks, to: y)
        }
        for mark in marks {
            draw(mark)
            shapes +=
                "<circle class=\"last\" cx=\"\(mark.x)\" cy=\"\(mark.y)\" "
            shapes += "r=\"\(mark.radius + 4)\"/>\n"
        }
    }

    /// Draws the stream `marks` and the flow to the sums below; returns the stream that goes on.
    private mutating func draw(
        _ level: GlyphCascade.Level, from marks: [Mark], to y: Int
    ) -> [Mark] {
        let order = Self.places(of: level.arranged, in: marks)
        let step = level.pairsOverlap ? 1 : 2
        let sums = level.sums.enumerated().map { index, element in
            Mark(x: Self.x(index, level.sums.count), y: y, element: element)
        }
        for (index, sum) in sums.enumerated() {
            for parent in [order[index * step], order[index * step + 1]] { flow(parent, sum) }
        }
        for mark in marks { draw(mark) }
        let glyphs = sums.filter { $0.element.kind == .glyph }
        let rest = sums.filter { $0.element.kind != .glyph }
        guard !rest.isEmpty else { return glyphs }
        for mark in glyphs { draw(mark) }
        return rest
    }

    private struct Mark: Equatable {
        let x: Int
        let y: Int
        let element: GlyphCascade.Element

        /// The area follows the value; capped, since sliding pairs count values twice.
        var radius: Int { 3 + Self.squareRoot(min(element.value, 400)) }

        private static func squareRoot(_ value: Int64) -> Int {
            (0...20).last { Int64($0 * $0) <= value } ?? 0
        }
    }

    /// The marks in the order in which the level arranged them.
    private static func places(of arranged: [GlyphCascade.Element], in marks: [Mark]) -> [Mark] {
        var left = marks
        return arranged.map { element in
            left.remove(at: left.firstIndex { $0.element == element }!)
        }
    }

    private static func x(_ index: Int, _ count: Int) -> Int {
        let usable = panelWidth - 2 * margin
        return margin + usable * (2 * index + 1) / (2 * count)
    }

    // MARK: Shapes

    private mutating func draw(_ mark: Mark) {
        let r = mark.radius
        switch mark.element.kind {
        case .glyph:
            shapes += Self.diamond(x: mark.x, y: mark.y, radius: r) + "\n"
        case .red, .green:
            let name = mark.element.kind == .red ? "red" : "green"
            shapes += "<circle class=\"\(name)\" cx=\"\(mark.x)\" cy=\"\(mark.y)\" r=\"\(r)\"/>\n"
        }
        guard r >= 8 else { return }
        let style = mark.element.kind == .glyph ? "value dark" : "value"
        label(style, mark.x, mark.y + 4, String(mark.element.value), anchor: "middle")
    }

    private mutating func flow(_ from: Mark, _ to: Mark) {
        let middle = (from.y + to.y) / 2
        shapes += "<path class=\"flow\" d=\"M\(from.x) \(from.y)C\(from.x) \(middle) "
        shapes += "\(to.x) \(middle) \(to.x) \(to.y)\"/>\n"
    }

    private mutating func tokenLabels(_ y: Int) {
        guard tokens.count <= 40 else { return }  // more would only be a grey band
        for (index, token) in tokens.enumerated() {
            let x = Self.x(index, tokens.count)
            let shown = SVGText.escaped(String(token.prefix(9)))
            shapes +=
                "<text class=\"token\" transform=\"translate(\(x + 3) \(y - 20)) rotate(-60)\">"
            shapes += "\(shown)</text>\n"
        }
    }

    private mutating func label(
        _ style: String, _ x: Int, _ y: Int, _ text: String, anchor: String? = nil
    ) {
        let anchor = anchor.map { " text-anchor=\"\($0)\"" } ?? ""
        shapes += "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\"\(anchor)>"
        shapes += "\(SVGText.escaped(text))</text>\n"
    }
}
