internal import LearningNetwork
internal import PublishedLearning
internal import PythonValues
internal import Scenarios
internal import Trials

/// Bytes of attackers under the published rules.
extension LearningArena {
    func makePublished(_ operation: LearningOperation) throws {
        switch operation {
        case .payment(let step): try makePublished(step)
        case .proof(let step): try makePublished(step)
        case .vote(let step):
            let bytes = try publishedWorkshop.validation(
                of: artefacts.oneByteString(step.of), by: step.by, isValid: step.isValid)
            try keep(step.artefact, [try edited(bytes, step.edits[profile])])
        case .block(let step): try makePublished(step)
        case .chain(let step):
            let bytes = try publishedWorkshop.chain(step)
            try keep(step.artefact, [try edited(bytes, step.edits[profile])])
        case .http(let step):
            try keep(
                step.artefact,
                [Array("\(step.method) \(step.target)\n\(step.body)".utf8)])
        case .take(let name, let kind, let index): try takePublished(name, kind, index)
        default: throw StepFault("a step of the hardened rules alone")
        }
    }

    private func makePublished(_ step: MakePayment) throws {
        let workshop = publishedWorkshop
        let parts = try (0..<step.count).map { _ in
            paymentCount += 1
            let plain = try workshop.payment(step.plan, number: paymentCount)
            return try workshop.signed(edited(plain, step.edits[profile]), by: step.signer)
        }
        try keep(step.artefact, parts)
    }

    /// Pieces of hashes are pasted into all but an honest proof, after the edits.
    private func makePublished(_ step: MakeProof) throws {
        let workshop = publishedWorkshop
        let copied = try step.of.map { try artefacts.oneByteString($0) }
        let parts = try (0..<step.count).map { _ in
            let training = try training(of: step, copying: copied)
            let plain = try workshop.proof(training, by: step.by)
            var bytes = try edited(plain, step.edits[profile])
            if step.work == .honest {
                publishedBooks.note(done: bytes)
            } else {
                bytes = try PublishedWorkshop.crafted(bytes)
            }
            trainings.append((bytes, training))
            publishedProofs.append((step.by.name, bytes))
            return bytes
        }
        try keep(step.artefact, parts)
    }

    private func training(of step: MakeProof, copying copied: [UInt8]?) throws -> ClaimedTraining {
        guard step.work == .copied else {
            return try publishedTraining(step.by.name, step.work)
        }
        guard let copied, let made = trainings.first(where: { $0.proof == copied }) else {
            throw StepFault("of: no training to copy")
        }
        return made.training
    }

    private func makePublished(_ step: MakeBlock) throws {
        guard step.place.depth == 0, step.place.on == nil, step.parts.proofs.isEmpty else {
            throw StepFault("a published peer's block stands on the last one, and has no proofs")
        }
        let ledger = try publishedSystem.ledger
        let workshop = publishedWorkshop
        let plain = try workshop.block(
            after: ledger.tip, height: ledger.chain.count,
            payments: step.parts.payments.flatMap { try artefacts.named($0).parts },
            validations: step.parts.votes.map(artefacts.oneByteString))
        try keep(
            step.artefact,
            [try workshop.sealed(edited(plain, step.edits[profile]), isMined: step.isMined)])
    }

    private func takePublished(
        _ name: String, _ kind: LearningOperation.Kind, _ index: Int
    ) throws {
        let chain = try publishedSystem.ledger.chain.dropFirst()
        let all: [[UInt8]] =
            switch kind {
            case .block: chain.map(\.rebuildableObject.json)
            case .transaction:
                chain.flatMap { (try? $0.payments(for: "to_dict")) ?? [] }
                    .filter { !$0.from.equals(.text(PublishedTransaction.systemAddress)) }
                    .map(\.rebuildableObject.json)
            case .proof, .vote: throw StepFault("the published ledger holds no \(kind.rawValue)")
            }
        guard index < all.count else {
            throw StepFault("index: expected less than \(all.count), got \(index)")
        }
        try keep(name, [all[index]])
    }
}
