import Cryptography
import Encodings
import LearningNetwork
import Training
import Trials

/// The chain of the golden: payments, bonds, trainings that hold and that do not, and a validator
/// with two verdicts. It follows from nothing but its text here.
enum GoldenChain {
    /// Every third block but for the last ones has something in it.
    static func made() throws -> LearningBench {
        let bench = LearningBench()
        let network = bench.rules.network
        func transaction(
            _ kind: LearningTransaction.Kind, _ signer: LearningSigner, to: String = "",
            _ amount: Int, fee: Int, nonce: Int
        ) throws {
            let bytes = LearningTransaction.signed(
                kind, by: signer, to: to, amount: amount, fee: fee, nonce: nonce, network: network)
            try bench.expect(bytes, LearningSurfaces.transaction)
        }
        let (wallet, other) = (LearningBench.wallet, LearningBench.other)
        try transaction(.bond, LearningBench.trainer, 2_000_000_000, fee: 7, nonce: 0)
        try transaction(.pay, wallet, to: other.address, 250_000_000, fee: 1_000, nonce: 0)
        try transaction(.pay, wallet, to: LearningBench.miner, 1, fee: 0, nonce: 1)
        try bench.mine()
        try bench.mineToEpoch(1)
        try bench.certify(bench.train())
        try transaction(.pay, other, to: wallet.address, 3, fee: 2, nonce: 0)
        try bench.mineToEpoch(2)
        try bench.certify(bench.train(falsely: true))
        try transaction(.unbond, LearningBench.trainer, 500_000_000, fee: 1, nonce: 1)
        try transaction(.unbond, LearningBench.trainer, 400_000_000, fee: 0, nonce: 2)
        try bench.mineToEpoch(3)
        let guilty = [LearningBench.validators[3], LearningBench.validators[1]]
        try bench.certify(bench.train(), doubling: guilty)
        // A second training of the epoch, from the new head, is paid and leads nowhere.
        let head = bench.weights
        try bench.certify(bench.train(by: LearningBench.rival))
        bench.weights = head
        // Two trainers in one block.
        try bench.mineToEpoch(4)
        try bench.certifyAll([bench.train(), bench.train(by: LearningBench.rival)])
        try transaction(.unbond, LearningBench.trainer, 1_100_000_000, fee: 3, nonce: 3)
        while bench.system.state.epoch < 7 { try bench.mine() }
        try bench.mine()
        return bench
    }

    /// The golden's text.
    static func document(_ bench: LearningBench) -> JSONValue {
        let state = bench.system.state
        let blocks = bench.system.tree.main.compactMap(\.block)
        func hex(_ bytes: [UInt8]) -> JSONValue { .string(Hexadecimal.text(of: bytes)) }
        return .object([
            JSONMember(
                "genesis", .string(String(decoding: bench.rules.genesis.bytes, as: UTF8.self))),
            JSONMember("network", hex(bench.rules.network)),
            JSONMember("data", .array(LearningBench.data.map { hex($0.bytes) })),
            JSONMember(
                "blocks",
                .array(blocks.map { .string(String(decoding: $0.bytes, as: UTF8.self)) })),
            JSONMember("hashes", .array(blocks.map { .string($0.hashText) })),
            JSONMember("state", .string(String(decoding: state.document, as: UTF8.self))),
            JSONMember("digest", .string(state.digest.text)),
            JSONMember(
                "trained",
                .array(
                    state.trained.map {
                        .array([.integer($0.epoch), hex($0.start), hex($0.end)])
                    })),
        ])
    }
}

extension LearningBench {
    /// A training of the present epoch, with the weights before each step and after the last.
    struct Made {
        let claim: LearningProof.Claim
        let states: [TrainingWeights]
        let signer: LearningSigner
    }

    /// - Parameters:
    ///   - signer: the trainer.
    ///   - falsely: whether the last six of eight steps are left out, so that no sample of three misses them.
    func train(
        by signer: LearningSigner = LearningBench.trainer, falsely: Bool = false
    ) throws -> Made {
        let run = try trainer(signer).run(system.state, from: weights)!
        var states = [run.start]
        for step in 0..<run.plan.stepCount {
            if falsely, step >= 2 {
                states.append(states[step])
                continue
            }
            let next = try TrainingRun.step(
                plan: run.plan, seed: run.seed, chunk: run.chunk, index: step,
                before: states[step])
            states.append(TrainingBackends.reference.result(of: next).weights)
        }
        let trace = TrainingTrace(weightHashes: states.map(\.hash))
        let last = states.count - 1
        return Made(
            claim: LearningProof.Claim(
                epoch: system.state.epoch, seed: run.seed.bytes, chunk: run.chunk.hash.bytes,
                start: states[0].hash.bytes, end: states[last].hash.bytes, stepCount: last,
                trace: trace.digest.bytes, startPath: trace.path(of: 0).map(\.bytes),
                endPath: trace.path(of: last).map(\.bytes)),
            states: states, signer: signer)
    }

    /// Proves, opens and certifies a training.
    ///
    /// - Parameter guilty: validators that vote the other way, too.
    func certify(_ made: Made, doubling guilty: [LearningSigner] = []) throws {
        let proof = try prove(made)
        try mine()
        try mine()
        let holds = try open(made, proof)
        let entry = system.state.proof(proof.digest)!
        for validator in guilty {
            let vote = LearningVote.signed(
                by: validator, epoch: proof.epoch, proof: proof.digest, beacon: entry.beacon!,
                isValid: !holds, network: rules.network)
            _ = send(vote, to: LearningSurfaces.vote)
        }
        try mine()
        if holds { weights = made.states[made.states.count - 1] }
    }

    /// Proves, opens and certifies trainings together; the first leads on.
    func certifyAll(_ made: [Made]) throws {
        let proofs = try made.map(prove)
        try mine()
        try mine()
        for (training, proof) in zip(made, proofs) { _ = try open(training, proof) }
        try mine()
        let link = system.state.trained[system.state.trained.count - 1]
        for training in made where training.claim.end == link.end {
            weights = training.states[training.states.count - 1]
        }
    }

    private func prove(_ made: Made) throws -> LearningProof {
        let bytes = trainer(made.signer).proof(made.claim)
        try expect(bytes, LearningSurfaces.proof)
        return try LearningProof(bytes, .all)
    }

    /// Opens the steps that are asked for. **Result:** whether they hold.
    private func open(_ made: Made, _ proof: LearningProof) throws -> Bool {
        let beacon = system.state.proof(proof.digest)!.beacon!
        let trace = TrainingTrace(weightHashes: made.states.map(\.hash))
        let steps = rules.challenge(proof, beacon: beacon).steps.map { step in
            TrainingOpening(
                step: step, before: made.states[step].bytes, pathBefore: trace.path(of: step),
                afterHash: made.states[step + 1].hash, pathAfter: trace.path(of: step + 1))
        }
        let opening = LearningOpening.bytes(proof: proof.digest, steps: steps)
        openings.append(opening)
        return send(opening, to: LearningSurfaces.opening) == nil
    }

    /// Sends bytes that must be taken.
    func expect(_ bytes: [UInt8], _ surface: Surface) throws {
        if let refusal = send(bytes, to: surface) {
            throw UnexpectedRefusal(surface: surface.name, by: refusal)
        }
    }
}

/// A refusal of bytes that should be taken.
struct UnexpectedRefusal: Error {
    let surface: String
    let by: String
}
