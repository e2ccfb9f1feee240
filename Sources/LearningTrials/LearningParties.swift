internal import Cryptography
internal import LearningNetwork
internal import Training
internal import Trials

/// The parties of a trial, by their names: a party of any other name is a stranger.
enum LearningParties {
    /// With their bonds, in coins: 36,000 in all, 67 % of which are 24,120. Two of them have that
    /// much, and three of them have not, so that neither rule on quorums stands for the other.
    static let validators = [
        ("validator-a", 20_000), ("validator-b", 6_000), ("validator-c", 5_000),
        ("validator-d", 5_000),
    ]
    /// With their bonds, in coins.
    static let trainers = [
        ("trainer-a", 2_000), ("trainer-b", 1_000), ("attacker", 1_500), ("poll", 1_000),
    ]
    /// With the coins of their names, in `published`: with less, no proof passes its tests.
    static let publishedTrainers = [
        ("trainer-a", 3_000), ("trainer-b", 3_000), ("attacker", 5_000), ("poll", 1_000),
    ]
    /// With their coins.
    static let wallets = [
        ("ada", 1_000), ("bob", 50), ("attacker", 100), ("mallory", 10), ("trainer-a", 10),
        ("poll", 1_000),
    ]
    static let miner = "miner"
    /// The receiver of honest payments.
    static let shop = "shop"

    static var validatorNames: [String] { validators.map(\.0) }
}

/// The keys of all names in a trial, which follow from its seed.
struct LearningKeyring {
    private let seed: String

    init(seed: String) { self.seed = seed }

    func signer(_ name: String) -> LearningSigner { LearningSigner(name: "\(seed)/\(name)") }

    func address(_ name: String) -> String { signer(name).address }

    /// Data of the network under attack, which everybody has.
    var data: [TrainingChunk] {
        get throws {
            try (0..<4).map { number in
                var random = ActorRandom(seed: seed, actor: "data-\(number)")
                return try Self.chunk(&random)
            }
        }
    }

    /// Samples of 16 bytes in 4 classes.
    static func chunk(_ random: inout ActorRandom) throws -> TrainingChunk {
        var bytes: [UInt8] = []
        for _ in 0..<24 {
            for _ in 0..<16 { bytes.append(UInt8(random.integer(in: 0...255))) }
            bytes.append(UInt8(random.integer(in: 0...3)))
        }
        return try TrainingChunk(inputCount: 16, classCount: 4, bytes: bytes)
    }

    func genesis(_ data: [TrainingChunk]) throws -> LearningGenesis {
        let plan = try TrainingPlan(
            shape: TrainingShape(inputCount: 16, hiddenCount: 8, classCount: 4), batchShift: 2,
            rateShift: 1, stepCount: 6)
        return LearningGenesis(
            name: "the network under attack",
            allocations: LearningParties.wallets.map {
                .init(address: address($0.0), units: $0.1 * LearningLimits.unitsPerCoin)
            },
            bonds: (LearningParties.validators + LearningParties.trainers).map {
                .init(key: signer($0.0).key, units: $0.1 * LearningLimits.unitsPerCoin)
            },
            chunks: data.map(\.hash.bytes),
            model: LearningModel(plan: plan, initialName: "attacked", sampleCount: 6),
            epochBlockCount: 8)
    }
}
