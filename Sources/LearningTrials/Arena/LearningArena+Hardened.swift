internal import Cryptography
internal import Encodings
internal import LearningNetwork
internal import Scenarios
internal import Training
internal import Trials

/// Honest use, and an attacker's bytes, under the hardened rules.
extension LearningArena {
    /// **Throws:** ``StepFault`` in `published`.
    var node: LearningSystem {
        get throws {
            guard let hardened = system.hardened else {
                throw StepFault("a step of the hardened rules alone")
            }
            return hardened
        }
    }

    var workshop: HardenedWorkshop {
        get throws {
            let node = try node
            return HardenedWorkshop(
                rules: node.rules, keyring: keyring, data: data, tip: node.tree.headTip,
                pending: node.pendingState)
        }
    }

    func performHardened(_ operation: LearningOperation) throws {
        switch operation {
        case .pay(let plan, let name): try pay(plan, name)
        case .withhold(let plan, let name):
            let bytes = try workshop.payment(plan, by: plan.from)
            books.note(payment: bytes)
            try keep(name, [bytes])
        case .mine(let count): try mine(count)
        case .train(let by, let name): try train(by, name)
        case .prove(let by, let name):
            try mineToRoom()
            proved.append(try proof(by))
            try keep(name, [proved[proved.count - 1]])
        case .reward: try mine(1)
        case .payment(let step): try makePayments(step)
        case .proof(let step): try makeProofs(step)
        case .opening(let step): try makeOpening(step)
        case .vote(let step): try makeVote(step)
        case .block(let step): try makeBlock(step)
        case .take(let name, let kind, let index): try take(name, kind, index)
        default: throw StepFault("a step of the published rules alone")
        }
    }

    // MARK: Honest use

    private func pay(_ plan: PaymentPlan, _ name: String?) throws {
        let bytes = try workshop.payment(plan, by: plan.from)
        books.note(payment: bytes)
        if let name { try keep(name, [bytes]) }
        try sendHonest(
            bytes, to: LearningSurfaces.transaction, as: "\(plan.from)'s \(plan.kind.rawValue)")
    }

    /// Lets the miner at the node make blocks, ten seconds apart.
    func mine(_ count: Int) throws {
        let address = keyring.address(LearningParties.miner)
        for _ in 0..<count {
            try nodes.advance(10)
            let seconds = record.clock.seconds
            var block: LearningBlock?
            do {
                block = try node.sealedBlock(to: address, timeSeconds: seconds)
            } catch let refusal as Refusal {
                return complain("the miner makes no block: \(refusal)")
            }
            guard let block else { throw StepFault("no work was found") }
            try sendHonest(block.bytes, to: LearningSurfaces.block, as: "the miner's block")
        }
    }

    /// Mines until the next block can have a proof that is opened, voted on and paid in its epoch.
    func mineToRoom() throws {
        let length = genesis.epochBlockCount
        for _ in 0...2 * length {
            let next = try node.tree.head.index + 1
            if (1...length - 3).contains(next % length) { return }
            try mine(1)
            if complaint != nil { return }
        }
    }

    /// Trains the node's head model for the present epoch. **Result:** the proof.
    func proof(_ name: String) throws -> [UInt8] {
        let workshop = try workshop
        let training = try workshop.training(by: name, from: headWeights())
        let bytes = workshop.proof(training.claim, by: name)
        trainings.append((bytes, training))
        return bytes
    }

    /// The weights at the head of the training chain, by training all its epochs again.
    func headWeights() throws -> TrainingWeights {
        let node = try node
        var weights = genesis.model.initialWeights
        guard weights.hash.bytes != node.state.model else { return weights }
        for link in node.state.trained {
            let found = trainings.first { made in
                made.training.states[0] == weights && made.training.claim.end == link.end
            }
            guard let found else { throw StepFault("nobody has the weights at the head") }
            weights = found.training.end
        }
        return weights
    }

    private func train(_ name: String, _ artefact: String?) throws {
        try mineToRoom()
        let bytes = try proof(name)
        books.note(training: bytes)
        if let artefact { try keep(artefact, [bytes]) }
        try sendHonest(bytes, to: LearningSurfaces.proof, as: "\(name)'s proof")
        try mine(2)
        try open(bytes, as: "\(name)'s opening")
        try mine(1)
    }

    private func training(behind proof: [UInt8]) throws -> ClaimedTraining {
        guard let made = trainings.first(where: { $0.proof == proof }) else {
            throw StepFault("no training of that proof")
        }
        return made.training
    }

    /// Opens an honest proof of the chain, on which honest validators vote.
    func open(_ proof: [UInt8], as name: String) throws {
        let training = try training(behind: proof)
        let read = try LearningProof(proof, .all)
        guard let beacon = try node.state.proof(read.digest)?.beacon else {
            return complain("\(name): the proof is in no block")
        }
        let opening = try workshop.opening(training, read, beacon)
        try sendHonest(opening, to: LearningSurfaces.opening, as: name)
        try vote(on: read)
    }

    /// Lets honest validators vote on a proof, as their node's audit found it.
    private func vote(on proof: LearningProof) throws {
        let node = try node
        guard let isValid = node.audit(ofProof: proof.digest),
            let beacon = node.state.proof(proof.digest)?.beacon
        else { return }
        for name in honestValidators {
            let bytes = LearningVote.signed(
                by: keyring.signer(name), epoch: node.state.epoch, proof: proof.digest,
                beacon: beacon, isValid: isValid, network: node.rules.network)
            books.note(vote: bytes)
            try sendHonest(bytes, to: LearningSurfaces.vote, as: "\(name)'s vote")
        }
    }

    /// Lets honest validators vote after an attacker's opening was audited.
    func voteAfter(_ bytes: [UInt8], _ surface: Surface, _ reply: Reply) throws {
        guard surface == LearningSurfaces.opening else { return }
        let isJudged = reply.isAccepted || reply.refusals[0].by == LearningGuards.auditStep
        guard isJudged,
            let opening = try? LearningOpening(bytes, genesis.model, .none),
            let entry = try node.state.proof(opening.proof)
        else { return }
        try vote(on: entry.proof)
    }

    /// Validators whose keys the attacker does not have; all of them for the poll, where those are
    /// too few.
    private var honestValidators: [String] {
        let honest = LearningParties.validators.filter { !setup.allowance.keys.contains($0.0) }
        let isQuorum =
            100 * honest.reduce(0) { $0 + $1.1 }
            >= 67 * LearningParties.validators.reduce(0) { $0 + $1.1 }
        return votesOfAll && !(isQuorum && honest.count >= LearningRules.quorumCount)
            ? LearningParties.validatorNames : honest.map(\.0)
    }

    /// Honest use after the attack: a payment, and a training that is paid.
    func pollHardened() throws -> String? {
        votesOfAll = true
        let plan = PaymentPlan(
            kind: .pay, from: "poll", to: LearningParties.shop, amountMillis: 2_000,
            feeMillis: 100)
        try pay(plan, nil)
        let before = try node.state.trained.count
        // An epoch whose training is decided trains no further.
        try mine(1)
        while try node.state.trained.last?.epoch == node.state.epoch { try mine(1) }
        try train("poll", nil)
        if let complaint { return complaint }
        guard try node.state.trained.count == before + 1 else {
            return "an honest training is not certified"
        }
        return nil
    }

    // MARK: Bytes of attackers

    private func makePayments(_ step: MakePayment) throws {
        let workshop = try workshop
        try keep(
            step.artefact,
            (0..<step.count).map { number in
                try workshop.payment(step, number) { try edited($0, step.edits[profile]) }
            })
    }

    private func makeProofs(_ step: MakeProof) throws {
        try mineToRoom()
        let workshop = try workshop
        let weights = try headWeights()
        let copied = try step.of.map { try training(behind: artefacts.oneByteString($0)) }
        let parts = try (0..<step.count).map { number in
            let made = try workshop.proof(step, number, from: weights, copying: copied)
            let bytes = try workshop.signedProof(made.claim, step.by) {
                try edited($0, step.edits[profile])
            }
            trainings.append((bytes, made))
            return bytes
        }
        try keep(step.artefact, parts)
    }

    private func makeOpening(_ step: MakeOpening) throws {
        let proof = try artefacts.oneByteString(step.of)
        let training = try training(behind: proof)
        let read = try LearningProof(proof, .none)
        // A refused proof is opened all the same, as if a block of zeros had come after it.
        let beacon = try beacon(of: read) ?? [UInt8](repeating: 0, count: 32)
        try keep(step.artefact, [try workshop.opening(training, read, beacon, lie: step.lie)])
    }

    /// The hash of the block after a proof's, also in an epoch that is over.
    func beacon(of proof: LearningProof) throws -> [UInt8]? {
        let main = try node.tree.main
        let index = main.firstIndex { node in
            node.block?.proofs.contains { $0.digest == proof.digest } ?? false
        }
        return index.flatMap { $0 + 1 < main.count ? main[$0 + 1].hash : nil }
    }

    private func makeVote(_ step: MakeVote) throws {
        let read = try LearningProof(artefacts.oneByteString(step.of), .none)
        let beacon = try beacon(of: read) ?? [UInt8](repeating: 0, count: 32)
        try keep(
            step.artefact,
            [
                try workshop.vote(step, on: read, beacon: beacon) {
                    try edited($0, step.edits[profile])
                }
            ])
    }

    private func makeBlock(_ step: MakeBlock) throws {
        let node = try node
        let tip: LearningTip
        if let on = step.place.on {
            let block = try LearningBlock(artefacts.oneByteString(on), .none)
            guard let place = node.tree.node(block.hash) else {
                throw StepFault("the node does not know the block \(on)")
            }
            tip = node.tree.tip(at: place)
        } else {
            let main = node.tree.main
            guard step.place.depth < main.count else { throw StepFault("depth: too deep") }
            tip = node.tree.tip(at: main[main.count - 1 - step.place.depth])
        }
        let parts = step.parts
        try keep(
            step.artefact,
            [
                try workshop.block(
                    step, on: tip,
                    payments: parts.payments.flatMap { try artefacts.named($0).parts },
                    proofs: parts.proofs.flatMap { try artefacts.named($0).parts },
                    certified: parts.certified.map(artefacts.oneByteString),
                    votes: parts.votes.map(artefacts.oneByteString),
                    timeSeconds: record.clock.seconds
                ) { try edited($0, step.edits[profile]) }
            ])
    }

    private func take(_ name: String, _ kind: LearningOperation.Kind, _ index: Int) throws {
        let blocks = try node.tree.main.compactMap(\.block)
        let all: [[UInt8]] =
            switch kind {
            case .block: blocks.map(\.bytes)
            case .transaction: blocks.flatMap(\.transactions).map(\.bytes)
            case .proof: blocks.flatMap(\.proofs).map(\.bytes)
            case .vote:
                blocks.flatMap(\.certificates).flatMap(\.votes).map(\.bytes)
                    + (try node.votes.map(\.bytes))
            }
        guard index < all.count else {
            throw StepFault("index: expected less than \(all.count), got \(index)")
        }
        try keep(name, [all[index]])
    }
}

extension Guards {
    /// No guard: reads an attacker's bytes whatever is wrong with them.
    static var none: Guards {
        LearningGuards.all.reduce(Guards.all) { $0.without($1) }
    }
}
