internal import BigInt
internal import Cryptography
internal import Encodings
internal import LearningNetwork
internal import PublishedLearning
internal import PythonValues
internal import Scenarios
internal import Trials

/// A workshop of honest parties and of attackers under the published rules: bytes from a plan and
/// keys. It holds no node and sends nothing.
struct PublishedWorkshop {
    let seed: String
    let milliseconds: Int

    private var now: PythonValue {
        .float(PublishedFigures.seconds(milliseconds: milliseconds))
    }

    /// **Throws:** ``StepFault`` never, but for a digest that is no key.
    static func wallet(_ name: String, seed: String) throws -> PublishedWallet {
        let secret = Digests.sha256("published \(seed)/\(name)".utf8).bytes
        guard let wallet = PublishedWallet(secret: secret) else {
            throw StepFault("\(name) has no key")
        }
        return wallet
    }

    func wallet(_ name: String) throws -> PublishedWallet {
        try Self.wallet(name, seed: seed)
    }

    // MARK: Payments

    /// A payment whose sender has not signed it.
    func payment(_ plan: PaymentPlan, number: Int) throws -> [UInt8] {
        guard plan.kind == .pay else { throw StepFault("the published rules know payments alone") }
        var random = ActorRandom(seed: "\(seed) \(milliseconds) \(number)", actor: plan.from)
        return PythonValue.object([
            "amount": .float(PublishedFigures.coins(millis: plan.amountMillis)),
            "fee": .float(PublishedFigures.coins(millis: plan.feeMillis)),
            "from_address": .text(try wallet(plan.from).address),
            "id": .text(PublishedLearningSurroundings.uniqueID(&random)),
            "signature": .text(""), "timestamp": now,
            "to_address": .text(try wallet(plan.to).address),
        ]).json
    }

    /// The payment with a signature. One that cannot be signed stays as it is.
    func signed(_ bytes: [UInt8], by signer: String) throws -> [UInt8] {
        guard let value = PythonValue.parsed(bytes),
            PublishedReading.text(value, "signature").isEmpty,
            var payment = try? PublishedTransaction(
                value, now: PythonFloat(0), rebuildsProof: true),
            try wallet(signer).sign(&payment)
        else { return bytes }
        var document = try RawDocument(bytes)
        guard document.value(at: "signature") != nil else { return bytes }
        try document.set(
            "signature", "\"\(PublishedLearningSystem.shown(payment.signature))\"")
        return document.bytes
    }

    // MARK: Proofs

    /// A proof whose hashes are those of a training: 64 digits each, of which the tests find none
    /// of the pieces that they look for.
    func proof(_ training: ClaimedTraining, by party: NamedParty) throws -> [UInt8] {
        let claim = training.claim
        return try signedProof(
            by: party, model: Hexadecimal.text(of: claim.end),
            gradient: Hexadecimal.text(of: claim.start),
            dataset: Hexadecimal.text(of: claim.chunk),
            computation: Hexadecimal.text(of: claim.trace))
    }

    private func signedProof(
        by party: NamedParty, model: String, gradient: String, dataset: String,
        computation: String
    ) throws -> [UInt8] {
        let hash = PythonValue.text(Digests.sha256((model + computation).utf8).text)
        let key = try wallet(party.signer).privateKey
        return PythonValue.object([
            "computation_proof": .text(computation), "dataset_chunk_hash": .text(dataset),
            "gradient_hash": .text(gradient), "model_state_hash": .text(model),
            "node_id": .text(party.name),
            "signature": .text(PublishedSignature.sign(hash, privateKey: key)),
            "timestamp": now, "validation_signatures": .list([]),
        ]).json
    }

    /// The proof with the pieces of hashes that the tests look for, pasted together.
    static func crafted(_ bytes: [UInt8]) throws -> [UInt8] {
        guard let value = PythonValue.parsed(bytes) else { throw StepFault("no JSON") }
        let model = PublishedReading.text(value, "model_state_hash")
        let dataset = PublishedReading.text(value, "dataset_chunk_hash")
        let gradient = Digests.sha256((dataset + model).utf8).text
        let work = Digests.sha256((gradient + model + dataset).utf8).text
        let time = PublishedReading.text(value, "timestamp")
        let last = Digests.sha256((gradient + model + dataset + time).utf8).text
        let computation = String(work.prefix(16) + last.prefix(24) + last.suffix(24))
        var document = try RawDocument(bytes)
        try document.set("gradient_hash", "\"\(gradient)\"")
        try document.set("computation_proof", "\"\(computation)\"")
        return document.bytes
    }

    // MARK: Verdicts, blocks and chains

    func validation(
        of proof: [UInt8], by party: NamedParty, isValid: Bool
    ) throws -> [UInt8] {
        guard let value = PythonValue.parsed(proof) else { throw StepFault("of: no proof") }
        let hash = PythonValue.text(PublishedReading.proofHash(value))
        let key = try wallet(party.signer).privateKey
        return PythonValue.object([
            "computation_verification": .text(""), "is_valid": .boolean(isValid),
            "signature": .text(PublishedSignature.sign(hash, privateKey: key)),
            "target_node_id": PublishedReading.member(value, "node_id"), "timestamp": now,
            "validator_id": .text(party.name),
        ]).json
    }

    /// A block without hash and nonce.
    func block(
        after tip: PublishedBlock, height: Int, payments: [[UInt8]], validations: [[UInt8]]
    ) throws -> [UInt8] {
        let said = validations.compactMap(PythonValue.parsed)
        let names = LearningParties.validatorNames.prefix(3).map { PythonValue.text($0) }
        let zeros = PythonValue.text(String(repeating: "0", count: 64))
        return PythonValue.object([
            "consensus_proof": .object([
                "aggregated_model_hash": zeros, "authority_nodes": .list(names),
                "consensus_signature": .text(""), "epoch": .integer(1),
                "training_validations": .list(said),
            ]), "hash": .text(""), "index": .integer(BigInt(height)),
            "model_state_hash": zeros, "nonce": .integer(0), "previous_hash": tip.hash,
            "timestamp": now, "training_epoch": .integer(1),
            "transactions": .list(payments.compactMap(PythonValue.parsed)),
        ]).json
    }

    /// The block with its hash, and with the work or without. One that cannot be rebuilt stays as
    /// it is.
    func sealed(_ bytes: [UInt8], isMined: Bool) throws -> [UInt8] {
        guard let value = PythonValue.parsed(bytes),
            var block = try? PublishedBlock(value, now: PythonFloat(0), rebuilds: true),
            (try? block.seal(zeroCount: isMined ? PublishedLedger.defaultDifficulty : 0)) != nil
        else { return bytes }
        var document = try RawDocument(bytes)
        try document.set("nonce", PublishedLearningSystem.shown(block.nonce))
        try document.set("hash", "\"\(PublishedLearningSystem.shown(block.hash))\"")
        return document.bytes
    }

    /// A training chain with good hashes and no work, behind a first block of its own.
    func chain(_ step: MakeChain) throws -> [UInt8] {
        let clock = PublishedFigures.seconds(milliseconds: milliseconds - 1)
        var blocks = [try PublishedTrainingChain.genesis(now: clock)]
        let last = step.epoch ?? step.count
        for number in 0..<step.count {
            var members = blocks[0].entry.members
            members["epoch"] = .integer(BigInt(last - (step.count - 1 - number)))
            members["node_id"] = .text("attacker")
            members["timestamp"] = now
            let previous = blocks[number].hash
            members["previous_hash"] = previous
            blocks.append(try Self.link(members, previous, number + 1, now))
        }
        return PythonValue.list(blocks.map(\.value)).json
    }

    private static func link(
        _ members: PythonDictionary, _ previous: PythonValue, _ index: Int, _ now: PythonValue
    ) throws -> TrainingBlock {
        func block(_ hash: String) throws -> TrainingBlock {
            TrainingBlock(
                index: .integer(BigInt(index)), timestamp: now,
                entry: try TrainingEntry(.dictionary(members)), previousHash: previous,
                nonce: .integer(0), difficulty: .integer(0), hash: .text(hash),
                validatorSignatures: .list([]), consensusProof: .text(""))
        }
        return try block(block("").computedHash())
    }
}
