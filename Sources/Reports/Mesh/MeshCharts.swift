internal import MeshSimulation
internal import Statistics

/// Several simulated meshes in charts: success, hops, messages and copies by the attackers' share,
/// and hops by the number of nodes.
struct MeshCharts {
    private static let margin = 24
    private static let percent = 10_000

    private let all: [LookUpResults]

    init(_ all: [LookUpResults]) {
        self.all = all
    }

    /// The SVG document; nil where there is nothing to compare.
    var svg: String? {
        let charts = charts
        guard !charts.isEmpty else { return nil }
        let rows = (charts.count + 1) / 2
        let columns = min(charts.count, 2)
        let width = Self.margin + columns * (MeshChart.width + Self.margin)
        let height = 54 + rows * (MeshChart.height + Self.margin)
        var shapes = SVGText.element("title", Self.margin, 24, heading)
        shapes += SVGText.element("note", Self.margin, 44, MeshText.conditions(all[0]))
        for (index, chart) in charts.enumerated() {
            shapes += SVGDocument.moved(
                Self.margin + index % 2 * (MeshChart.width + Self.margin),
                54 + index / 2 * (MeshChart.height + Self.margin), chart.shapes)
        }
        return MeshStyle.document(width: width, height: height, label: title, shapes)
    }

    private var heading: String {
        "\(DecimalText.grouped(all[0].settings.lookUpCount)) look-ups for each point, bounds exact "
            + "at 95 %"
    }

    private var title: String { heading + "; " + MeshText.conditions(all[0]) }

    private var profiles: [String] { Self.distinct(all.map(\.profile)) }
    private var shares: [Int] { Self.distinct(all.map(\.settings.attackerPercent)).sorted() }
    private var sizes: [Int] { Self.distinct(all.map(\.settings.nodeCount)).sorted() }

    private static func distinct<Value: Equatable>(_ values: [Value]) -> [Value] {
        values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// The number of nodes for which there are the most shares of attackers.
    private var comparedSize: Int? {
        sizes.max { shareCount($0) < shareCount($1) }
    }

    private func shareCount(_ size: Int) -> Int {
        Self.distinct(
            all.filter { $0.settings.nodeCount == size }.map(\.settings.attackerPercent)
        ).count
    }

    private var charts: [MeshChart] {
        var charts: [MeshChart] = []
        if shares.count > 1, let size = comparedSize {
            charts += [success(size), hopsByShare(size), messages(size), copies(size)]
        }
        if sizes.count > 1, let share = shares.min() { charts.append(hopsBySize(share)) }
        return charts
    }

    // MARK: By share

    private func byShare(
        _ size: Int, _ value: (LookUpResults) -> (y: Int, bounds: ClosedRange<Int>?)
    ) -> [MeshChart.Series] {
        profiles.map { profile in
            let found = shares.compactMap { share in
                all.first {
                    $0.profile == profile && $0.settings.attackerPercent == share
                        && $0.settings.nodeCount == size
                }
            }
            return MeshChart.Series(
                name: profile,
                points: found.map { results in
                    let (y, bounds) = value(results)
                    return MeshChart.Point(
                        x: results.settings.attackerPercent * 1_000, y: y, bounds: bounds)
                })
        }
    }

    private func shareChart(
        _ title: String, _ series: [MeshChart.Series], top: Int? = nil,
        text: (Int) -> String
    ) -> MeshChart {
        let most = top ?? Self.rounded(series.flatMap(\.points).map(\.y).max() ?? 0)
        return MeshChart(
            title: title, axis: "attackers, % of the nodes", series: series,
            ticks: shares.map { ($0 * 1_000, "\($0)") }, range: 0...most,
            levels: (0...4).map { (most * $0 / 4, text(most * $0 / 4)) })
    }

    /// A number at the upper edge, at least the most, whose quarters are round.
    private static func rounded(_ most: Int) -> Int {
        var unit = 10
        while true {
            for step in [unit, 2 * unit, 5 * unit] where 4 * step >= most { return 4 * step }
            unit *= 10
        }
    }

    private func success(_ size: Int) -> MeshChart {
        shareChart(
            "look-ups that found their value, \(size) nodes",
            byShare(size) { results in
                (
                    results.success.successCount * 1_000_000 / results.success.count,
                    results.success.lowerMillionths...results.success.upperMillionths
                )
            }, top: 1_000_000, text: { "\($0 / Self.percent) %" })
    }

    private func hopsByShare(_ size: Int) -> MeshChart {
        shareChart(
            "hops, mean, \(size) nodes",
            byShare(size) { ($0.hops.meanHundredths, nil) },
            text: { DecimalText.ratio($0, 100) })
    }

    private func messages(_ size: Int) -> MeshChart {
        shareChart(
            "messages of a look-up, mean, \(size) nodes",
            byShare(size) { ($0.messages.meanHundredths, nil) }, text: { "\($0 / 100)" })
    }

    private func copies(_ size: Int) -> MeshChart {
        shareChart(
            "honest copies of an item at the end, mean, \(size) nodes",
            byShare(size) { ($0.copiesAfter.meanHundredths, nil) },
            text: { DecimalText.ratio($0, 100) })
    }

    // MARK: By size

    private func hopsBySize(_ share: Int) -> MeshChart {
        var series = profiles.map { profile in
            let found = sizes.compactMap { size in
                all.first {
                    $0.profile == profile && $0.settings.attackerPercent == share
                        && $0.settings.nodeCount == size
                }
            }
            return MeshChart.Series(
                name: profile,
                points: found.map {
                    MeshChart.Point(
                        x: BinaryLogarithm.thousandths($0.settings.nodeCount),
                        y: $0.hops.meanHundredths, bounds: nil)
                })
        }
        let logarithms = sizes.map(BinaryLogarithm.thousandths)
        series.append(
            MeshChart.Series(
                name: "log2 n / 2",
                points: logarithms.map { MeshChart.Point(x: $0, y: $0 / 20, bounds: nil) },
                isIdeal: true))
        let most = Self.rounded(series.flatMap(\.points).map(\.y).max() ?? 0)
        return MeshChart(
            title: "hops against the number of nodes, mean, \(share) % attackers",
            axis: "nodes, at their binary logarithm", series: series,
            ticks: sizes.map { (BinaryLogarithm.thousandths($0), "\($0)") }, range: 0...most,
            levels: (0...4).map { (most * $0 / 4, DecimalText.ratio(most * $0 / 4, 100)) })
    }
}
