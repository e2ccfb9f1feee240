internal import Cryptography
package import Encodings
package import HybridSimulation
internal import Statistics

/// Histories of validators who lie, and rounds of trainers who do, in pictures and tables.
package struct HybridRunReport: Sendable {
    private let histories: HistoryCampaign?
    private let krum: [KrumCampaign]
    private let provenance: Provenance

    /// **Precondition:** one of them at least.
    package init(_ histories: HistoryCampaign?, krum: [KrumCampaign], provenance: Provenance) {
        precondition(histories != nil || !krum.isEmpty, "a report of nothing")
        self.histories = histories
        self.krum = krum
        self.provenance = provenance
    }

    /// Whether all that is promised was kept: of fewer liars than a third nothing conflicts and
    /// finality goes on; two chains name a third; nobody honest is framed; and of f liars at most,
    /// nothing that the hardened chain chooses strays or turns.
    package var holds: Bool {
        let keepsHistories = (histories?.rows ?? []).allSatisfy(\.brokenSeeds.isEmpty)
        let keepsRounds = krum.allSatisfy { campaign in
            campaign.rows.filter { HybridText.isPromised($0, campaign) }.allSatisfy {
                $0.counts.strayedCount == 0 && $0.counts.brokenCount == 0
            }
        }
        return keepsHistories && keepsRounds
    }

    private var tables: [HybridTable] {
        (histories.map(HybridTables.tables) ?? []) + krum.flatMap(HybridTables.tables)
    }

    package var svg: String { HybridCharts(histories, krum).svg }

    package var html: String {
        HybridPage.html(picture: svg, tables: tables, provenance: provenance)
    }

    package func text(_ style: TextStyle) -> String {
        let broken = (histories?.rows ?? []).filter { !$0.brokenSeeds.isEmpty }.map { row in
            HybridText.name(row) + " broke what is promised: seeds "
                + row.brokenSeeds.joined(separator: "; ") + "\n"
        }
        let logs = (histories?.rows ?? []).map { row in
            "  \(HybridText.name(row)): \(row.digest.text)\n"
        }
        let digests = logs.isEmpty ? [] : ["event logs, SHA-256\n\n" + logs.joined()]
        let notes = krum.isEmpty ? [] : [HybridText.choices + "\n"]
        return (tables.map { $0.text(style) } + notes + digests + broken).joined(separator: "\n")
    }

    // MARK: As JSON

    package var json: JSONValue {
        .object([
            JSONMember("histories", .array((histories?.rows ?? []).map(json))),
            JSONMember("krum", .array(krum.map(Self.json))),
            JSONMember("holds", .boolean(holds)),
            JSONMember("provenance", provenance.json),
        ])
    }

    private func json(_ row: HistoryCounts) -> JSONValue {
        .object([
            JSONMember("validators", .integer(row.validatorCount)),
            JSONMember("liars", .integer(row.liarCount)),
            JSONMember("seed", .string(histories?.seed ?? "")),
            JSONMember("histories", .integer(row.historyCount)),
            JSONMember("conflicts", .integer(row.conflictCount)),
            JSONMember("conflicts_millionths_lower", .integer(row.conflicts.lowerMillionths)),
            JSONMember("conflicts_millionths_upper", .integer(row.conflicts.upperMillionths)),
            JSONMember("conflicts_with_third_named", .integer(row.namedConflictCount)),
            JSONMember("finality_goes_on", .integer(row.goingOnCount)),
            JSONMember("one_head", .integer(row.convergedCount)),
            JSONMember("honest_framed", .integer(row.framedCount)),
            JSONMember("accusations", .integer(row.accusationCount)),
            JSONMember("blocks", .integer(row.blockCount)),
            JSONMember("updates", .integer(row.updateCount)),
            JSONMember(
                "edges",
                .array(
                    zip(TimeoutEdge.allCases, row.edges).map { edge, counts in
                        .object([
                            JSONMember("at", .string(edge.rawValue)),
                            JSONMember("updates", .integer(counts.updateCount)),
                            JSONMember("empty", .integer(counts.emptyCount)),
                        ])
                    })),
            JSONMember("broken_seeds", .array(row.brokenSeeds.map(JSONValue.string))),
            JSONMember("event_logs", .string(row.digest.text)),
        ])
    }

    private static func json(_ campaign: KrumCampaign) -> JSONValue {
        .object([
            JSONMember("trainers", .integer(campaign.settings.trainerCount)),
            JSONMember("f", .integer(campaign.settings.faultCount)),
            JSONMember("rounds", .integer(campaign.settings.roundCount)),
            JSONMember("seed", .string(campaign.settings.seed)),
            JSONMember("rows", .array(campaign.rows.map(json))),
        ])
    }

    private static func json(_ row: KrumCampaign.Row) -> JSONValue {
        let counts = row.counts
        return .object([
            JSONMember("strategy", .string(row.strategy.rawValue)),
            JSONMember("liars", .integer(row.liarCount)),
            JSONMember("form", .string(row.form.rawValue)),
            JSONMember("turned", .integer(counts.turnedCount)),
            JSONMember("turned_millionths_lower", .integer(counts.turned.lowerMillionths)),
            JSONMember("turned_millionths_upper", .integer(counts.turned.upperMillionths)),
            JSONMember("liar_chosen", .integer(counts.takenCount)),
            JSONMember("only_liars_chosen", .integer(counts.wonCount)),
            JSONMember("strayed", .integer(counts.strayedCount)),
            JSONMember("promised", .integer(counts.promisedCount)),
            JSONMember("promised_and_turned", .integer(counts.brokenCount)),
        ])
    }
}
