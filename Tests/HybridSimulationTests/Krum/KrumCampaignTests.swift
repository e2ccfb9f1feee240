import HybridSimulation
import Statistics
import Testing

@Suite("Krum's bound in seeded rounds")
struct KrumCampaignTests {
    private static let roundCount = 10_000

    /// Seven trainers, so f = 2: the stated number of liars, and one and two more.
    private static let campaign = KrumSettings(
        trainerCount: 7, liarCounts: [2, 3, 4], roundCount: roundCount, seed: "krum"
    ).map { KrumCampaign($0) }

    private static func counts(
        _ strategy: KrumStrategy, _ liarCount: Int, _ form: KrumForm
    ) throws -> KrumCounts {
        try #require(campaign).counts(strategy, liarCount: liarCount, form)
    }

    private static let hardened = [KrumForm.krum, .multiKrum]

    @Test(
        "At the stated number of liars nothing is turned, and nothing chosen strays, in any round",
        arguments: KrumStrategy.allCases, hardened)
    func holds(_ strategy: KrumStrategy, _ form: KrumForm) throws {
        let counts = try Self.counts(strategy, 2, form)
        #expect(counts.roundCount == Self.roundCount)
        #expect(counts.promisedCount == Self.roundCount && counts.brokenCount == 0)
        #expect(counts.strayedCount == 0)
        #expect(counts.turnedCount == 0 && counts.turned.lowerMillionths == 0)
        // 1 − 0.025^(1/10,000), in millionths, rounded up.
        #expect(counts.turned.upperMillionths == 369)
    }

    @Test("One liar above the stated number: copies turn most rounds", arguments: hardened)
    func above(_ form: KrumForm) throws {
        let copies = try Self.counts(.copies, 3, form)
        #expect(copies.turned.lowerMillionths > 850_000 && copies.turnedCount < Self.roundCount)
        #expect(copies.strayedCount >= copies.turnedCount)
        for strategy in [KrumStrategy.reversed, .decoy] {
            #expect(try Self.counts(strategy, 3, form).takenCount == 0, "\(strategy)")
        }
    }

    @Test("Two above it: all who aim at it turn every round", arguments: hardened)
    func farAbove(_ form: KrumForm) throws {
        for strategy in [KrumStrategy.reversed, .copies, .decoy] {
            let counts = try Self.counts(strategy, 4, form)
            #expect(counts.turnedCount == Self.roundCount, "\(strategy)")
            #expect(counts.turned.lowerMillionths == 999_631, "\(strategy)")
        }
    }

    @Test("Liars inside the honest spread are always chosen: Krum does not promise otherwise")
    func inside() throws {
        for form in KrumForm.allCases {
            for liarCount in [2, 3, 4] {
                let counts = try Self.counts(.inside, liarCount, form)
                #expect(counts.takenCount == Self.roundCount && counts.turnedCount == 0)
                #expect(counts.strayedCount == 0)
            }
        }
    }

    @Test("The published choice is turned by a decoy and one accomplice, and by no two copies")
    func published() throws {
        #expect(try Self.counts(.decoy, 2, .published).turnedCount == Self.roundCount)
        #expect(try Self.counts(.copies, 2, .published).takenCount == 0)
        #expect(try Self.counts(.copies, 3, .published).taken.lowerMillionths > 850_000)
    }

    @Test("The theorem holds of other numbers of trainers", arguments: [5, 6, 8, 9, 12, 15, 21])
    func counts(_ trainerCount: Int) throws {
        let faultCount = KrumSettings.faultCount(trainerCount)
        let settings = try #require(
            KrumSettings(
                trainerCount: trainerCount, liarCounts: Array(0...faultCount), roundCount: 20,
                seed: "numbers"))
        for row in KrumCampaign(settings).rows where row.form != .published {
            #expect(row.counts.roundCount == 20)
            #expect(row.counts.strayedCount == 0 && row.counts.brokenCount == 0, "\(row)")
        }
    }

    @Test("A seed gives the same for any number of threads, and another seed something else")
    func seeds() throws {
        var settings = try #require(
            KrumSettings(trainerCount: 7, liarCounts: [3], roundCount: 300, seed: "1"))
        let one = KrumCampaign(settings)
        settings.threadCount = 2
        #expect(KrumCampaign(settings).rows == one.rows)
        let other = try #require(
            KrumSettings(trainerCount: 7, liarCounts: [3], roundCount: 300, seed: "2"))
        #expect(KrumCampaign(other).rows != one.rows)
    }

    @Test("Settings outside their ranges are refused")
    func settings() {
        for (trainers, liars, rounds) in [
            (4, [0], 1), (22, [0], 1), (7, [5], 1), (7, [-1], 1), (7, [], 1), (7, [0], 0),
            (7, [0], 16_385),
        ] {
            #expect(
                KrumSettings(
                    trainerCount: trainers, liarCounts: liars, roundCount: rounds, seed: "") == nil)
        }
        #expect(KrumSettings.liarCountsDefault(5) == [0, 1, 2, 3])
        #expect(KrumSettings.liarCountsDefault(7) == [0, 1, 2, 3, 4])
        #expect(KrumSettings.liarCountsDefault(15) == [0, 1, 5, 6, 7, 8])
    }
}
