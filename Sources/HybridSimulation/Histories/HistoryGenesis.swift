internal import Cryptography
internal import HybridChain
internal import Trials

/// The chain of a history: a small model, so that hundreds of histories fit into minutes.
struct HistoryGenesis {
    let genesis: HybridGenesis
    let keys: [Ed25519PrivateKey]

    private static let bond: UInt64 = 512_000
    private static let sampleCount = 4

    init(_ settings: HistorySettings, _ plan: HistoryPlan) {
        let name = Array("history \(settings.seed)".utf8)
        let keys = LabKeys.keys(name: name, count: settings.validatorCount)
        var random = ActorRandom(seed: settings.seed, actor: "samples")
        let samples = (0..<Self.sampleCount).map { number in
            HybridGenesis.Sample(
                input: (0..<2).map { _ in UInt8(random.integer(in: 0...255)) },
                label: UInt8(number % 2))
        }
        let genesis = HybridShape(inputCount: 2, hiddenCount: 2, classCount: 2, rank: 1).flatMap {
            HybridGenesis(
                name: name,
                validators: keys.map {
                    HybridGenesis.Validator(key: $0.publicKey, bond: Self.bond)
                },
                shape: $0, faultCount: plan.faultCount, epochSlotCount: HistoryPlan.epochSlotCount,
                samples: samples, target: [UInt8](repeating: 255, count: 32))
        }
        guard let genesis else { preconditionFailure("the genesis of a history breaks a rule") }
        self.genesis = genesis
        self.keys = keys
    }
}
