import BigInt
import Cryptography
import LearningTrials
import PythonValues
import Scenarios
import Trials

/// Books and view of a published node after honest use, written by hand: a payment that was mined,
/// a training that three validators certified, paid for, and a block of the training chain.
struct HonestLearning {
    var books: LearningBooks
    var published: PublishedBooks
    var view: PublishedView

    static let payment = value(
        #"""
        {"amount": 5.0, "fee": 0.1, "from_address": "ada", "id": "a payment", "signature": "", \#
        "timestamp": 2.0, "to_address": "shop"}
        """#)
    static let proof = value(
        #"""
        {"node_id": "trainer-a", "model_state_hash": "m", "gradient_hash": "g", \#
        "dataset_chunk_hash": "d", "computation_proof": "c", "timestamp": 2.0}
        """#)

    /// Mined once: the work takes a moment.
    private static let blocks = makeBlocks()
    private static let trainingBlocks = makeTrainingBlocks()

    init() {
        let owners = [
            ("ada", 1_000), ("validator-a", 20_000), ("validator-b", 6_000), ("validator-c", 5_000),
        ]
        books = LearningBooks(genesis: [], grantedKeys: [])
        published = PublishedBooks(coins: owners, grantedOwners: [])
        books.note(payment: Self.bytes(Self.payment))
        books.note(training: Self.bytes(Self.proof))
        published.note(done: Self.bytes(Self.proof))
        published.note(mined: PublishedReading.text(Self.blocks[1], "hash"))
        for block in Self.trainingBlocks {
            published.note(trained: PublishedReading.text(block, "block_hash"))
        }
        (books.heldBefore, books.heldAfter) = (["a line"], ["a line"])
        let hash = PublishedReading.proofHash(Self.proof)
        view = PublishedView(
            nodeName: "validator-a", blocks: Self.blocks,
            balances: owners.dropFirst().map { ($0.0, .integer(BigInt($0.1))) } + [
                ("ada", Self.number("994.9")), ("shop", Self.number("5.0")),
                ("miner", Self.number("10.0")),
            ], authorities: ["validator-a", "validator-b"],
            validations: ["validator-a", "validator-b", "validator-c"].map {
                PublishedView.Validation(
                    proof: hash, validator: $0, target: "trainer-a", isValid: true)
            }, takenProofs: [Self.proof],
            payouts: [
                PublishedView.Payout(
                    trainer: "trainer-a", proof: hash,
                    reward: PythonFloat(decimal: "7.1".utf8) ?? PythonFloat(0),
                    isApproved: true, approving: [])
            ], trainingBlocks: Self.trainingBlocks, heard: [], minerFailure: nil)
    }

    func finding(_ oracle: LearningOracle) -> Finding {
        PublishedReferee(books, published, view).finding(of: oracle)
    }

    // MARK: Values

    static func value(_ text: String) -> PythonValue {
        (try? PythonJSONParser.parse(Array(text.utf8), byteCountMax: 1 << 20)) ?? .none
    }

    static func bytes(_ value: PythonValue) -> [UInt8] {
        Array(((try? PythonJSONWriter.text(value)) ?? "").utf8)
    }

    static func number(_ text: String) -> PythonNumber { value(text).number ?? .integer(0) }

    static func set(_ value: inout PythonValue, _ name: String, _ new: PythonValue) {
        guard case .dictionary(var members) = value else { return }
        members[name] = new
        value = .dictionary(members)
    }

    /// A block behind another, with the work.
    static func block(
        after parent: PythonValue, index: Int, _ payments: [PythonValue], time: String = "3.0"
    ) -> PythonValue {
        var block = value(
            #"{"consensus_proof": {}, "model_state_hash": "m", "training_epoch": 0}"#)
        set(&block, "index", .integer(BigInt(index)))
        set(&block, "previous_hash", PublishedReading.member(parent, "hash"))
        set(&block, "timestamp", value(time))
        set(&block, "transactions", .list(payments))
        return mined(
            block, "hash",
            [
                "index", "previous_hash", "timestamp", "transactions", "training_epoch",
                "model_state_hash", "nonce",
            ])
    }

    /// The block with the first nonce whose hash of these members has four zeros.
    private static func mined(
        _ block: PythonValue, _ name: String, _ hashed: [String]
    ) -> PythonValue {
        var (block, members) = (block, PythonDictionary())
        for name in hashed { members[name] = PublishedReading.member(block, name) }
        members["nonce"] = .text("HERE")
        let text = (try? PythonJSONWriter.text(.dictionary(members), style: .spaced)) ?? ""
        let parts = text.split(separator: "\"HERE\"").map { Array($0.utf8) }
        for nonce in 0..<1 << 24 {
            let digest = Digests.sha256(parts[0] + Array(String(nonce).utf8) + parts[1])
            guard digest.bytes[0] == 0, digest.bytes[1] == 0 else { continue }
            set(&block, "nonce", .integer(BigInt(nonce)))
            set(&block, name, .text(digest.text))
            return block
        }
        return block
    }

    static let reward = value(
        #"""
        {"amount": 10.0, "fee": 0.0, "from": "system", "id": "reward", "signature": "", \#
        "timestamp": 3.0, "to": "miner", "training_proof": null}
        """#)

    private static func makeBlocks() -> [PythonValue] {
        let first = value(#"{"hash": "first", "index": 0, "timestamp": 1.0, "transactions": []}"#)
        return [
            first,
            block(after: first, index: 1, [PublishedReading.hashed(payment: payment), reward]),
        ]
    }

    private static func makeTrainingBlocks() -> [PythonValue] {
        let first = value(#"{"block_hash": "0", "training_entry": {"epoch": 0}}"#)
        let second = value(
            #"{"index": 1, "previous_hash": "0", "timestamp": 2.0, "training_entry": {"epoch": 1}}"#
        )
        return [
            first,
            mined(
                second, "block_hash",
                ["index", "timestamp", "training_entry", "previous_hash", "nonce"]),
        ]
    }

    mutating func hear(_ text: String, at surface: String) {
        view.heard.append(
            Submission(
                bytes: Array(text.utf8), surface: Surface(surface), source: Source(1),
                clock: LogicalClock(milliseconds: 0)))
    }
}
