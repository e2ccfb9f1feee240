/// Numbers to be drawn as bars: groups of them, one a category, a bar a series.
package struct ChartPanel: Sendable {
    package struct Series: Sendable {
        package let name: String
        /// A value a category, in hundredths; not negative.
        package let hundredths: [Int]

        package init(name: String, hundredths: [Int]) {
            self.name = name
            self.hundredths = hundredths
        }
    }

    package let title: String
    package let categories: [String]
    package let series: [Series]

    /// **Precondition:** every series has a value a category.
    package init(title: String, categories: [String], series: [Series]) {
        precondition(series.allSatisfy { $0.hundredths.count == categories.count }, title)
        self.title = title
        self.categories = categories
        self.series = series
    }
}

/// Bar charts as one SVG picture that stands alone, two panels side by side. Every bar carries its
/// value, and every panel begins at zero.
package struct ChartDrawing {
    private static let panelWidth = 560
    private static let panelHeight = 300
    private static let margin = 24
    private static let chartTop = 64
    private static let chartHeight = 180
    private static let colours = ["#1f5c7a", "#c8641e", "#3a7d5c", "#e0a526", "#8f5b9c", "#8a8372"]

    private var shapes = ""

    /// The SVG document. **Precondition:** one panel at least.
    package static func svg(title: String, panels: [ChartPanel]) -> String {
        var drawing = ChartDrawing()
        let columns = min(2, panels.count)
        let rows = (panels.count + columns - 1) / columns
        let width = columns * (panelWidth + margin) + margin
        let height = 48 + rows * (panelHeight + margin)
        for (index, panel) in panels.enumerated() {
            let x = margin + index % columns * (panelWidth + margin)
            let y = 48 + index / columns * (panelHeight + margin)
            drawing.shapes += "<g transform=\"translate(\(x) \(y))\">\n"
            drawing.draw(panel)
            drawing.shapes += "</g>\n"
        }
        return SVGDocument.text(
            width: width, height: height,
            styles: ".value { fill: #26221a; font-size: 9px } .axis { stroke: #ddd8cc }",
            shapes: """
                <text class="title" x="\(margin)" y="30">\(SVGText.escaped(title))</text>
                \(drawing.shapes)
                """)
    }

    private mutating func draw(_ panel: ChartPanel) {
        shapes +=
            "<rect class=\"panel\" width=\"\(Self.panelWidth)\" height=\"\(Self.panelHeight)\" "
            + "rx=\"6\"/>\n"
        label("title", 16, 26, panel.title)
        legend(panel)
        let bottom = Self.chartTop + Self.chartHeight
        shapes += "<path class=\"axis\" d=\"M16 \(bottom)h\(Self.panelWidth - 32)\"/>\n"
        let most = max(panel.series.flatMap(\.hundredths).max() ?? 0, 1)
        let slot = (Self.panelWidth - 32) / max(panel.categories.count, 1)
        let bar = min(max((slot - 12) / max(panel.series.count, 1), 4), 64)
        for (place, category) in panel.categories.enumerated() {
            let used = bar * panel.series.count
            let left = 16 + place * slot + (slot - used) / 2
            for (index, series) in panel.series.enumerated() {
                let value = series.hundredths[place]
                let height = value * Self.chartHeight / most
                let x = left + index * bar
                let colour = Self.colours[index % Self.colours.count]
                shapes +=
                    "<rect x=\"\(x)\" y=\"\(bottom - height)\" width=\"\(max(bar - 2, 2))\" "
                    + "height=\"\(height)\" fill=\"\(colour)\"/>\n"
                label(
                    "value", x + (bar - 2) / 2, bottom - height - 4, Self.short(value),
                    anchor: "middle")
            }
            label(
                "note", 16 + place * slot + slot / 2, bottom + 18,
                SVGText.cut(category, scalarCountMax: max(slot / 7, 3)), anchor: "middle")
        }
    }

    private mutating func legend(_ panel: ChartPanel) {
        var x = 16
        for (index, series) in panel.series.enumerated() {
            shapes +=
                "<rect x=\"\(x)\" y=\"38\" width=\"9\" height=\"9\" "
                + "fill=\"\(Self.colours[index % Self.colours.count])\"/>\n"
            label("note", x + 13, 46, series.name)
            x += 28 + 7 * series.name.unicodeScalars.count
        }
    }

    /// "7.93", "85.8", "1387": as many digits as a bar has room for.
    private static func short(_ hundredths: Int) -> String {
        if hundredths >= 10_000 { return "\((hundredths + 50) / 100)" }
        if hundredths >= 1000 {
            let tenths = (hundredths + 5) / 10
            return "\(tenths / 10).\(tenths % 10)"
        }
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    private mutating func label(
        _ style: String, _ x: Int, _ y: Int, _ text: String, anchor: String = "start"
    ) {
        shapes +=
            "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">"
            + "\(SVGText.escaped(text))</text>\n"
    }
}
