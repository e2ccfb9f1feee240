package import Cryptography
package import Statistics

/// The outcomes of the histories of a number of validators and of liars.
package struct HistoryCounts: Sendable, Equatable {
    package let validatorCount: Int
    package let liarCount: Int
    package private(set) var historyCount = 0
    /// Histories with two finalised checkpoints that conflict.
    package private(set) var conflictCount = 0
    /// Histories among these in which each honest node's evidence names a third of the validators.
    package private(set) var namedConflictCount = 0
    /// Histories in which finality went on at every honest node after the network was healed.
    package private(set) var goingOnCount = 0
    /// Histories at whose end all honest nodes had one head.
    package private(set) var convergedCount = 0
    /// Histories in which evidence named an honest validator.
    package private(set) var framedCount = 0
    package private(set) var accusationCount = 0
    package private(set) var blockCount = 0
    package private(set) var updateCount = 0
    /// By ``TimeoutEdge``, in its order.
    package private(set) var edges = TimeoutEdge.allCases.map { _ in
        HistoryOutcome.EdgeCounts()
    }
    /// The seeds of the first histories that broke what is promised.
    package private(set) var brokenSeeds: [String] = []
    private var hasher = SHA256Hasher()

    private static let brokenSeedCountMax = 8

    init(validatorCount: Int, liarCount: Int) {
        self.validatorCount = validatorCount
        self.liarCount = liarCount
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.digest == other.digest && one.historyCount == other.historyCount
    }

    /// Digests of the histories' event logs, in their order.
    package var digest: Digest { hasher.finalized() }

    /// Whether the liars are fewer than a third.
    package var isBearable: Bool {
        liarCount <= HistorySettings.bearableCount(validatorCount)
    }

    mutating func add(_ outcome: HistoryOutcome) {
        historyCount += 1
        conflictCount += outcome.hasConflict ? 1 : 0
        namedConflictCount += outcome.hasConflict && outcome.namesThird ? 1 : 0
        goingOnCount += outcome.goesOn ? 1 : 0
        convergedCount += outcome.hasConverged ? 1 : 0
        framedCount += outcome.framedCount > 0 ? 1 : 0
        accusationCount += outcome.accusationCount
        blockCount += outcome.blockCount
        updateCount += outcome.updateCount
        for (place, counts) in outcome.edges.enumerated() {
            edges[place].updateCount += counts.updateCount
            edges[place].emptyCount += counts.emptyCount
        }
        hasher.update(outcome.digest.bytes)
        let isBroken =
            outcome.framedCount > 0
            || (isBearable
                ? outcome.hasConflict || !outcome.goesOn
                : outcome.hasConflict && !outcome.namesThird)
        if isBroken, brokenSeeds.count < Self.brokenSeedCountMax {
            brokenSeeds.append(outcome.settings.seed)
        }
    }

    /// The share of histories with a conflict, with its exact bounds. **Precondition:** a history.
    package var conflicts: ExactBinomial {
        ExactBinomial(successCount: conflictCount, count: historyCount)
    }
}
