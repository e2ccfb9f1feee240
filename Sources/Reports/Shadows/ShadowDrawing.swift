internal import Architectures
internal import Shadows

/// Where a model in floats drifts: a map for each variation, layers downward and operations to the
/// right, coloured by the power of ten of the largest difference.
struct ShadowDrawing {
    private static let margin = 24
    private static let panelWidth = 350
    private static let columnCountMax = 3
    private static let mapLeft = 40
    private static let mapTop = 62
    private static let cellWidth = 22
    private static let headHeight = 92
    private static let labelHeight = 98
    /// Decibels at the two ends of the colours.
    private static let range = -80 ... -20

    /// A colour a power of ten: blue where next to nothing moves, red where much does.
    private static let scale = ColourScale(stops: [
        [31, 52, 80], [44, 98, 142], [92, 163, 172], [205, 216, 160], [236, 190, 80],
        [221, 120, 60], [190, 50, 60],
    ])

    private let title: String
    private let result: ShadowResult
    private let layerCount: Int
    private let cellHeight: Int
    private var shapes = ""

    static func svg(title: String, _ result: ShadowResult) -> String {
        var drawing = ShadowDrawing(title, result)
        return drawing.document()
    }

    private init(_ title: String, _ result: ShadowResult) {
        self.title = title
        self.result = result
        layerCount = (result.operations.compactMap(\.station.layer).max() ?? 0) + 1
        cellHeight = max(min(22, 264 / layerCount), 4)
    }

    private var panelHeight: Int {
        Self.mapTop + layerCount * cellHeight + Self.labelHeight
    }

    /// The picture: a panel for each variation, and one for the integers.
    private mutating func document() -> String {
        let count = result.outcomes.count + 1
        let columns = min(count, Self.columnCountMax)
        let rows = (count + columns - 1) / columns
        let width = columns * (Self.panelWidth + Self.margin) + Self.margin
        let height = Self.headHeight + rows * (panelHeight + Self.margin)
        head()
        for index in 0..<count {
            let x = Self.margin + index % columns * (Self.panelWidth + Self.margin)
            let y = Self.headHeight + index / columns * (panelHeight + Self.margin)
            shapes += "<g transform=\"translate(\(x) \(y))\">\n"
            shapes +=
                "<rect class=\"panel\" width=\"\(Self.panelWidth)\" height=\"\(panelHeight)\" "
                + "rx=\"6\"/>\n"
            if index < result.outcomes.count {
                panel(result.outcomes[index])
            } else {
                exactPanel()
            }
            shapes += "</g>\n"
        }
        return SVGDocument.text(
            width: width, height: height,
            styles: """
                .small { font-size: 9px } .flips { fill: #d1495b; font-size: 11px }
                .still { fill: #3a7d5c; font-size: 11px } .equal { fill: #efece4 }
                """, shapes: shapes)
    }

    private mutating func head() {
        label(
            "title", Self.margin, 30,
            SVGText.cut(
                "\(title) in float32: how far each order of sums drifts from first-to-last",
                scalarCountMax: 110))
        label(
            "note", Self.margin, 48,
            "\(ReportText.count(result.settings.promptCount, "prompt")), "
                + "\(ReportText.count(result.rowCount, "row")); largest difference of any "
                + "element, a column an operation, a row a layer; in brackets the 95 % interval")
        let steps = Self.range.count / 10
        for step in 0...steps {
            let decibels = Self.range.lowerBound + step * 10
            let x = Self.margin + step * 64
            shapes +=
                "<rect x=\"\(x)\" y=\"58\" width=\"12\" height=\"12\" "
                + "fill=\"\(Self.colour(decibels))\"/>\n"
            label("note small", x + 16, 68, "1e\(decibels / 10)")
        }
        let x = Self.margin + (steps + 1) * 64
        shapes += "<rect class=\"equal\" x=\"\(x)\" y=\"58\" width=\"12\" height=\"12\"/>\n"
        label("note small", x + 16, 68, "no bit moved")
        label("note small", x + 120, 68, "published: \(ShadowWords.published)")
    }

    private static func colour(_ decibels: Int) -> String {
        let place = min(max(decibels, range.lowerBound), range.upperBound) - range.lowerBound
        return scale.colour(place * 65536 / (range.count - 1))
    }

    // MARK: Panels

    private mutating func panel(_ outcome: ShadowOutcome) {
        let flips = outcome.flippedProofs
        label("title", 16, 24, outcome.variation.name)
        label("note small", 150, 24, SVGText.cut(outcome.variation.note, scalarCountMax: 34))
        label(
            flips.count > 0 ? "flips" : "still", 16, 42,
            "\(ShadowWords.flips(flips.count, flips.total))"
                + " (\(ShadowWords.interval(flips)))")
        for (operation, drift) in zip(result.operations, outcome.drifts) {
            cell(operation, drift.largest)
        }
        axes()
        label(
            "note small", 16, panelHeight - 10,
            SVGText.cut(
                "largest row drift \(outcome.largestDrift.text); most begin at "
                    + ShadowWords.station(outcome.commonestFirstPlace, result),
                scalarCountMax: 58))
    }

    private mutating func exactPanel() {
        let exact = result.exact
        label("title", 16, 24, "integers")
        label(
            "note small", 150, 24,
            SVGText.cut(exact.backends.joined(separator: " against "), scalarCountMax: 34))
        label(
            exact.flippedProofCount > 0 ? "flips" : "still", 16, 42,
            ShadowWords.flips(exact.flippedProofCount, exact.proofCount))
        // Only rows are compared of integers, so that only their columns are drawn.
        if exact.differingRowCount == 0 {
            for operation in result.operations where operation.kind == .softmax {
                cell(operation, nil)
            }
        }
        axes()
        label(
            "note small", 16, panelHeight - 10,
            "\(DecimalText.grouped(exact.differingRowCount)) of "
                + "\(ReportText.count(exact.rowCount, "row")) "
                + "\(exact.differingRowCount == 1 ? "differs" : "differ"); only rows are compared")
    }

    private mutating func cell(_ operation: Operation, _ largest: Magnitude?) {
        let column = columns.firstIndex(of: operation.station.operation) ?? 0
        let (x, y) = (
            Self.mapLeft + column * Self.cellWidth,
            Self.mapTop + (operation.station.layer ?? 0) * cellHeight
        )
        let fill =
            largest?.decibels.map { "fill=\"\(Self.colour($0))\"" } ?? "class=\"equal\""
        shapes +=
            "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(Self.cellWidth - 1)\" "
            + "height=\"\(cellHeight - 1)\" \(fill)>"
            + "<title>\(operation.station): \(largest?.text ?? "0")</title></rect>\n"
    }

    private var columns: [Station.OperationName] {
        StationAxes.columns(result.operations.map(\.station.operation))
    }

    private mutating func axes() {
        shapes +=
            StationAxes(
                left: Self.mapLeft, top: Self.mapTop, cellWidth: Self.cellWidth,
                cellHeight: cellHeight, layerCount: layerCount, columns: columns
            ).shapes
    }

    private mutating func label(
        _ style: String, _ x: Int, _ y: Int, _ text: String, anchor: String = "start"
    ) {
        shapes += SVGText.element(style, x, y, text, anchor: anchor)
    }
}
