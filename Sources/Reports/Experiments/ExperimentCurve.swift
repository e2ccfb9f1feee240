internal import Experiments

/// Values along an axis, such as a loss by epochs.
struct ExperimentCurve {
    private let curve: ExperimentResult.Curve
    let width: Int
    static let height = 230
    private static let left = 66
    private static let top = 58
    private static let chartHeight = 116

    init(_ curve: ExperimentResult.Curve, isNarrow: Bool) {
        self.curve = curve
        width = isNarrow ? ExperimentChart.narrowWidth : ExperimentChart.wideWidth / 2
    }

    private var count: Int { curve.series.map(\.values.count).max() ?? 0 }
    private var most: Int { max(curve.series.flatMap(\.values).max() ?? 1, 1) }

    private func x(_ index: Int) -> Int {
        Self.left + index * (width - Self.left - 24) / max(count - 1, 1)
    }

    private func y(_ value: Int) -> Int {
        Self.top + Self.chartHeight - max(value, 0) * Self.chartHeight / most
    }

    var shapes: String {
        let bottom = Self.top + Self.chartHeight
        var shapes = ExperimentStyle.panel(width, Self.height)
        shapes += SVGText.element("title", 16, 26, curve.title)
        for part in 0...2 {
            let value = most * part / 2
            shapes += "<path class=\"grid\" d=\"M\(Self.left) \(y(value))H\(width - 24)\"/>\n"
            shapes += SVGText.element(
                "note", Self.left - 8, y(value) + 4, DecimalText.ratio(value, curve.scale),
                anchor: "end")
        }
        var ticks = [0]
        for tick in stride(from: 10 - curve.start, to: count, by: 10) { ticks.append(tick) }
        for tick in ticks where tick >= 0 {
            shapes += SVGText.element(
                "note", x(tick), bottom + 18, "\(tick + curve.start)", anchor: "middle")
        }
        shapes += SVGText.element("note", width / 2, bottom + 38, curve.axis, anchor: "middle")
        var place = 16
        for (index, series) in curve.series.enumerated() {
            let style = index == 0 ? "curve" : "chance"
            let points = series.values.enumerated().map { "\(x($0)),\(y($1))" }
            shapes +=
                "<polyline class=\"\(style)\" points=\"\(points.joined(separator: " "))\"/>\n"
            shapes += "<path class=\"\(style)\" d=\"M\(place) 42h18\"/>\n"
            shapes += SVGText.element("note", place + 24, 46, series.name)
            place += 48 + 7 * series.name.unicodeScalars.count
        }
        return shapes
    }
}
