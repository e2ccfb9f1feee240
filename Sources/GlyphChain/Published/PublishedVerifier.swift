internal import BigInt
internal import Cryptography
package import Fingerprints
package import PythonValues
package import Trials

/// The published node's judgement of a chain, holes included: it accepts a block, refuses it by a
/// guard, or dies of it.
///
/// **Source:** protocol v4, section 8; the architecture's list of known holes.
package struct PublishedVerifier: Sendable {
    private static let versionMax: BigInt = 4
    private static let secondsAheadMax = 600
    private static let medianBlockCount = 11
    private static let headerKeys = [
        "version", "index", "prev_hash", "timestamp", "model_id", "transactions", "miner",
        "prompt", "proof_hash", "target",
    ]

    private let proofs: any ProofSource
    private let clockSeconds: Int
    let guards: Guards

    /// - Parameter clockSeconds: the verifier's clock, in seconds since 1970.
    package init(proofs: any ProofSource, clockSeconds: Int, guards: Guards = .all) {
        self.proofs = proofs
        self.clockSeconds = clockSeconds
        self.guards = guards
    }

    // MARK: A block

    /// All refusals of `block` on top of `chain`, but for those of payments.
    ///
    /// **Throws:** ``PythonError`` where the published node dies. **Precondition:** a chain of one
    /// block at least, from genesis on.
    package func refusals<Chain: RandomAccessCollection>(
        of block: PythonValue, on chain: Chain
    ) throws(PythonError) -> [Refusal] where Chain.Element == PythonValue, Chain.Index == Int {
        var refusals = try headerRefusals(of: block, on: chain)
        if refusals.isEmpty, let refusal = try proofRefusal(of: block, height: chain.count) {
            refusals.append(refusal)
        }
        return refusals
    }

    /// All refusals but for those of proof and payments.
    func headerRefusals<Chain: RandomAccessCollection>(
        of block: PythonValue, on chain: Chain
    ) throws(PythonError) -> [Refusal] where Chain.Element == PythonValue, Chain.Index == Int {
        var refusals: [Refusal] = []
        func expect(_ stopping: Guard, _ holds: Bool, _ message: String) {
            guard guards.has(stopping), !holds else { return }
            refusals.append(Refusal(index: chain.count, by: stopping, message: message))
        }
        let previous = chain[chain.count - 1]
        let version = try block.member("version").requiredNumber()
        expect(
            PublishedGuards.version, !PythonNumber.integer(Self.versionMax).isLess(than: version),
            "unknown protocol version")
        let model = try block.member("model_id")
        expect(
            PublishedGuards.model, try Self.isInRegistry(model),
            "model \(try model.representation().shown) not in vetted registry")
        expect(
            PublishedGuards.previousHash,
            try block.member("prev_hash").equals(previous.member("block_hash")),
            "broken prev_hash link")
        expect(
            PublishedGuards.blockHash,
            try block.member("block_hash").equals(.text(Self.hash(ofHeader: block))),
            "header hash mismatch")
        let target = try block.member("target").requiredText().hexadecimalInteger()
        expect(
            PublishedGuards.target,
            try target == PublishedSchedule.target(index: block.member("index"), chain: chain),
            "target does not follow difficulty schedule")
        try checkTimes(block, chain, expect)
        let proofNumber = try block.member("proof_hash").requiredText().hexadecimalInteger()
        expect(PublishedGuards.work, proofNumber < target, "proof hash is not below the target")
        return refusals
    }

    /// The refusal of a proof that the model does not compute.
    func proofRefusal(of block: PythonValue, height: Int) throws(PythonError) -> Refusal? {
        guard guards.has(PublishedGuards.proof) else { return nil }
        let proof = try proofHash(of: block)
        guard try !block.member("proof_hash").equals(.text(proof)) else { return nil }
        return Refusal(
            index: height, by: PublishedGuards.proof,
            message: "proof mismatch: recomputed \(proof.prefix(16))...")
    }

    private func checkTimes<Chain: RandomAccessCollection>(
        _ block: PythonValue, _ chain: Chain, _ expect: (Guard, Bool, String) -> Void
    ) throws(PythonError) where Chain.Element == PythonValue, Chain.Index == Int {
        let median = try Self.medianTime(chain)
        let time = try block.member("timestamp")
        expect(
            PublishedGuards.medianTime, try !time.isLess(than: median),
            "timestamp before median-time-past")
        let latest = PythonValue.integer(BigInt(clockSeconds) + BigInt(Self.secondsAheadMax))
        expect(
            PublishedGuards.futureTime, try !latest.isLess(than: time),
            "timestamp too far in the future")
    }

    /// The median of the last eleven timestamps, of an even number the later one.
    package static func medianTime<Chain: RandomAccessCollection>(
        _ chain: Chain
    ) throws(PythonError) -> PythonValue where Chain.Element == PythonValue {
        var times: [PythonValue] = []
        for block in chain.suffix(medianBlockCount) { times.append(try block.member("timestamp")) }
        return try PythonValue.sorted(times)[times.count / 2]
    }

    /// **Throws:** ``PythonError/type(_:)`` for a value that is no key.
    private static func isInRegistry(_ model: PythonValue) throws(PythonError) -> Bool {
        switch model {
        case .list, .dictionary: throw .type("unhashable type: '\(model.typeName)'")
        default: return model.equals(.text("gpt2"))
        }
    }

    /// SHA-256 of the header's ten members.
    package static func hash(ofHeader block: PythonValue) throws(PythonError) -> String {
        var header = PythonDictionary()
        for key in headerKeys { header[key] = try block.member(key) }
        let text = try PythonJSONWriter.text(.dictionary(header))
        return Digests.sha256(text.utf8).text
    }

    /// "salt_" and the first 16 hex digits of SHA-256("{previous hash}|{miner}").
    package static func salt(
        previousHash: PythonValue, miner: PythonValue
    ) throws(PythonError) -> String {
        let text =
            try previousHash.requiredText() + PythonText("|") + miner.requiredText()
        return "salt_" + Digests.sha256(try text.utf8()).text.prefix(16)
    }

    /// The question that a block's proof answers: its salt and its prompt.
    package static func question(of block: PythonValue) throws(PythonError) -> ProofQuestion {
        let salt = try salt(
            previousHash: block.member("prev_hash"), miner: block.member("miner"))
        return ProofQuestion(salt: salt, prompt: try block.member("prompt").text().utf8())
    }

    /// The proof that the block's miner, prompt and previous hash earn.
    private func proofHash(of block: PythonValue) throws(PythonError) -> String {
        let question = try Self.question(of: block)
        do {
            return try proofs.proofHash(salt: question.salt, prompt: question.prompt)
        } catch {
            throw .index(error.why)
        }
    }
}
