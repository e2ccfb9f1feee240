import HybridSimulation
import TestSupport
import Testing
import Trials

@Suite("Histories of validators over a network that fails")
struct HistoryTests {
    private static func campaign(
        _ cells: [(validators: Int, liars: Int, histories: Int, sample: Int)]
    ) throws -> HistoryCampaign {
        HistoryCampaign(
            try cells.map {
                try #require(
                    HistoryCampaign.Cell(
                        validatorCount: $0.validators, liarCount: $0.liars,
                        historyCount: Thoroughness.count($0.histories, else: $0.sample)))
            }, seed: "histories", threadCount: 2)
    }

    @Test("Fewer liars than a third: nothing conflicts, finality goes on, nobody is framed")
    func bearable() throws {
        // 1,000 in all.
        let campaign = try Self.campaign([
            (4, 0, 100, 4), (4, 1, 550, 24), (7, 1, 100, 3), (7, 2, 200, 8), (10, 3, 50, 1),
        ])
        for row in campaign.rows {
            #expect(row.conflictCount == 0 && row.framedCount == 0, "\(row.brokenSeeds)")
            #expect(row.goingOnCount == row.historyCount, "\(row.brokenSeeds)")
            #expect(row.brokenSeeds.isEmpty && row.updateCount > 0)
        }
        if Thoroughness.isThorough {
            #expect(campaign.rows.map(\.historyCount).reduce(0, +) == 1_000)
        }
    }

    @Test("More than a third: two chains are finalised, and the evidence names a third at least")
    func doubleFinality() throws {
        for row in try Self.campaign([(4, 2, 150, 8), (7, 3, 50, 2), (10, 4, 10, 1)]).rows {
            #expect(row.conflictCount > 0)
            #expect(row.namedConflictCount == row.conflictCount, "\(row.brokenSeeds)")
            #expect(row.framedCount == 0, "\(row.brokenSeeds)")
        }
    }

    @Test("Exactly a third: nothing conflicts, though finality may stand still")
    func third() throws {
        for row in try Self.campaign([(6, 2, 60, 3), (9, 3, 20, 1)]).rows {
            #expect(row.conflictCount == 0 && row.framedCount == 0, "\(row.brokenSeeds)")
        }
    }

    @Test("A seed gives the same log again, for each lie", arguments: HybridLie.allCases)
    func again(_ lie: HybridLie) throws {
        var settings = try #require(
            HistorySettings(validatorCount: 4, liarCount: 1, seed: "again"))
        settings.lie = lie
        let one = HybridHistory(settings).run()
        let other = HybridHistory(settings).run()
        #expect(one.log.lines == other.log.lines && one.digest == other.digest)
        #expect(one.log.lines.count > 500)
        let stranger = try #require(
            HistorySettings(validatorCount: 4, liarCount: 1, seed: "another"))
        #expect(HybridHistory(stranger).run().digest != one.digest)
    }

    @Test("One thread and two play the same")
    func threads() throws {
        let cell = try #require(
            HistoryCampaign.Cell(validatorCount: 4, liarCount: 1, historyCount: 5))
        let one = HistoryCampaign([cell], seed: "threads")
        #expect(HistoryCampaign([cell], seed: "threads", threadCount: 2) == one)
        #expect(HistoryCampaign([cell], seed: "others") != one)
    }

    @Test("Who signs two things is named at every honest node; who only accuses or is silent, not")
    func named() throws {
        for (lie, namedCount) in [
            (HybridLie.silent, 0), (.framer, 0), (.twoFaced, 1), (.twoTongued, 1), (.forger, 1),
        ] {
            for seed in ["1", "2", "3"] {
                var settings = try #require(
                    HistorySettings(validatorCount: 4, liarCount: 1, seed: seed))
                settings.lie = lie
                let outcome = HybridHistory(settings).run()
                #expect(outcome.lies == [lie])
                #expect(outcome.namedCount == namedCount, "\(lie), seed \(seed)")
                #expect(outcome.framedCount == 0 && outcome.hasConverged, "\(lie), seed \(seed)")
                #expect((outcome.accusationCount > 0) == (lie == .framer), "\(lie), seed \(seed)")
            }
        }
    }

    @Test("Acknowledgements at tick 29 make an update, at 31 an empty block; at 30 order decides")
    func edges() throws {
        var settings = try #require(
            HistorySettings(validatorCount: 4, liarCount: 0, seed: "calm"))
        settings.isCalm = true
        let outcome = HybridHistory(settings).run()
        for (edge, counts) in zip(TimeoutEdge.allCases, outcome.edges) {
            let isInTime = edge == .tick29 || edge == .before30
            #expect(isInTime ? counts.emptyCount == 0 : counts.updateCount == 0, "\(edge)")
            #expect(counts.updateCount + counts.emptyCount > 0, "\(edge)")
        }
        #expect(outcome.blockCount == 32 && outcome.hasConverged && !outcome.hasConflict)
    }

    @Test("Numbers of liars: what two thirds bear, and what breaks them")
    func counts() {
        #expect((4...12).map(HistorySettings.bearableCount) == [1, 1, 1, 2, 2, 2, 3, 3, 3])
        #expect((4...12).map(HistorySettings.breakingCount) == [2, 3, 4, 3, 4, 5, 4, 5, 6])
        #expect(HistorySettings(validatorCount: 3, liarCount: 0, seed: "") == nil)
        #expect(HistorySettings(validatorCount: 13, liarCount: 0, seed: "") == nil)
        #expect(HistorySettings(validatorCount: 4, liarCount: 4, seed: "") == nil)
        #expect(
            HistoryCampaign.Cell(validatorCount: 4, liarCount: 1, historyCount: 16_385) == nil)
    }
}
