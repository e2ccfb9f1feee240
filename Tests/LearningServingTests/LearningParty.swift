import Cryptography
import LearningNetwork
import Platform
import Routing
import Training
import Trials

/// A model that says the prompt again, a token a byte, and takes no time.
struct EchoModel: ChatModel {
    let name = "echo"
    let contextTokenCount = 1_000

    func completion(of prompt: String, tokenCountMax: Int) throws -> ChatCompletion? {
        let bytes = Array(prompt.utf8)
        guard bytes.count < contextTokenCount else { return nil }
        return ChatCompletion(
            promptTokenCount: bytes.count, pieces: bytes.prefix(tokenCountMax).map { [$0] },
            isEnded: bytes.count < tokenCountMax)
    }
}

/// A small network with known parties.
enum LearningParty {
    static let validators = (0..<3).map { LearningSigner(name: "validator-\($0)") }
    static let trainer = LearningSigner(name: "trainer")
    static let wallet = LearningSigner(name: "wallet")
    static let address = "10.0.0.1"
    static let shape = made { try TrainingShape(inputCount: 16, hiddenCount: 8, classCount: 4) }
    static let data = made {
        try DrawnChunks.chunks(name: "bench", count: 2, sampleCount: 24, shape: shape)
    }

    /// The value of a constant that cannot fail.
    private static func made<Value>(_ body: () throws -> Value) -> Value {
        do {
            return try body()
        } catch {
            preconditionFailure("\(error)")
        }
    }

    static let genesis = LearningGenesis(
        name: "bench",
        allocations: [.init(address: wallet.address, units: 1_000_000_000_000)],
        bonds: validators.map { .init(key: $0.key, units: 6_000_000_000) }
            + [.init(key: trainer.key, units: 1_000_000_000)],
        chunks: data.map(\.hash.bytes),
        model: LearningModel(
            plan: made {
                try TrainingPlan(shape: shape, batchShift: 2, rateShift: 1, stepCount: 8)
            },
            initialName: "bench", sampleCount: 3),
        epochBlockCount: 6)

    static func payment(nonce: Int, amount: Int = 5) -> [UInt8] {
        LearningTransaction.signed(
            .pay, by: wallet, to: trainer.address, amount: amount, fee: 1, nonce: nonce,
            network: genesis.network)
    }

    /// A node in this process, whose faces are asked as a listener asks them.
    static func node(store: LearningStoreFile? = nil) -> SharedLearningNode {
        SharedLearningNode(
            LearningSystem(genesis: genesis, data: data, validators: validators),
            store: store,
            facts: ServedNodeFacts(
                name: "bench", client: "bench/1", peers: [], validator: nil, miner: nil),
            chat: (EchoModel(), 64),
            caller: HTTPCaller(
                userAgent: "bench",
                limits: HTTPCallLimits(
                    milliseconds: 1_000, connectMilliseconds: 1_000, answerByteCountMax: 1 << 20)))
    }
}

extension SharedLearningNode {
    func post(_ path: String, _ body: [UInt8], from address: String = LearningParty.address)
        -> WebAnswer
    {
        answer(
            WebRequest(method: "POST", path: path, body: body), from: address,
            atMilliseconds: 1_700_000_000_000)
    }

    func post(_ path: String, _ body: String) -> (status: Int, text: String) {
        let answer = post(path, Array(body.utf8))
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    func get(_ path: String) -> (status: Int, text: String) {
        let answer = answer(
            WebRequest(method: "GET", path: path), from: LearningParty.address,
            atMilliseconds: 1_700_000_000_000)
        return (answer.status, String(decoding: answer.body, as: UTF8.self))
    }

    /// Makes blocks.
    func mine(_ count: Int) {
        for _ in 0..<count {
            _ = mine(to: LearningParty.wallet.address, timeSeconds: 1_700_000_000)
        }
    }
}
