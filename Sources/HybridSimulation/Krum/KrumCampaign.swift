internal import HybridChain
internal import Platform

/// The outcomes of seeded rounds, by strategy, number of liars and choice.
package struct KrumCampaign: Sendable, Equatable {
    /// A row of the table.
    package struct Row: Sendable, Equatable {
        package let strategy: KrumStrategy
        package let liarCount: Int
        package let form: KrumForm
        package internal(set) var counts = KrumCounts()
    }

    package let settings: KrumSettings
    /// By strategy, number of liars and form, in their orders.
    package private(set) var rows: [Row]

    package func counts(
        _ strategy: KrumStrategy, liarCount: Int, _ form: KrumForm
    ) -> KrumCounts {
        rows.first {
            $0.strategy == strategy && $0.liarCount == liarCount && $0.form == form
        }?.counts ?? KrumCounts()
    }

    private static let partRoundCount = 200

    /// Plays all rounds.
    ///
    /// - Parameter onProgress: told of the number of rounds that are done.
    package init(_ settings: KrumSettings, onProgress: (_ roundCount: Int) -> Void = { _ in }) {
        self.settings = settings
        rows = Self.emptyRows(settings)
        var first = 0
        while first < settings.roundCount {
            let end = min(first + Self.partRoundCount, settings.roundCount)
            let parts = Threads.map(
                count: end - first, threadCount: settings.threadCount
            ) { [first] offset in
                Self.played(KrumRound(settings, number: first + offset), settings)
            }
            for part in parts {
                for place in part.indices { rows[place].counts += part[place].counts }
            }
            first = end
            onProgress(first)
        }
    }

    private static func emptyRows(_ settings: KrumSettings) -> [Row] {
        KrumStrategy.allCases.flatMap { strategy in
            settings.liarCounts.flatMap { liarCount in
                KrumForm.allCases.map { Row(strategy: strategy, liarCount: liarCount, form: $0) }
            }
        }
    }

    private static func played(_ round: KrumRound, _ settings: KrumSettings) -> [Row] {
        var rows = emptyRows(settings)
        var truths: [Int: (HonestDeltas, KrumPromise, Bool)] = [:]  // looked up, never iterated
        for liarCount in settings.liarCounts {
            let truth = HonestDeltas(Array(round.honest.dropLast(liarCount)))
            let promise = KrumPromise(truth, settings)
            truths[liarCount] = (truth, promise, promise.keepsDirection)
        }
        for place in stride(from: 0, to: rows.count, by: KrumForm.allCases.count) {
            let row = rows[place]
            guard let (truth, promise, isPromised) = truths[row.liarCount] else { continue }
            let deltas = round.deltas(row.strategy, liarCount: row.liarCount)
            let choices = KrumChoices(deltas, ids: round.ids, faultCount: settings.faultCount)
            for (offset, form) in KrumForm.allCases.enumerated() {
                let chosen = choices.chosen(form)
                let mean = HybridChain.KrumSelection.average(of: deltas, at: chosen)
                let lies = chosen.count { $0 >= truth.deltas.count }
                let isTurned = HonestDeltas.dot(mean, truth.sum) <= 0
                let one = KrumCounts(
                    roundCount: 1, turnedCount: isTurned ? 1 : 0, takenCount: lies > 0 ? 1 : 0,
                    wonCount: lies == chosen.count ? 1 : 0,
                    strayedCount: chosen.allSatisfy { promise.isNear(deltas[$0]) } ? 0 : 1,
                    promisedCount: isPromised ? 1 : 0,
                    brokenCount: isPromised && isTurned ? 1 : 0)
                rows[place + offset].counts = one
            }
        }
        return rows
    }
}
