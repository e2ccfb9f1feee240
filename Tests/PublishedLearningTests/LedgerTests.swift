import BigInt
import PublishedLearning
import PythonValues
import Testing

@Suite("The published ledger")
struct LedgerTests {
    private let now = PythonFloat(1_700_000_000)

    private func value(_ text: String) throws(PythonError) -> PythonValue {
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(Array(text.utf8), byteCountMax: .max)
        } catch {
            throw .value("\(error)")
        }
    }

    /// A payment from `a` to `b` with further members.
    private func payment(
        _ members: String, rebuildsProof: Bool = false
    ) throws(PythonError) -> PublishedTransaction {
        try PublishedTransaction(
            value(#"{"id":"t","from_address":"a","to_address":"b","# + members + "}"),
            now: now, rebuildsProof: rebuildsProof)
    }

    private func ledger(_ balances: KeyValuePairs<String, PythonNumber>) throws -> PublishedLedger {
        let ledger = PublishedLedger(now: now, difficulty: 1)
        for (name, balance) in balances { try ledger.balances.set(.text(name), balance) }
        return ledger
    }

    private func proof(authorityCount: Int, validCount: Int) -> PublishedConsensusProof {
        let validation = PublishedValidation(
            validatorID: .text("auth"), targetNodeID: .text("w"), isValid: .boolean(true),
            computationVerification: .text(""), signature: .text(""), timestamp: .float(now))
        return PublishedConsensusProof(
            authorityNodes: .list(Array(repeating: .text("auth"), count: authorityCount)),
            trainingValidations: .object(Array(repeating: validation, count: validCount)),
            aggregatedModelHash: .text("h"), consensusSignature: .text("c"), epoch: .integer(0))
    }

    private func mine(
        _ ledger: PublishedLedger, authorityCount: Int = 3, validCount: Int = 3
    ) throws(PythonError) -> PublishedBlock {
        try ledger.mine(
            rewardAddress: .text("miner"),
            consensusProof: proof(authorityCount: authorityCount, validCount: validCount),
            modelStateHash: .text("m"), trainingEpoch: .integer(1), now: now)
    }

    private func balance(_ ledger: PublishedLedger, _ name: String) throws -> String {
        try PythonValue.number(ledger.balance(.text(name))).representation().shown
    }

    @Test("A first block's hash follows from the clock at the start")
    func genesis() throws {
        let ledger = PublishedLedger(now: try PythonText("1700000000.5").float())
        #expect(
            ledger.tip.hash.equals(
                .text("b714b6e163eb724e0d7675a9d4838a0e51630b053c239a09a16066c4d62a89c5")))
    }

    @Test(
        "Payments are refused by the first rule that they break",
        arguments: [
            (#""amount":0,"fee":0"#, "amount"), (#""amount":-0.0,"fee":0"#, "amount"),
            (#""amount":10,"fee":0.5"#, "balance"), (#""amount":10,"fee":0"#, "taken"),
            (#""amount":1e9,"fee":-1e9"#, "taken"), (#""amount":NaN,"fee":0"#, "taken"),
            (#""amount":true,"fee":0"#, "taken"), (#""amount":"1","fee":0"#, "TypeError"),
            (#""amount":1,"fee":null"#, "TypeError"), (#""amount":1,"fee":[]"#, "TypeError"),
            (#""amount":1e400,"fee":0"#, "balance"),
            (#""amount":-5,"fee":0,"training_proof":[1]"#, "taken"),
            (#""amount":-5,"fee":0,"training_proof":{}"#, "amount"),
            (#""amount":1,"fee":0,"memo":1"#, "TypeError"), (#""amount":1"#, "TypeError"),
        ])
    func refusals(members: String, expected: String) throws {
        let ledger = try ledger(["a": .integer(10)])
        do throws(PythonError) {
            let refusal = try ledger.add(payment(members))
            #expect(refusal?.rawValue ?? "taken" == expected)
        } catch {
            #expect(error.name == expected)
        }
    }

    @Test("Integers stay integers, fees vanish, and a proof mints 50 and 5 for each signature")
    func balances() throws {
        let ledger = try ledger(["a": .integer(10)])
        try ledger.book(payment(#""amount":3,"fee":1"#))
        #expect(try balance(ledger, "a") == "6")
        #expect(try balance(ledger, "b") == "3")
        let proof =
            #"{"node_id":1,"model_state_hash":1,"gradient_hash":1,"dataset_chunk_hash":1,"#
            + #""computation_proof":1,"timestamp":1,"signature":1,"validation_signatures":"abcd"}"#
        try ledger.book(
            payment(#""amount":0,"fee":0,"training_proof":"# + proof, rebuildsProof: true))
        #expect(try balance(ledger, "b") == "73.0")
    }

    @Test("An object in a proof's place stops mining, and each try leaves one more reward")
    func stuck() throws {
        let ledger = try ledger(["a": .integer(10)])
        #expect(try ledger.add(payment(#""amount":1,"fee":0,"training_proof":{"x":1}"#)) == nil)
        for attempt in 1...3 {
            #expect(
                throws: PythonError.attribute("'dict' object has no attribute 'to_dict'")
            ) { _ = try mine(ledger) }
            #expect(ledger.pending.count == 1 + attempt)
            #expect(ledger.chain.count == 1)
        }
    }

    @Test("A block's hash is that of the JSON of its members")
    func hashes() throws {
        let ledger = try ledger(["a": .integer(10)])
        _ = try ledger.add(payment(#""amount":1,"fee":0.5,"signature":"é\ud800""#))
        let block = try mine(ledger)
        let members = PythonValue.object([
            "index": block.index, "previous_hash": block.previousHash,
            "timestamp": block.timestamp,
            "transactions": .list(try block.payments(for: "id").map { try $0.object() }),
            "training_epoch": block.trainingEpoch, "model_state_hash": block.modelStateHash,
            "nonce": block.nonce,
        ])
        let hash = try block.hash.requiredText().shown
        #expect(try PublishedHash.hash(members) == hash)
        #expect(hash.hasPrefix("0"))
        #expect(try balance(ledger, "miner") == "10.0")
    }

    @Test("No mined block passes at a peer; nor does its own chain's check with one authority")
    func deadlock() throws {
        let peer = try ledger(["a": .integer(10), "auth": .integer(5000)])
        let miner = try ledger(["a": .integer(10), "auth": .integer(5000)])
        let block = try mine(miner)
        #expect(peer.refusal(of: block)?.name == "transaction:balance")
        #expect(try miner.chainRefusal() == nil)
        _ = try mine(miner, authorityCount: 1, validCount: 9)
        #expect(try miner.chainRefusal() == .learning)
    }

    @Test("A block of a peer is taken with any hash, by one rich authority named three times")
    func forged() throws {
        let ledger = try ledger(["auth": .integer(5000)])
        var block = PublishedBlock(
            index: .boolean(true), previousHash: ledger.tip.hash, timestamp: .float(now),
            transactions: [], trainingEpoch: .none, modelStateHash: .none,
            consensusProof: proof(authorityCount: 3, validCount: 1))
        block.hash = .text("anything")
        #expect(ledger.propose(block).exception?.name == "AttributeError")
        #expect(ledger.chain.count == 2)
        #expect(try ledger.chainRefusal() == .hash)
    }

    @Test("A chain of 1,000 blocks is good, and one edit in its middle is found")
    func long() throws {
        let ledger = try ledger(["a": .float(PythonFloat(1_000_000))])
        for _ in 0..<1000 {
            _ = try ledger.add(payment(#""amount":1.5,"fee":0.25"#))
            _ = try mine(ledger)
        }
        #expect(try ledger.chainRefusal() == nil)
        var chain = ledger.chain
        chain[500].nonce = .integer(-1)
        #expect(try PublishedLedger(chain: chain).chainRefusal() == .hash)
    }
}
