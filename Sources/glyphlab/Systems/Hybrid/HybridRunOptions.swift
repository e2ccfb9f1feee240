import ArgumentParser
import HybridSimulation

/// The options of liars in the hybrid chain.
struct HybridRunOptions: ParsableArguments {
    @Option(
        help: """
            How many validators a history has, \(HistorySettings.validatorCountRange.lowerBound) \
            to \(HistorySettings.validatorCountRange.upperBound); of several numbers each.
            """)
    var validators = NumberList([4, 7])

    @Option(
        help: """
            How many validators lie; of several numbers each. By default none, as many as two \
            thirds bear, and as many as can finalise two chains.
            """)
    var liars: NumberList?

    @Option(
        help: """
            How many histories there are of each number of validators and liars; 0 for none, at \
            most \(HistoryCampaign.Cell.historyCountMax).
            """)
    var histories = 20

    @Option(
        help: """
            How many trainers a round of Krum has, \(KrumSettings.trainerCountRange.lowerBound) \
            to \(KrumSettings.trainerCountRange.upperBound); of several numbers each.
            """)
    var trainers = NumberList([7])

    @Option(
        help: """
            How many rounds of Krum there are; 0 for none, at most \(KrumSettings.roundCountMax).
            """)
    var rounds = 1_000

    @OptionGroup var seed: SeedOption

    @OptionGroup var threads: ThreadsOption

    func validate() throws {
        for (name, numbers, range) in [
            ("validators", validators.numbers, HistorySettings.validatorCountRange),
            ("histories", [histories], 0...HistoryCampaign.Cell.historyCountMax),
            ("trainers", trainers.numbers, KrumSettings.trainerCountRange),
            ("rounds", [rounds], 0...KrumSettings.roundCountMax),
        ] {
            for number in numbers where !range.contains(number) {
                throw ValidationError(
                    "\(name): expected \(range.lowerBound) to \(range.upperBound), got \(number)")
            }
        }
        for number in liars?.numbers ?? [] {
            for count in validators.numbers where !(0..<count).contains(number) {
                throw ValidationError(
                    "liars: expected 0 to \(count - 1) of \(count) validators, got \(number)")
            }
        }
        guard histories > 0 || rounds > 0 else {
            throw ValidationError("rounds: expected at least 1 where there are no histories, got 0")
        }
    }

    /// Histories of each number of validators and of liars.
    var cells: [HistoryCampaign.Cell] {
        validators.numbers.flatMap { count in
            let liarCounts =
                liars?.numbers
                ?? [
                    0, HistorySettings.bearableCount(count), HistorySettings.breakingCount(count),
                ]
            return liarCounts.compactMap {
                HistoryCampaign.Cell(
                    validatorCount: count, liarCount: $0, historyCount: histories)
            }
        }
    }

    /// Rounds of each number of trainers.
    var krum: [KrumSettings] {
        trainers.numbers.compactMap { count in
            var settings = KrumSettings(
                trainerCount: count, liarCounts: KrumSettings.liarCountsDefault(count),
                roundCount: rounds, seed: seed.digits)
            settings?.threadCount = threads.count
            return settings
        }
    }
}
