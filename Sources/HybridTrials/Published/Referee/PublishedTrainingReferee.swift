internal import Cryptography
internal import Encodings
internal import PublishedHybrid
internal import PythonValues
internal import Trials

/// Judges the rounds of published averagers.
struct PublishedTrainingReferee {
    let books: PublishedHybridBooks
    let system: PublishedHybridSystem

    private var rounds: [AveragedRound] {
        system.averaged.filter { HybridParties.honest.contains($0.by) }
    }

    // MARK: Gain

    /// Updates that honest members acknowledged each lower the loss that the last one left, as the
    /// gate asks: by more than a thousandth.
    var gainComplaint: String? {
        var lasts: [(name: String, loss: ExactLoss)] = []
        for round in rounds where round.identifier != nil {
            let before = lasts.last { $0.name == round.by }?.loss ?? ExactLoss.base
            let after =
                round.average.map(ExactLoss.init)
                ?? (round.isAggregation ? ExactLoss.base : ExactLoss.none)
            guard after.isLower(than: before) else {
                return "\(round.by) acknowledges an update that does not lower the loss"
            }
            lasts.append((round.by, after))
        }
        return nil
    }

    // MARK: Majority

    private func honestDelta(_ bytes: [UInt8]) -> PublishedHybridBooks.Delta? {
        books.deltas.first { $0.bytes == bytes }
    }

    /// Where liars are so few that n >= 2f + 3, the average lies between honest deltas; where they
    /// are more, there is none.
    var majorityComplaint: String? {
        for round in rounds where round.isAggregation {
            let bytes = round.reads.compactMap(\.bytes)
            let honest = bytes.compactMap(honestDelta)
            let liarCount = bytes.count - honest.count
            guard liarCount > 0, !honest.isEmpty, let average = round.average else { continue }
            let isBounded = bytes.count >= 2 * liarCount + 3
            guard isBounded || round.identifier != nil else { continue }
            if !isBetween(average, honest) {
                return "\(liarCount) of \(bytes.count) trainers decide \(round.by)'s update"
            }
        }
        return nil
    }

    private func isBetween(
        _ average: FederatedAverage, _ honest: [PublishedHybridBooks.Delta]
    ) -> Bool {
        guard average.tensors.count == 1, let tensor = average.tensors.first,
            tensor.shape == [StatedModel.elementCount]
        else { return false }
        for (place, sum) in tensor.sums.enumerated() {
            guard case .integer(let sum) = sum else { return false }
            let values = honest.map { $0.elements[place] }
            guard let low = values.min(), let high = values.max() else { return false }
            let count = Int128(tensor.count)
            guard Int128(low) * count <= sum, sum <= Int128(high) * count else { return false }
        }
        return true
    }

    // MARK: Content

    /// Bytes that an averager read under an id have that id.
    var contentComplaint: String? {
        for round in rounds where round.average != nil {
            for (id, bytes) in round.reads {
                guard let bytes, case .readable = StatedDelta.record(bytes) else { continue }
                if !Digests.sha256(bytes).text.utf8.elementsEqual(id.utf8) {
                    return "\(round.by) averages what is not the delta of its id"
                }
            }
        }
        return nil
    }

    // MARK: Alive

    /// A round with honest deltas, whose own average would lower the loss, ends in an update.
    var aliveComplaint: String? {
        var lasts: [(name: String, loss: ExactLoss)] = []
        for round in rounds {
            let honest = round.reads.compactMap(\.bytes).compactMap(honestDelta)
            let before = lasts.last { $0.name == round.by }?.loss ?? ExactLoss.base
            let own = ExactLoss(honest)
            if round.isAggregation, !honest.isEmpty, own.isLower(than: before),
                round.identifier == nil
            {
                let reason = round.exception ?? round.refusal?.name ?? "nothing"
                return "\(round.by)'s round with \(honest.count) honest deltas ends by \(reason)"
            }
            if round.identifier != nil, let average = round.average {
                lasts.append((round.by, ExactLoss(average)))
            }
        }
        return nil
    }

    // MARK: Agreement

    /// Honest members that average the same have the same, and a gate decides as exact numbers do.
    var agreementComplaint: String? {
        for round in rounds where round.isAggregation {
            let other = rounds.first { other in
                other.isAggregation && !other.by.utf8.elementsEqual(round.by.utf8)
                    && other.seconds == round.seconds
                    && other.reads.map(\.bytes) == round.reads.map(\.bytes)
                    && other.identifier != nil && round.identifier != nil
                    && other.identifier != round.identifier
            }
            if let other {
                return "\(other.by) and \(round.by) average the same, and their updates differ"
            }
        }
        for round in rounds {
            guard let before = round.before, let after = round.after,
                let isLower = ExactFloats.isLower(after, than: before), isLower != round.isBetter
            else { continue }
            return "\(round.by)'s gate decides otherwise than exact numbers"
        }
        return nil
    }
}
