internal import HybridSimulation
internal import Statistics
internal import Trials

/// A table of a report, for text and for pages.
struct HybridTable {
    let title: String
    let corner: String
    let columns: [String]
    var rows: [(name: String, cells: [ColumnTable.Cell])] = []

    func text(_ style: TextStyle) -> String {
        var table = ColumnTable(corner: corner, titles: columns)
        for row in rows { table.add(row.name, cells: row.cells) }
        return "\(title)\n\n" + table.text(style)
    }
}

/// The tables of histories and of rounds of Krum.
enum HybridTables {
    // MARK: Krum

    /// Rounds that were turned, and rounds in which a liar was chosen.
    static func tables(_ campaign: KrumCampaign) -> [HybridTable] {
        let conditions = HybridText.conditions(campaign)
        return [
            table(campaign, "The mean of the chosen goes against the honest mean. \(conditions)") {
                ($0.turned, true)
            },
            table(campaign, "A liar's delta is among the chosen. \(conditions)") {
                ($0.taken, false)
            },
        ]
    }

    private static func table(
        _ campaign: KrumCampaign, _ title: String,
        _ value: (KrumCounts) -> (rate: ExactBinomial, isPromise: Bool)
    ) -> HybridTable {
        var table = HybridTable(
            title: title, corner: "rounds", columns: KrumForm.allCases.map(\.rawValue))
        for strategy in KrumStrategy.allCases {
            for liarCount in campaign.settings.liarCounts {
                let cells = KrumForm.allCases.map { form in
                    let counts = campaign.counts(strategy, liarCount: liarCount, form)
                    let (rate, isPromise) = value(counts)
                    return ColumnTable.Cell(
                        HybridText.cell(rate),
                        isPromise && rate.successCount > 0 ? .bad : nil)
                }
                table.rows.append(
                    ("\(strategy.rawValue), \(ReportText.count(liarCount, "liar"))", cells))
            }
        }
        return table
    }

    // MARK: Histories

    static func tables(_ campaign: HistoryCampaign) -> [HybridTable] {
        [outcomes(campaign), edges(campaign)]
    }

    private static func outcomes(_ campaign: HistoryCampaign) -> HybridTable {
        var table = HybridTable(
            title: "Validators over a network that fails and heals, seed \(campaign.seed)",
            corner: "histories",
            columns: [
                "of", "two chains finalised", "a third named", "finality goes on", "one head",
                "honest ones framed", "accusations", "updates of blocks",
            ])
        for row in campaign.rows {
            table.rows.append(
                (
                    HybridText.name(row),
                    [
                        ColumnTable.Cell("\(row.historyCount)"),
                        ColumnTable.Cell(
                            "\(row.conflictCount)",
                            row.isBearable && row.conflictCount > 0 ? .bad : nil),
                        ColumnTable.Cell(
                            "\(row.namedConflictCount)",
                            row.namedConflictCount < row.conflictCount ? .bad : nil),
                        ColumnTable.Cell(
                            "\(row.goingOnCount)",
                            row.isBearable && row.goingOnCount < row.historyCount ? .bad : nil),
                        ColumnTable.Cell("\(row.convergedCount)"),
                        ColumnTable.Cell("\(row.framedCount)", row.framedCount > 0 ? .bad : nil),
                        ColumnTable.Cell(DecimalText.grouped(row.accusationCount)),
                        ColumnTable.Cell(
                            "\(DecimalText.grouped(row.updateCount)) of "
                                + DecimalText.grouped(row.blockCount)),
                    ]
                ))
        }
        return table
    }

    private static func edges(_ campaign: HistoryCampaign) -> HybridTable {
        var table = HybridTable(
            title: "Blocks with an update, of those whose acknowledgements came at the timeout's "
                + "edge",
            corner: "acknowledged", columns: TimeoutEdge.allCases.map(\.rawValue))
        for row in campaign.rows {
            table.rows.append(
                (
                    HybridText.name(row),
                    row.edges.map {
                        ColumnTable.Cell(
                            "\($0.updateCount) of \($0.updateCount + $0.emptyCount)")
                    }
                ))
        }
        return table
    }
}
