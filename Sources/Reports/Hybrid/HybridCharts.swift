internal import HybridSimulation
internal import Statistics

/// Liars in charts: rounds of Krum that they turned, by their ways, and what came of histories.
struct HybridCharts {
    private static let margin = 24
    private static let head = 74
    private static let percent = 10_000

    private let histories: HistoryCampaign?
    private let krum: [KrumCampaign]

    init(_ histories: HistoryCampaign?, _ krum: [KrumCampaign]) {
        self.histories = histories
        self.krum = krum
    }

    var svg: String {
        let charts = krum.flatMap(Self.charts) + historyCharts
        let rows = (charts.count + 1) / 2
        let columns = min(max(charts.count, 1), 2)
        let width = Self.margin + columns * (MeshChart.width + Self.margin)
        let height = Self.head + rows * (MeshChart.height + Self.margin)
        var shapes = SVGText.element("title", Self.margin, 26, heading)
        for (place, note) in notes.enumerated() {
            shapes += SVGText.element("note", Self.margin, 46 + 16 * place, note)
        }
        for (index, chart) in charts.enumerated() {
            shapes += SVGDocument.moved(
                Self.margin + index % 2 * (MeshChart.width + Self.margin),
                Self.head + index / 2 * (MeshChart.height + Self.margin), chart.shapes)
        }
        return MeshStyle.document(width: width, height: height, label: heading, shapes)
    }

    private var heading: String {
        krum.isEmpty
            ? "what came of histories, by the number of liars"
            : "rounds in which liars turned the mean of the chosen deltas against the honest mean"
    }

    private var notes: [String] {
        krum.isEmpty
            ? ["bounds exact at 95 %"]
            : [
                krum.map(HybridText.conditions).joined(separator: "; ")
                    + "; bounds exact at 95 %",
                HybridText.choices,
            ]
    }

    private static func chart(
        _ title: String, axis: String, _ series: [MeshChart.Series],
        ticks: [(x: Int, text: String)]
    ) -> MeshChart {
        MeshChart(
            title: title, axis: axis, series: series, ticks: ticks, range: 0...100 * percent,
            levels: (0...4).map { (25 * percent * $0, "\(25 * $0) %") })
    }

    private static func point(_ liarCount: Int, _ rate: ExactBinomial) -> MeshChart.Point {
        MeshChart.Point(
            x: liarCount * 1_000, y: rate.successCount * 1_000_000 / rate.count,
            bounds: rate.lowerMillionths...rate.upperMillionths)
    }

    // MARK: Krum

    private static func charts(_ campaign: KrumCampaign) -> [MeshChart] {
        let settings = campaign.settings
        return KrumStrategy.allCases.map { strategy in
            let series = KrumForm.allCases.map { form in
                MeshChart.Series(
                    name: form.rawValue,
                    points: settings.liarCounts.map { liarCount in
                        point(
                            liarCount,
                            campaign.counts(strategy, liarCount: liarCount, form).turned)
                    })
            }
            return chart(
                HybridText.sentence(strategy),
                axis: "liars among \(settings.trainerCount) trainers; f = "
                    + "\(settings.faultCount)", series,
                ticks: settings.liarCounts.map { ($0 * 1_000, "\($0)") })
        }
    }

    // MARK: Histories

    private var historyCharts: [MeshChart] {
        let rows = histories?.rows ?? []
        let sizes = rows.map(\.validatorCount).reduce(into: [Int]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        return sizes.map { size in
            let rows = rows.filter { $0.validatorCount == size }
            func series(_ name: String, _ count: (HistoryCounts) -> Int) -> MeshChart.Series {
                MeshChart.Series(
                    name: name,
                    points: rows.map {
                        Self.point(
                            $0.liarCount,
                            ExactBinomial(successCount: count($0), count: $0.historyCount))
                    })
            }
            return Self.chart(
                "histories of \(size) validators",
                axis: "liars among \(size) validators",
                [
                    series("two chains finalised", \.conflictCount),
                    series("finality goes on", \.goingOnCount),
                    series("a third named", \.namedConflictCount),
                ], ticks: rows.map { ($0.liarCount * 1_000, "\($0.liarCount)") })
        }
    }
}
