internal import Experiments
internal import Statistics

/// The shares of an experiment with their intervals: the paper's below ours.
struct ExperimentChart {
    private let result: ExperimentResult
    /// Whether names and figures stand above their lines, for narrow screens.
    private let isNarrow: Bool

    init(_ result: ExperimentResult, isNarrow: Bool) {
        self.result = result
        self.isNarrow = isNarrow
    }

    static let wideWidth = 1_080
    static let narrowWidth = 352
    private static let headHeight = 66
    private static let footHeight = 30

    var width: Int { isNarrow ? Self.narrowWidth : Self.wideWidth }
    var height: Int { Self.headHeight + result.rows.map(rowHeight).reduce(0, +) + Self.footHeight }

    private var left: Int { isNarrow ? 20 : 392 }
    private var trackWidth: Int { isNarrow ? width - 40 : 384 }
    private func x(_ millionths: Int) -> Int { left + millionths * trackWidth / 1_000_000 }

    private func isTold(_ row: ExperimentResult.Row) -> Bool { !row.published.figure.isEmpty }

    private func lineCount(_ row: ExperimentResult.Row) -> Int {
        (row.ours == nil ? 0 : 1) + (isTold(row) ? 1 : 0)
    }

    private func rowHeight(_ row: ExperimentResult.Row) -> Int {
        isNarrow ? 34 + 34 * lineCount(row) : 20 + 18 * lineCount(row)
    }

    // MARK: Shapes

    var shapes: String {
        var shapes = ExperimentStyle.panel(width, height)
        shapes += SVGText.element("title", 16, 26, result.experiment.title)
        shapes += legend
        let bottom = height - Self.footHeight
        for percent in [0, 25, 50, 75, 100] {
            let x = x(percent * 10_000)
            shapes += "<path class=\"grid\" d=\"M\(x) \(Self.headHeight)V\(bottom)\"/>\n"
            shapes += SVGText.element("note", x, bottom + 18, "\(percent) %", anchor: "middle")
        }
        var top = Self.headHeight
        for (index, row) in result.rows.enumerated() {
            if index > 0 {
                shapes += "<path class=\"rule\" d=\"M16 \(top)H\(width - 16)\"/>\n"
            }
            shapes += drawn(row, top)
            top += rowHeight(row)
        }
        return shapes
    }

    private var legend: String {
        let hasChance = result.rows.contains { $0.chanceMillionths != nil }
        return ExperimentStyle.ours(22, 44) + SVGText.element("note", 32, 48, "here")
            + ExperimentStyle.paper(82, 44, isVoid: false)
            + SVGText.element("note", 92, 48, "paper")
            + "<path class=\"here\" d=\"M140 44h18M140 40v8M158 40v8\"/>\n"
            + SVGText.element("note", 164, 48, "95 %")
            + (hasChance
                ? "<path class=\"chance\" d=\"M216 36v16\"/>\n"
                    + SVGText.element("note", 222, 48, "chance") : "")
    }

    private func drawn(_ row: ExperimentResult.Row, _ top: Int) -> String {
        var y = top + 20
        var shapes = ""
        if let chance = row.chanceMillionths {
            // Where figures stand above their lines, it crosses no figure.
            let (start, end) =
                isNarrow ? (top + 43, top + 58) : (top + 6, top + rowHeight(row) - 4)
            shapes += "<path class=\"chance\" d=\"M\(x(chance)) \(start)V\(end)\"/>\n"
        }
        let name = SVGText.cut(row.name, scalarCountMax: isNarrow ? 45 : 50)
        shapes += SVGText.element("ink", 16, y + 2, name)
        if isNarrow { y += 18 }
        if let ours = row.ours {
            shapes += figure(
                "ink",
                "\(RateText.count(ours)) · \(RateText.share(ours))"
                    + " (\(RateText.interval(ours)))", y)
            shapes += interval("here", ours, lineY(y))
            shapes += ExperimentStyle.ours(x(Self.share(ours)), lineY(y))
            y += isNarrow ? 34 : 18
        }
        if isTold(row) {
            shapes += published(row.published, y)
        }
        return shapes
    }

    private func published(_ published: ExperimentResult.Published, _ y: Int) -> String {
        guard let rate = published.rate else {
            return figure("note", "paper: \(published.figure)", y)
        }
        var isVoid = false
        if case .void = published { isVoid = true }
        let text =
            isVoid
            ? "paper: \(published.figure)"
            : "\(published.figure) · \(RateText.share(rate)) (\(RateText.interval(rate)))"
        let shapes = figure("note", text, y)
        return isVoid
            ? shapes + ExperimentStyle.paper(x(Self.share(rate)), lineY(y), isVoid: true)
            : shapes + interval("there", rate, lineY(y))
                + ExperimentStyle.paper(x(Self.share(rate)), lineY(y), isVoid: false)
    }

    /// Where a figure's line lies: beside its text, or below it.
    private func lineY(_ y: Int) -> Int { isNarrow ? y + 12 : y - 3 }

    private func figure(_ style: String, _ text: String, _ y: Int) -> String {
        isNarrow
            ? SVGText.element(style, 16, y, SVGText.cut(text, scalarCountMax: 45))
            : SVGText.element(
                style, left + trackWidth + 22, y + 1, SVGText.cut(text, scalarCountMax: 38))
    }

    private func interval(_ style: String, _ rate: ExactBinomial, _ y: Int) -> String {
        let (low, high) = (x(rate.lowerMillionths), x(rate.upperMillionths))
        return "<path class=\"\(style)\" d=\"M\(low) \(y)H\(high)M\(low) \(y - 4)v8M\(high) "
            + "\(y - 4)v8\"/>\n"
    }

    private static func share(_ rate: ExactBinomial) -> Int {
        rate.successCount * 1_000_000 / rate.count
    }
}
