internal import PublishedHybrid
internal import PythonValues
internal import Scenarios
internal import Trials

/// Work of honest parties: words on the surface `desk`.
extension PublishedHybridSystem {
    enum Task: Sendable {
        /// An averager takes what was announced since the last round.
        case average(by: String, PublishedOperation.KeyForm)
        /// An averager's gate judges the record of an id as an update.
        case judge(by: String, id: String)
        /// Ends a round: deltas that come are of the next one.
        case nextRound
        case follow

        var bytes: [UInt8] {
            let text =
                switch self {
                case .average(let name, let form): "average \(name) \(form.rawValue)"
                case .judge(let name, let id): "judge \(name) \(id)"
                case .nextRound: "next"
                case .follow: "follow"
                }
            return Array(text.utf8)
        }
    }

    func work(_ bytes: [UInt8]) -> [Guard] {
        let words = String(decoding: bytes, as: UTF8.self).split(separator: " ").map(String.init)
        switch words.first {
        case "average" where words.count == 3:
            guard let place = HybridParties.all.firstIndex(of: words[1]),
                let form = PublishedOperation.KeyForm(rawValue: words[2])
            else { return [PublishedTrialGuards.message] }
            return average(at: place, form)
        case "judge" where words.count == 3:
            guard let place = HybridParties.all.firstIndex(of: words[1]) else {
                return [PublishedTrialGuards.message]
            }
            return judge(at: place, id: words[2])
        case "next":
            announced = []
            return []
        case "follow": return follow()
        default: return [PublishedTrialGuards.message]
        }
    }

    private func read(_ id: String) -> [UInt8]? {
        records.record(for: DeltaPublication.recordKey(identifier: id), now: now)?.value
    }

    private func average(at place: Int, _ form: PublishedOperation.KeyForm) -> [Guard] {
        let name = averagers[place].name
        let reads = announced.map { (id: $0, bytes: read($0)) }
        let round = Averager.Round(
            records: reads.map { StatedDelta.record($0.bytes) }, peerCount: reads.count,
            aggregateIdentifier: averagers[place].drawnIdentifier(seed: setup.seed))
        let averager = averagers[place].averager(form, publicKey: keys(name).publicKey)
        var (before, after): (PythonFloat?, PythonFloat?) = (nil, nil)
        var isBetter = false
        var outcome: AggregationOutcome?
        var exception: String?
        var gate = averagers[place].gate
        do throws(PythonError) {
            outcome = try averager.aggregate(round, store: &records, now: now) { average in
                let judgement = judgement(.average(average), &gate)
                (before, after, isBetter) = (
                    judgement.before, judgement.after, judgement.isAccepted
                )
                return judgement.isAccepted
            }
        } catch {
            exception = error.name
        }
        averagers[place].gate = gate
        let refusal = outcome?.refusal.map { Guard($0.rawValue) }
        note(
            AveragedRound(
                by: name, seconds: now, reads: reads, average: outcome?.average,
                exception: exception, refusal: refusal,
                identifier: outcome?.acknowledgement == nil ? nil : round.aggregateIdentifier,
                before: before, after: after, isBetter: isBetter, isAggregation: true))
        if exception != nil { return [PublishedTrialGuards.exception] }
        return refusal.map { [$0] } ?? []
    }

    private func note(_ round: AveragedRound) {
        trace(Array("\(round.by) \(round.refusal?.name ?? "")".utf8) + (round.identifier ?? []))
        averaged.append(round)
    }

    private func judgement(
        _ update: JudgedUpdate, _ gate: inout LossGate<JudgedUpdate>
    ) -> LossGate<JudgedUpdate>.Judgement {
        let baseLoss = rules.baseLoss
        return gate.judge(
            update,
            loss: { held throws(PythonError) in StatedModel.loss(held, baseLoss: baseLoss) },
            apply: { update throws(PythonError) in
                guard case .noTensor = update else { return }
                throw .attribute("'list' object has no attribute 'items'")
            })
    }

    /// Judges a record as an update, and acknowledges its id where the gate lets it pass.
    private func judge(at place: Int, id: String) -> [Guard] {
        let name = averagers[place].name
        let bytes = read(id)
        guard case .readable(let delta) = StatedDelta.record(bytes) else {
            return [Guard(HybridCheck.noneRetrieved.rawValue)]
        }
        let average = try? FederatedAverage(of: [delta])
        let update = average.map { JudgedUpdate.average($0) } ?? .noTensor
        let judgement = judgement(update, &averagers[place].gate)
        let isStopped = !judgement.isAccepted && checks.has(.gate)
        var identifier: [UInt8]?
        if !isStopped {
            let isStored = AcknowledgementPublication.publish(
                updateIdentifier: PythonText(id), peer: keys(name).peer, calls: .awaitable,
                in: &records, now: now)
            if isStored { identifier = try? PythonText(id).bytesFromHexadecimal() }
        }
        let refusal = isStopped ? Guard(HybridCheck.gate.rawValue) : nil
        note(
            AveragedRound(
                by: name, seconds: now, reads: [(id, bytes)], average: average, exception: nil,
                refusal: refusal, identifier: identifier, before: judgement.before,
                after: judgement.after, isBetter: judgement.isAccepted, isAggregation: false))
        return refusal.map { [$0] } ?? []
    }
}
