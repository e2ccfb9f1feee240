/// A chart of points with bounds, joined by a line a series.
struct MeshChart {
    struct Point {
        /// Thousandths of the axis's units.
        let x: Int
        let y: Int
        /// The ends of the point's bounds; nil where it has none.
        let bounds: ClosedRange<Int>?
    }

    struct Series {
        let name: String
        let points: [Point]
        /// A line to compare with, which has no marks.
        var isIdeal = false
    }

    let title: String
    let axis: String
    let series: [Series]
    /// Texts on the axis below, by their places.
    let ticks: [(x: Int, text: String)]
    /// The values at the lower and the upper edge.
    let range: ClosedRange<Int>
    let levels: [(y: Int, text: String)]

    static let width = 540
    static let height = 300
    private static let left = 62
    private static let top = 66
    private static let chartWidth = 446
    private static let chartHeight = 164
    private static let styles = ["first", "second", "third"]

    var shapes: String {
        let bottom = Self.top + Self.chartHeight
        var shapes = MeshStyle.panel(Self.width, Self.height, title) + legend
        for level in levels {
            let y = y(level.y)
            shapes += "<path class=\"grid\" d=\"M\(Self.left) \(y)h\(Self.chartWidth)\"/>\n"
            shapes += SVGText.element("note", Self.left - 8, y + 4, level.text, anchor: "end")
        }
        for tick in ticks {
            shapes += SVGText.element("note", x(tick.x), bottom + 20, tick.text, anchor: "middle")
        }
        shapes += SVGText.element(
            "note", Self.left + Self.chartWidth / 2, bottom + 42, axis, anchor: "middle")
        shapes +=
            "<path class=\"axis\" d=\"M\(Self.left) \(Self.top)v\(Self.chartHeight)"
            + "h\(Self.chartWidth)\"/>\n"
        for (index, series) in series.enumerated() { shapes += drawn(series, index) }
        return shapes
    }

    private func x(_ value: Int) -> Int {
        let places = ticks.map(\.x)
        let (least, most) = (places.min() ?? 0, places.max() ?? 0)
        guard most > least else { return Self.left + Self.chartWidth / 2 }
        let inner = Self.chartWidth - 56
        return Self.left + 28 + (value - least) * inner / (most - least)
    }

    private func y(_ value: Int) -> Int {
        let span = max(range.upperBound - range.lowerBound, 1)
        let kept = min(max(value, range.lowerBound), range.upperBound)
        return Self.top + Self.chartHeight
            - (kept - range.lowerBound) * Self.chartHeight / span
    }

    private func drawn(_ series: Series, _ index: Int) -> String {
        // Series stand a little beside each other, so that equal bounds are all seen.
        let shift = series.isIdeal ? 0 : 5 * index
        let line = series.points.map { "\(x($0.x) + shift),\(y($0.y))" }
            .joined(separator: " ")
        guard !series.isIdeal else { return "<polyline class=\"ideal\" points=\"\(line)\"/>\n" }
        let style = Self.styles[index % Self.styles.count]
        var shapes = "<polyline class=\"curve \(style)\" points=\"\(line)\"/>\n"
        for point in series.points {
            let (x, y) = (x(point.x) + shift, y(point.y))
            if let bounds = point.bounds {
                let (low, high) = (self.y(bounds.lowerBound), self.y(bounds.upperBound))
                shapes +=
                    "<path class=\"bounds \(style)\" "
                    + "d=\"M\(x) \(low)V\(high)M\(x - 4) \(low)h8M\(x - 4) \(high)h8\"/>\n"
            }
            shapes += mark(index, x, y)
        }
        return shapes
    }

    private func mark(_ index: Int, _ x: Int, _ y: Int) -> String {
        let style = Self.styles[index % Self.styles.count]
        switch index % Self.styles.count {
        case 0: return "<circle class=\"\(style)\" cx=\"\(x)\" cy=\"\(y)\" r=\"4\"/>\n"
        case 1:
            return "<rect class=\"\(style)\" x=\"\(x - 4)\" y=\"\(y - 4)\" width=\"8\" "
                + "height=\"8\"/>\n"
        default:
            return "<path class=\"\(style)\" d=\"M\(x) \(y - 5)l5 9h-10z\"/>\n"
        }
    }

    private var legend: String {
        var shapes = ""
        var x = 20
        for (index, series) in series.enumerated() {
            if series.isIdeal {
                shapes += "<path class=\"ideal\" d=\"M\(x - 4) 46h16\"/>\n"
            } else {
                shapes += mark(index, x, 46)
            }
            shapes += SVGText.element("note", x + (series.isIdeal ? 18 : 11), 50, series.name)
            x += 40 + 7 * series.name.unicodeScalars.count
        }
        return shapes
    }
}
