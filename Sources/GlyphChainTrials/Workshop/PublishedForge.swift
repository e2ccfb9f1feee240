package import BigInt
package import Chains
internal import Cryptography
package import Encodings
package import Fingerprints
package import GlyphChain
internal import PythonValues
package import Scenarios
package import Trials

/// The workshop for published blocks, which are JSON texts: what is edited keeps its spelling.
package struct PublishedForge: ChainForge {
    package let rules: PublishedRules
    package let proofs: any ProofSource
    package var attemptCountMax = Mining.attemptCountMax

    package init(
        rules: PublishedRules, proofs: any ProofSource,
        attemptCountMax: Int = Mining.attemptCountMax
    ) {
        self.rules = rules
        self.proofs = proofs
        self.attemptCountMax = attemptCountMax
    }

    package func nextTarget(on chain: ChainView<PublishedRules.Link>) -> BigUInt? {
        let target = try? PublishedSchedule.target(
            index: .integer(BigInt(chain.count)), chain: chain.lazy.map(\.block))
        return target.flatMap { BigUInt(exactly: $0) }
    }

    package func proofs(_ question: ProofRequest) throws -> [String] {
        guard case .prompt(let salt, let prompt) = question else {
            throw StepFault("expected salt and prompt, got another question")
        }
        do {
            return [try proofs.proofHash(salt: salt, prompt: prompt)]
        } catch {
            throw StepFault("no proof: \(error.why)")
        }
    }

    package var facts: [JSONMember] {
        let genesis = try? rules.link(of: rules.genesis)
        return [
            JSONMember("model_id", .string("gpt2")),
            JSONMember("weights_hash", .string(rules.weightsHash.text)),
            JSONMember("genesis_hash", .string(genesis?.hash ?? "")),
            JSONMember("genesis_target", .string(ExactSchedule.genesisTarget)),
        ]
    }

    // MARK: Blocks

    package func block(
        _ plan: BlockPlan, on chain: ChainView<PublishedRules.Link>, random: inout ActorRandom
    ) throws -> [UInt8] {
        let template = BlockTemplate<PythonValue>(
            miner: plan.miner.address, transactions: [],
            timestampSeconds: plan.timestampSeconds, attemptCountMax: attemptCountMax)
        guard let base = try rules.mine(template, on: chain, random: &random) else {
            throw StepFault("no block in \(attemptCountMax) attempts")
        }
        var document = try RawDocument(rules.bytes(of: base))
        for transaction in plan.transactions {
            try document.append(transaction, to: "transactions")
        }
        try Self.edit(&document, plan.edits)
        try apply(plan.edits, to: &document, random: &random)
        return document.bytes
    }

    package func altered(
        _ bytes: [UInt8], transactions: [[UInt8]]?, edits: FieldEdits, random: inout ActorRandom
    ) throws -> [UInt8] {
        var document = try RawDocument(bytes)
        if let transactions {
            try document.change("transactions") { value in
                guard case .array(let elements) = value else { return }
                value = .array(
                    elements.prefix(1)
                        + transactions.map { .plain(String(decoding: $0, as: UTF8.self)) })
            }
        }
        try Self.edit(&document, edits)
        try apply(edits, to: &document, random: &random)
        return document.bytes
    }

    private func apply(
        _ edits: FieldEdits, to document: inout RawDocument, random: inout ActorRandom
    ) throws {
        let keepsPrompt = edits.set.contains { $0.path == "prompt" }
        for seal in edits.seals ?? [.hash] {
            try apply(seal, to: &document, keepsPrompt: keepsPrompt, random: &random)
        }
    }

    private static func edit(_ document: inout RawDocument, _ edits: FieldEdits) throws {
        for (path, value) in edits.set { try document.set(path, value) }
        for (path, value) in edits.add { try document.add(path, value) }
        for path in edits.remove { try document.remove(path) }
        for (path, value) in edits.rename { try document.rename(path, value) }
    }

    private func apply(
        _ seal: FieldEdits.Seal, to document: inout RawDocument, keepsPrompt: Bool,
        random: inout ActorRandom
    ) throws {
        switch seal {
        case .hash:
            let hash = try PublishedVerifier.hash(ofHeader: Self.value(document))
            try document.set("block_hash", "\"\(hash)\"")
        case .proof:
            try prove(&document, keepsPrompt, random: &random) { try proofs.proofHash($0) }
        case .otherModel:
            try prove(&document, keepsPrompt, random: &random) { question in
                Digests.sha256(
                    Array("another model".utf8) + question.salt.utf8 + [0] + question.prompt
                ).text
            }
        case .proofAnywhere:
            let question = try Self.question(Self.value(document))
            try document.set("proof_hash", "\"\(try proofs.proofHash(question))\"")
        case .zeroProof:
            try document.set("proof_hash", "\"\(String(repeating: "0", count: 64))\"")
        case .root, .stamp, .noStamp: throw StepFault("published blocks have no \(seal.rawValue)")
        }
    }

    private static func value(_ document: RawDocument) throws -> PythonValue {
        let bytes = document.bytes
        return try PythonJSONParser.parse(bytes, byteCountMax: bytes.count)
    }

    private static func question(_ block: PythonValue) throws -> ProofQuestion {
        ProofQuestion(
            salt: try PublishedVerifier.salt(
                previousHash: block.member("prev_hash"), miner: block.member("miner")),
            prompt: try block.member("prompt").text().utf8())
    }

    /// Tries prompts, which begin with the block's own or are others, until a proof is below the
    /// target that the block claims.
    private func prove(
        _ document: inout RawDocument, _ keepsPrompt: Bool, random: inout ActorRandom,
        _ proof: (ProofQuestion) throws -> String
    ) throws {
        let block = try Self.value(document)
        let target = try block.member("target").requiredText().hexadecimalInteger()
        let question = try Self.question(block)
        let start = keepsPrompt ? question.prompt + [UInt8(ascii: " ")] : []
        let spelled =
            keepsPrompt ? try field("prompt", ofBlock: document.bytes).dropLast() + " " : "\""
        for _ in 0..<attemptCountMax {
            let words = (0..<8).map { _ in
                MiningWords.all[random.integer(in: 0...MiningWords.all.count - 1)]
            }
            let prompt = words.joined(separator: " ")
            let hash = try proof(ProofQuestion(salt: question.salt, prompt: start + prompt.utf8))
            guard let number = BigInt(hash, radix: 16), number < target else { continue }
            try document.set("prompt", "\(spelled)\(prompt)\"")
            try document.set("proof_hash", "\"\(hash)\"")
            return
        }
        throw StepFault("no proof in \(attemptCountMax) attempts")
    }

    package func field(_ path: String, ofBlock bytes: [UInt8]) throws -> String {
        guard let value = try RawDocument(bytes).value(at: path) else {
            throw StepFault("nothing stands at \(path)")
        }
        return value.text
    }

    // MARK: Payments

    package func payment(_ bytes: [UInt8], edits: FieldEdits, signer: Wallet) throws -> [UInt8] {
        var document = try RawDocument(bytes)
        // Changes are signed, but for a changed signature.
        let (unsigned, signed) = (
            edits.set.filter { $0.path != "signature" }, edits.set.filter { $0.path == "signature" }
        )
        for (path, value) in unsigned { try document.set(path, value) }
        for (path, value) in edits.add where path != "signature" {
            try document.add(path, value)
        }
        for path in edits.remove { try document.remove(path) }
        if edits.seals == nil, edits.remove.isEmpty {
            let payload = try PublishedSignature.payload(Self.value(document))
            guard
                let signature = Secp256k1.signWithSHA1(
                    digest: Digests.sha1(payload), privateKey: signer.privateKey)
            else { throw StepFault("no signature by \(signer.address)") }
            try document.set("signature", "\"\(Hexadecimal.text(of: signature))\"")
        }
        for (path, value) in signed { try document.set(path, value) }
        for (path, value) in edits.rename { try document.rename(path, value) }
        return document.bytes
    }

    package var signedDigestBitCount: Int { 8 * Digests.sha1ByteCount }

    package func transaction(_ index: Int, ofBlock bytes: [UInt8]) throws -> [UInt8] {
        guard let value = try RawDocument(bytes).value(at: "transactions.\(index + 1)") else {
            throw StepFault("no transaction \(index)")
        }
        return value.bytes
    }

    package func withOtherS(_ transaction: [UInt8]) throws -> [UInt8] {
        var document = try RawDocument(transaction)
        guard let text = document.value(at: "signature")?.text,
            let signature = Hexadecimal.bytes(of: String(text.dropFirst().dropLast())),
            signature.count == 64
        else { throw StepFault("no signature in hex") }
        let other = try signature[..<32] + CurveOrder.minus(Array(signature[32...]))
        try document.set("signature", "\"\(Hexadecimal.text(of: Array(other)))\"")
        return document.bytes
    }
}

extension ProofSource {
    package func proofHash(_ question: ProofQuestion) throws -> String {
        try proofHash(salt: question.salt, prompt: question.prompt)
    }
}
