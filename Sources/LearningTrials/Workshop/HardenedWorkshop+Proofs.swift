internal import Cryptography
internal import Encodings
internal import LearningNetwork
internal import Scenarios
internal import Training
internal import Trials

extension HardenedWorkshop {
    /// The training that a trainer's epoch asks for.
    ///
    /// - Parameter ownSeed: the seed that the trainer takes instead; nil for the one that is due.
    private func training(
        by name: String, from weights: TrainingWeights, seed ownSeed: [UInt8]?
    ) throws -> TrainingWorkshop {
        let seed = ownSeed ?? rules.seed(keyring.signer(name).key, tip.state)
        let hash = rules.chunkHash(seed: seed)
        guard let chunk = data.first(where: { $0.hash.bytes == hash }) else {
            throw StepFault("the trainer has no such data")
        }
        return TrainingWorkshop(
            plan: rules.genesis.model.plan, seed: seed, chunk: chunk, start: weights,
            epoch: tip.state.epoch)
    }

    /// An honest trainer's training.
    func training(by name: String, from weights: TrainingWeights) throws -> ClaimedTraining {
        var random = ActorRandom(seed: name, actor: "honest")
        return try training(by: name, from: weights, seed: nil).training(.honest, &random)
    }

    func proof(_ claim: LearningProof.Claim, by name: String) -> [UInt8] {
        LearningProof.signed(claim, by: keyring.signer(name), network: rules.network)
    }

    /// A training as an attacker does it, or claims it.
    ///
    /// - Parameter copied: the training that is claimed; for `copied`.
    func proof(
        _ step: MakeProof, _ number: Int, from weights: TrainingWeights,
        copying copied: ClaimedTraining?
    ) throws -> ClaimedTraining {
        if step.work == .copied {
            guard let copied else { throw StepFault("of: no training to copy") }
            return copied
        }
        var random = ActorRandom(seed: "\(step.artefact) \(number)", actor: "attacker")
        let seed = step.work == .ownSeed ? random.bytes32() : nil
        return try training(by: step.by.name, from: weights, seed: seed)
            .training(step.work, &random)
    }

    /// An attacker's proof: signed after its edits.
    func signedProof(
        _ claim: LearningProof.Claim, _ party: NamedParty,
        editing edit: ([UInt8]) throws -> [UInt8]
    ) throws -> [UInt8] {
        let plain = LearningProof.signed(
            claim, by: keyring.signer(party.signer), network: rules.network,
            naming: keyring.signer(party.name).key)
        return try signed(edit(plain), "proof", by: party.signer)
    }

    /// The opened steps that a beacon asks for, or others.
    func opening(
        _ training: ClaimedTraining, _ proof: LearningProof, _ beacon: [UInt8],
        lie: MakeOpening.Lie = .none
    ) throws -> [UInt8] {
        var steps = rules.challenge(proof, beacon: beacon).steps
        if lie == .otherSteps { steps = [steps[0]] }
        let opened = try training.openings(steps) { weights in
            guard lie == .otherWeights else { return weights }
            return TrainingWeights(shape: weights.shape, name: "other weights")
        }
        return LearningOpening.bytes(proof: proof.digest, steps: opened)
    }

    // MARK: Votes and blocks

    func vote(
        _ step: MakeVote, on proof: LearningProof, beacon: [UInt8],
        editing edit: ([UInt8]) throws -> [UInt8]
    ) throws -> [UInt8] {
        let plain = LearningVote.signed(
            by: keyring.signer(step.by.signer), epoch: proof.epoch, proof: proof.digest,
            beacon: beacon, isValid: step.isValid, network: rules.network,
            naming: keyring.signer(step.by.name).key)
        return try signed(edit(plain), "vote", by: step.by.signer)
    }

    /// An attacker's block: its work comes after the edits, its state is what somebody without
    /// rules makes of its parts.
    func block(
        _ step: MakeBlock, on tip: LearningTip, payments: [[UInt8]], proofs: [[UInt8]],
        certified: [UInt8]?, votes: [[UInt8]], timeSeconds: Int,
        editing edit: ([UInt8]) throws -> [UInt8]
    ) throws -> [UInt8] {
        let set = step.edits[.hardened].set
        func units(_ path: String) -> Int? {
            set.last { $0.path == path }.flatMap { Int($0.value) }
        }
        var certificates: [[UInt8]] = []
        if !votes.isEmpty {
            certificates = [
                try certificate(
                    step, certified, votes, on: tip, rewardUnits: units("certificates.0.reward"))
            ]
        }
        let miner = keyring.address("attacker")
        let sealed = try lawless.sealed(
            LearningRules.Parts(
                transactions: payments, proofs: proofs, certificates: certificates),
            on: tip, to: miner, timeSeconds: timeSeconds, rewardUnits: units("reward.amount"))
        guard let sealed else { throw StepFault("no work was found") }
        var changed = try edit(sealed)
        if changed != sealed, !step.edits[.hardened].namesRoots {
            changed = try Self.rooted(changed)
        }
        guard step.isMined else { return try Self.withoutWork(changed) }
        return changed == sealed ? sealed : try Self.mined(changed)
    }

    private func certificate(
        _ step: MakeBlock, _ certified: [UInt8]?, _ votes: [[UInt8]], on tip: LearningTip,
        rewardUnits: Int?
    ) throws -> [UInt8] {
        var read = try votes.map { try LearningVote($0, .none) }
        if step.parts.certificate != .double {
            read.sort { $0.validator.bytes.lexicographicallyPrecedes($1.validator.bytes) }
        }
        guard let first = read.first else { throw StepFault("votes: expected one at least") }
        let id = try certified.map { try LearningProof($0, .none).digest } ?? first.proof
        let entry = tip.state.proof(id)
        let approving = read.reduce(0) { $0 + tip.state.stake(of: $1.validator) }
        let reward =
            step.parts.certificate == .valid
            ? entry.map { rules.reward($0.proof, approving: approving, tip.state) } ?? 0 : 0
        return LearningCertificate.bytes(
            LearningCertificate.Kind(rawValue: step.parts.certificate.rawValue) ?? .valid,
            proof: id, reward: rewardUnits ?? reward, votes: read)
    }

    /// The block with the roots of its lists as they stand.
    private static func rooted(_ bytes: [UInt8]) throws -> [UInt8] {
        var document = try RawDocument(bytes)
        func entries(_ key: String) -> [[UInt8]] {
            guard case .array(let elements)? = document.value(at: key) else { return [] }
            return elements.map(\.bytes)
        }
        let reward = document.value(at: "reward").map { [$0.bytes] } ?? []
        for (key, list) in [
            ("transactions", reward + entries("transactions")), ("proofs", entries("proofs")),
            ("certificates", entries("certificates")),
        ] {
            let root = Hexadecimal.text(of: ListRoot.root(list))
            try document.set("header.\(key)", "\"\(root)\"")
        }
        return document.bytes
    }

    /// The block with the work for its header as it stands, and its roots as they stand.
    private static func mined(_ bytes: [UInt8]) throws -> [UInt8] {
        var document = try RawDocument(bytes)
        for nonce in 0..<1 << 24 {
            guard let header = document.value(at: "header") else { break }
            let hash = LearningDomain.digest("block", header.bytes)
            if LearningHeader.hasWork(hash) { return document.bytes }
            try document.set("header.nonce", "\(nonce)")
        }
        throw StepFault("no work was found")
    }

    /// The block with a nonce that does not do.
    private static func withoutWork(_ bytes: [UInt8]) throws -> [UInt8] {
        var document = try RawDocument(bytes)
        for nonce in 0..<16 {
            try document.set("header.nonce", "\(nonce)")
            guard let header = document.value(at: "header") else { break }
            let hash = LearningDomain.digest("block", header.bytes)
            if !LearningHeader.hasWork(hash) { return document.bytes }
        }
        throw StepFault("every nonce has the work")
    }
}

extension FieldEdits {
    /// Whether the edits say themselves what roots stand in a header.
    fileprivate var namesRoots: Bool {
        (set + add).contains { edit in
            ["transactions", "proofs", "certificates"].contains { edit.path == "header.\($0)" }
        }
    }
}
