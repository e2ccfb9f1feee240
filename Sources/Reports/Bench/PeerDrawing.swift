/// Speeds of engines as lying bars, a panel a way of running them: the bar is the median, the line
/// over its end goes from the least to the most, and what is exact has a colour and a mark.
enum PeerDrawing {
    struct Bar {
        let name: String
        let isExact: Bool
        /// In one unit, from 0 on.
        let least: Int
        let median: Int
        let most: Int
        let text: String
    }

    struct Panel {
        let title: String
        let bars: [Bar]
    }

    private static let margin = 24
    private static let nameWidth = 250
    private static let barWidthMax = 480
    private static let valueWidth = 80
    private static let rowHeight = 24
    private static let headHeight = 40
    private static let nameScalarCountMax = 34

    private static var width: Int { 2 * margin + nameWidth + barWidthMax + valueWidth + 32 }

    /// The SVG document. **Precondition:** one panel at least.
    static func svg(title: String, panels: [Panel]) -> String {
        var shapes = SVGText.element("title", margin, 30, title)
        var y = 48
        for panel in panels {
            let height = headHeight + panel.bars.count * rowHeight + 12
            shapes += "<g transform=\"translate(\(margin) \(y))\">\n"
            shapes += "<rect class=\"panel\" width=\"\(width - 2 * margin)\" height=\"\(height)\" "
            shapes += "rx=\"6\"/>\n"
            shapes += SVGText.element("title", 16, 26, panel.title) + bars(panel) + "</g>\n"
            y += height + margin
        }
        shapes += "<rect class=\"exact\" x=\"\(margin)\" y=\"\(y)\" width=\"9\" height=\"9\"/>\n"
        shapes += SVGText.element("note", margin + 14, y + 9, "✓ exact: the protocol's proofs")
        shapes += "<rect class=\"other\" x=\"\(margin + 250)\" y=\"\(y)\" "
        shapes += "width=\"9\" height=\"9\"/>\n"
        shapes += SVGText.element("note", margin + 264, y + 9, "not exact")
        shapes += SVGText.element(
            "note", margin + 360, y + 9, "bar: median; line: from the least round to the most")
        return SVGDocument.text(
            width: width, height: y + margin,
            styles: ".exact { fill: #1f5c7a } .other { fill: #c9bfa9 } "
                + ".range { stroke: #c8641e; stroke-width: 1.5 } "
                + ".name { fill: #26221a; font-size: 12px }",
            shapes: shapes)
    }

    private static func bars(_ panel: Panel) -> String {
        let scale = max(panel.bars.map(\.most).max() ?? 0, 1)
        func length(_ value: Int) -> Int {
            Int(Int128(value) * Int128(barWidthMax) / Int128(scale))
        }
        var shapes = ""
        for (index, bar) in panel.bars.enumerated() {
            let top = headHeight + index * rowHeight
            let left = 16 + nameWidth
            let name = SVGText.cut(bar.name, scalarCountMax: nameScalarCountMax)
            shapes += SVGText.element(
                "name", left - 10, top + 13, name + (bar.isExact ? " ✓" : ""), anchor: "end")
            shapes += "<rect class=\"\(bar.isExact ? "exact" : "other")\" x=\"\(left)\" "
            shapes += "y=\"\(top)\" width=\"\(max(length(bar.median), 1))\" height=\"16\"/>\n"
            let (from, to) = (left + length(bar.least), left + length(bar.most))
            shapes += "<path class=\"range\" d=\"M\(from) \(top + 8)H\(to)"
            shapes += "M\(from) \(top + 5)v6M\(to) \(top + 5)v6\"/>\n"
            shapes += SVGText.element("name", to + 8, top + 13, bar.text)
        }
        return shapes
    }
}
