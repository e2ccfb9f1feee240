package import Auditing
internal import Fingerprints

/// Audits side by side as one SVG picture that stands alone.
///
/// Each model is a panel: two maps of its heads, layers downward, coloured by entropy and by
/// whether a head attends by token or by position; below them the spread of the rows' entropies,
/// the kinds of rows, and the criteria.
package struct AuditDrawing {
    /// The drawing's data on one model.
    package struct Panel: Sendable {
        package let title: String
        package let note: String
        /// [layer][head].
        package let heads: [[HeadStatistics]]
        package let criteria: [AuditCriterion]

        package init(
            title: String, note: String, heads: [[HeadStatistics]], criteria: [AuditCriterion]
        ) {
            self.title = title
            self.note = note
            self.heads = heads
            self.criteria = criteria
        }
    }

    private static let panelWidth = 460
    private static let margin = 24
    private static let mapWidth = 200
    private static let mapHeightMax = 240
    private static let mapTop = 84
    private static let histogramHeight = 90
    private static let criterionHeight = 34

    private let panels: [Panel]
    private let mapHeight: Int
    private var shapes = ""

    /// The SVG document. **Precondition:** one panel at least.
    package static func svg(_ panels: [Panel]) -> String {
        var drawing = AuditDrawing(panels)
        return drawing.document()
    }

    private init(_ panels: [Panel]) {
        self.panels = panels
        mapHeight = panels.map { Self.cell($0).height * $0.heads.count / 1000 }.max() ?? 0
    }

    private mutating func document() -> String {
        let criterionCount = panels.map(\.criteria.count).max() ?? 0
        let panelHeight =
            Self.mapTop + mapHeight + 60 + Self.histogramHeight + 126
            + criterionCount * Self.criterionHeight
        let width = panels.count * (Self.panelWidth + Self.margin) + Self.margin
        let height = panelHeight + 2 * Self.margin
        for (index, shown) in panels.enumerated() {
            let x = Self.margin + index * (Self.panelWidth + Self.margin)
            shapes += "<g transform=\"translate(\(x) \(Self.margin))\">\n"
            shapes +=
                "<rect class=\"panel\" width=\"\(Self.panelWidth)\" height=\"\(panelHeight)\" "
                + "rx=\"6\"/>\n"
            panel(shown)
            shapes += "</g>\n"
        }
        return SVGDocument.text(
            width: width, height: height,
            styles: """
                .small { font-size: 9px } .bar { fill: #8a8372 } .axis { stroke: #ddd8cc }
                .holds { stroke: #3a7d5c } .fails { stroke: #d1495b }
                .mark { stroke-width: 2.5; fill: none; stroke-linecap: round }
                """, shapes: shapes)
    }

    private mutating func panel(_ shown: Panel) {
        label("title", 16, 28, SVGText.cut(shown.title, scalarCountMax: 46))
        label("note", 16, 46, SVGText.cut(shown.note, scalarCountMax: 62))
        map(
            shown, x: 16, title: "entropy: one token – all alike", scale: ColourScale.entropy
        ) { $0.entropyQ16 }
        map(
            shown, x: 244, title: "goes by tokens – by places", scale: ColourScale.places
        ) { $0.placeShareQ16 }
        var y = Self.mapTop + mapHeight + 60
        let all = shown.heads.joined().reduce(into: HeadStatistics()) { $0.merge($1) }
        histogram(all.entropyCounts, y: y)
        y += Self.histogramHeight + 50
        kinds(all, y: y)
        y += 72
        for criterion in shown.criteria {
            self.criterion(criterion, y: y)
            y += Self.criterionHeight
        }
    }

    // MARK: Maps

    /// Cells fill the map's width; they are not higher than wide, and not so high that many layers
    /// fill a wall. **Units:** thousandths.
    private static func cell(_ shown: Panel) -> (width: Int, height: Int) {
        let width = mapWidth * 1000 / max(shown.heads.first?.count ?? 1, 1)
        return (width, min(width, mapHeightMax * 1000 / max(shown.heads.count, 1)))
    }

    private mutating func map(
        _ shown: Panel, x: Int, title: String, scale: ColourScale,
        _ value: (HeadStatistics) -> Int
    ) {
        label("note", x, Self.mapTop - 10, title)
        let cell = Self.cell(shown)
        shapes += "<g transform=\"translate(\(x) \(Self.mapTop))\">\n"
        for (layer, row) in shown.heads.enumerated() {
            for (head, statistics) in row.enumerated() {
                let valueQ16 = value(statistics)
                let (left, top) = (head * cell.width, layer * cell.height)
                shapes +=
                    "<rect x=\"\(Self.decimal(left))\" y=\"\(Self.decimal(top))\" "
                    + "width=\"\(Self.decimal(cell.width))\" "
                    + "height=\"\(Self.decimal(cell.height))\" "
                    + "fill=\"\(scale.colour(valueQ16))\"/>\n"
                guard cell.width >= 24_000 && cell.height >= 16_000 else { continue }
                let percent = (valueQ16 * 100 + 32768) / 65536
                shapes +=
                    "<text class=\"small\" text-anchor=\"middle\" "
                    + "x=\"\(Self.decimal(left + cell.width / 2))\" "
                    + "y=\"\(Self.decimal(top + cell.height / 2 + 3000))\" "
                    + "fill=\"\(scale.ink(valueQ16))\">\(percent)</text>\n"
            }
        }
        shapes += "</g>\n"
        key(scale, x: x, y: Self.mapTop + mapHeight + 14)
    }

    /// "12.5" of 12,500 thousandths.
    private static func decimal(_ thousandths: Int) -> String {
        let rest = thousandths % 1000
        guard rest != 0 else { return "\(thousandths / 1000)" }
        return "\(thousandths / 1000)." + String(String(1000 + rest).dropFirst())
    }

    /// The colours from 0 to 100.
    private mutating func key(_ scale: ColourScale, x: Int, y: Int) {
        let steps = 20
        for step in 0..<steps {
            let colour = scale.colour((2 * step + 1) * 65536 / (2 * steps))
            shapes +=
                "<rect x=\"\(x + step * 10)\" y=\"\(y)\" width=\"10\" height=\"8\" "
                + "fill=\"\(colour)\"/>\n"
        }
        label("note small", x, y + 19, "0 %")
        label("note small", x + Self.mapWidth, y + 19, "100 %", anchor: "end")
    }

    // MARK: Rows

    private mutating func histogram(_ counts: [Int], y: Int) {
        let most = max(counts.max() ?? 0, 1)
        let step = 428 / max(counts.count, 1)
        label("note", 16, y, "rows by entropy, from one token to all alike")
        let bottom = y + 10 + Self.histogramHeight
        for (bin, count) in counts.enumerated() where count > 0 {
            let height = max(count * (Self.histogramHeight - 4) / most, 1)
            shapes +=
                "<rect class=\"bar\" x=\"\(16 + bin * step)\" y=\"\(bottom - height)\" "
                + "width=\"\(step - 2)\" height=\"\(height)\"/>\n"
        }
        shapes += "<path class=\"axis\" d=\"M16 \(bottom)h\(step * counts.count)\"/>\n"
        label("note small", 16, bottom + 12, "0 %")
        label("note small", 16 + step * counts.count, bottom + 12, "100 %", anchor: "end")
    }

    private static let kindColours = ["#d9d3c3", "#c8641e", "#8f5b9c", "#d1495b", "#3a7d5c"]

    private mutating func kinds(_ statistics: HeadStatistics, y: Int) {
        let total = max(statistics.rowCount, 1)
        label("note", 16, y, "rows by kind")
        var done = 0
        var (keyX, keyY) = (16, y + 28)
        for (index, kind) in RowKind.allCases.enumerated() {
            let count = statistics[kind]
            let colour = Self.kindColours[index % Self.kindColours.count]
            let (left, right) = (done * 428 / total, (done + count) * 428 / total)
            done += count
            shapes +=
                "<rect x=\"\(16 + left)\" y=\"\(y + 8)\" width=\"\(right - left)\" height=\"12\" "
                + "fill=\"\(colour)\"/>\n"
            let text = "\(kind.title) \(count)"
            if keyX + 11 + text.count * 11 / 2 > Self.panelWidth - 14 {
                (keyX, keyY) = (16, y + 41)
            }
            shapes +=
                "<rect x=\"\(keyX)\" y=\"\(keyY)\" width=\"8\" height=\"8\" "
                + "fill=\"\(colour)\"/>\n"
            label("note small", keyX + 11, keyY + 8, text)
            keyX += 22 + 6 * text.count
        }
    }

    private mutating func criterion(_ criterion: AuditCriterion, y: Int) {
        let mark = criterion.holds ? "M18 \(y - 4)l4 4l7 -9" : "M18 \(y - 9)l9 9m0 -9l-9 9"
        let style = criterion.holds ? "holds" : "fails"
        shapes += "<path class=\"mark \(style)\" d=\"\(mark)\"/>\n"
        label("title", 38, y, criterion.name.rawValue)
        label("title", 150, y, SVGText.cut(criterion.got, scalarCountMax: 32))
        label("note", 150, y + 13, SVGText.cut(criterion.expected, scalarCountMax: 44))
    }

    private mutating func label(
        _ style: String, _ x: Int, _ y: Int, _ text: String, anchor: String = "start"
    ) {
        shapes +=
            "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\" text-anchor=\"\(anchor)\">"
            + "\(SVGText.escaped(text))</text>\n"
    }
}
