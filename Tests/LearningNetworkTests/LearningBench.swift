import Cryptography
import LearningNetwork
import Training
import Trials

/// A network of one node or several with known parties, and honest use of it.
final class LearningBench {
    static let validatorNames = (0..<5).map { "validator-\($0)" }
    static let trainer = LearningSigner(name: "trainer")
    /// A second trainer, whose bond stands in the genesis.
    static let rival = LearningSigner(name: "rival")
    static let wallet = LearningSigner(name: "wallet")
    static let other = LearningSigner(name: "other")
    static let miner = LearningSigner(name: "miner").address
    static let validators = validatorNames.map { LearningSigner(name: $0) }
    static let source = Source(1)

    static let data: [TrainingChunk] = (0..<3).map { number in
        var random = ActorRandom(seed: "data", actor: "\(number)")
        let bytes = (0..<24).flatMap { _ in
            (0..<16).map { _ in UInt8(random.integer(in: 0...255)) }
                + [UInt8(random.integer(in: 0...3))]
        }
        guard let chunk = try? TrainingChunk(inputCount: 16, classCount: 4, bytes: bytes) else {
            preconditionFailure("no chunk of \(bytes.count) bytes")
        }
        return chunk
    }

    static func genesis(sampleCount: Int = 3) -> LearningGenesis {
        let plan = try? TrainingPlan(
            shape: TrainingShape(inputCount: 16, hiddenCount: 8, classCount: 4), batchShift: 2,
            rateShift: 1, stepCount: 8)
        guard let plan else { preconditionFailure("no plan") }
        return LearningGenesis(
            name: "bench",
            allocations: [
                .init(address: wallet.address, units: 1_000_000_000),
                .init(address: trainer.address, units: 5_000_000_000),
            ],
            bonds: validators.map { .init(key: $0.key, units: 6_000_000_000) }
                + [.init(key: rival.key, units: 1_500_000_000)],
            chunks: data.map(\.hash.bytes),
            model: LearningModel(plan: plan, initialName: "bench", sampleCount: sampleCount),
            epochBlockCount: 9)
    }

    let system: LearningSystem
    let clock = LogicalClock(milliseconds: 1_700_000_000_000)
    var weights: TrainingWeights
    var time = 1_700_000_000
    /// Openings that were sent.
    var openings: [[UInt8]] = []

    init(guards: Guards = .all, genesis: LearningGenesis = genesis()) {
        system = LearningSystem(
            genesis: genesis, data: Self.data, guards: guards, validators: Self.validators)
        weights = genesis.model.initialWeights
    }

    var rules: LearningRules { system.rules }
    func trainer(_ signer: LearningSigner = LearningBench.trainer) -> LearningTrainer {
        LearningTrainer(rules: rules, signer: signer, data: Self.data)
    }

    /// The guard that refused; nil where the bytes were taken.
    func send(_ bytes: [UInt8], to surface: Surface) -> String? {
        let reply = try? system.submit(bytes, to: surface, from: Self.source, at: clock)
        guard let reply else { preconditionFailure("no surface \(surface.name)") }
        return reply.refusals.first.map { $0.by.name }
    }

    func mine() throws {
        time += 10
        let block = try system.mine(to: Self.miner, timeSeconds: time)
        precondition(block != nil, "no block")
    }

    /// Mines until a block with a proof can come next.
    func mineToEpoch(_ epoch: Int) throws {
        while system.state.epoch < epoch || system.state.epochHash.isEmpty { try mine() }
    }
}
