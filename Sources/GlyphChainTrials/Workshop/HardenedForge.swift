package import BigInt
package import Chains
internal import Cryptography
package import Encodings
internal import Fingerprints
package import GlyphChain
package import Scenarios
package import Trials

/// The workshop for hardened blocks, which are bytes in their places.
package struct HardenedForge: ChainForge {
    package let rules: HardenedRules
    package var attemptCountMax = Mining.attemptCountMax

    package init(rules: HardenedRules, attemptCountMax: Int = Mining.attemptCountMax) {
        self.rules = rules
        self.attemptCountMax = attemptCountMax
    }

    package func nextTarget(on chain: ChainView<HardenedRules.Link>) -> BigUInt? {
        Self.number(rules.target(on: chain))
    }

    package func proofs(_ question: ProofRequest) throws -> [String] {
        guard case .attempts(let content, let firstNonce, let count) = question else {
            throw StepFault("expected content, nonce and count, got another question")
        }
        let nonces = (0..<count).map { UInt64(firstNonce) + UInt64($0) }
        return try rules.proofs(content, nonces).map(\.text)
    }

    package var facts: [JSONMember] {
        let parameters = rules.parameters
        return [
            JSONMember("chain_id", .string(rules.chainID.text)),
            JSONMember("weights_hash", .string(parameters.weightsHash.text)),
            JSONMember("genesis_hash", .string(rules.genesis.hash.text)),
            JSONMember(
                "genesis_target",
                .string(HardenedRules.bytes32(parameters.genesisTarget).text)),
            JSONMember("stamp_bits", .integer(parameters.stampBitCount)),
        ]
    }

    // MARK: Blocks

    package func block(
        _ plan: BlockPlan, on chain: ChainView<HardenedRules.Link>, random: inout ActorRandom
    ) throws -> [UInt8] {
        var transactions: [HardenedTransaction] = []
        for bytes in plan.transactions {
            transactions.append(try HardenedTransaction(bytes: bytes))
        }
        let template = BlockTemplate(
            miner: plan.miner.address, transactions: transactions,
            timestampSeconds: plan.timestampSeconds, attemptCountMax: attemptCountMax)
        guard let base = try rules.mine(template, on: chain, random: &random) else {
            throw StepFault("no block in \(attemptCountMax) attempts")
        }
        guard !plan.edits.isNone else { return base.bytes }
        var draft = Draft(header: base.header, nonce: base.nonce, proof: base.proof)
        for (path, value) in plan.edits.set { try draft.set(path, value) }
        try Self.expectFieldsInPlace(plan.edits)
        for seal in plan.edits.seals ?? [.stamp, .proof] {
            try apply(seal, to: &draft, transactions)
        }
        return draft.block(transactions).bytes
    }

    package func altered(
        _ bytes: [UInt8], transactions: [[UInt8]]?, edits: FieldEdits, random: inout ActorRandom
    ) throws -> [UInt8] {
        let block = try rules.block(bytes)
        var kept = block.transactions
        if let transactions {
            kept = []
            for bytes in transactions { kept.append(try HardenedTransaction(bytes: bytes)) }
        }
        var draft = Draft(header: block.header, nonce: block.nonce, proof: block.proof)
        for (path, value) in edits.set { try draft.set(path, value) }
        try Self.expectFieldsInPlace(edits)
        for seal in edits.seals ?? [.root, .stamp] { try apply(seal, to: &draft, kept) }
        return draft.block(kept).bytes
    }

    private static func expectFieldsInPlace(_ edits: FieldEdits) throws {
        guard edits.add.isEmpty, edits.remove.isEmpty, edits.rename.isEmpty else {
            throw StepFault("hardened blocks have fields in their places only")
        }
    }

    private struct Draft {
        var header: HardenedHeader
        var nonce: UInt64
        var proof: Digest

        func block(_ transactions: [HardenedTransaction]) -> HardenedBlock {
            HardenedBlock(header: header, nonce: nonce, proof: proof, transactions: transactions)
        }

        mutating func set(_ path: String, _ value: String) throws {
            func digest() throws -> Digest {
                guard let bytes = Hexadecimal.bytes(of: value), bytes.count == 32 else {
                    throw StepFault("\(path): expected 64 hex digits, got \(value)")
                }
                return Digest(bytes: bytes)
            }
            func number() throws -> UInt64 {
                guard let number = UInt64(value) else {
                    throw StepFault("\(path): expected a number of 64 bits, got \(value)")
                }
                return number
            }
            switch path {
            case "chain_id": header.chainID = try digest()
            case "index": header.index = try number()
            case "previous_hash": header.previous = try digest()
            case "timestamp": header.timestampSeconds = try number()
            case "transaction_root": header.transactionRoot = try digest()
            case "transaction_count":
                header.transactionCount = UInt32(truncatingIfNeeded: try number())
            case "miner":
                guard let address = Address(hexadecimal: value) else {
                    throw StepFault("miner: expected 40 hex digits, got \(value)")
                }
                header.miner = address
            case "weights_hash": header.weightsHash = try digest()
            case "target": header.target = try digest()
            case "stamp": header.stamp = try number()
            case "nonce": nonce = try number()
            case "proof": proof = try digest()
            default: throw StepFault("a hardened block has no \(path)")
            }
        }
    }

    private func apply(
        _ seal: FieldEdits.Seal, to draft: inout Draft, _ transactions: [HardenedTransaction]
    ) throws {
        switch seal {
        case .root:
            draft.header.transactionRoot = MerkleTree.root(transactions.map(\.bytes))
            draft.header.transactionCount = UInt32(transactions.count)
        case .stamp:
            draft.header.stamp = 0
            draft.header = rules.stamped(draft.header)
        case .noStamp:
            draft.header.stamp = 0
            while rules.isStamped(draft.header.content) { draft.header.stamp += 1 }
        case .proof:
            try prove(&draft) { try rules.proofs($0, $1) }
        case .otherModel:
            try prove(&draft) { content, nonces in
                nonces.map { Digests.sha256(Array("another model \($0)".utf8) + content.bytes) }
            }
        case .proofAnywhere:
            draft.proof = try rules.proofs(draft.header.content, [draft.nonce])[0]
        case .zeroProof: draft.proof = Digest(bytes: [UInt8](repeating: 0, count: 32))
        case .hash: throw StepFault("hardened blocks carry no hash of their own")
        }
    }

    /// Tries nonces until a proof is below the target that the header claims.
    private func prove(
        _ draft: inout Draft, _ proofs: (Digest, [UInt64]) throws -> [Digest]
    ) throws {
        let (content, target) = (draft.header.content, Self.number(draft.header.target))
        for start in stride(from: UInt64(0), to: UInt64(attemptCountMax), by: 16) {
            let nonces = (0..<16).map { start + $0 }
            for (nonce, proof) in zip(nonces, try proofs(content, nonces))
            where Self.number(proof) < target {
                (draft.nonce, draft.proof) = (nonce, proof)
                return
            }
        }
        throw StepFault("no proof in \(attemptCountMax) attempts")
    }

    private static func number(_ digest: Digest) -> BigUInt {
        digest.bytes.reduce(0) { $0 << 8 | BigUInt($1) }
    }

    package func field(_ path: String, ofBlock bytes: [UInt8]) throws -> String {
        let block = try rules.block(bytes)
        switch path {
        case "index": return String(block.header.index)
        case "timestamp": return String(block.header.timestampSeconds)
        case "previous_hash": return block.header.previous.text
        case "miner": return Hexadecimal.text(of: block.header.miner.bytes)
        case "target": return block.header.target.text
        case "nonce": return String(block.nonce)
        case "proof": return block.proof.text
        case "block_hash": return block.hash.text
        default: throw StepFault("a hardened block has no \(path)")
        }
    }

    // MARK: Payments

    package func payment(_ bytes: [UInt8], edits: FieldEdits, signer: Wallet) throws -> [UInt8] {
        var fields = try Fields(bytes)
        for (path, value) in edits.set where path != "signature" { try fields.set(path, value) }
        if edits.seals == nil {
            // Signed as the edited bytes say, whoever they name.
            let from = Address(try Self.key(fields.key))
            let id = HardenedTransaction.id(
                chainID: fields.chainID ?? rules.chainID, from: from, to: fields.to,
                amount: fields.amount, nonce: fields.nonce)
            guard let signature = Secp256k1.sign(digest: id, privateKey: signer.privateKey) else {
                throw StepFault("no signature by \(signer.address)")
            }
            fields.signature = signature
        }
        for (path, value) in edits.set where path == "signature" { try fields.set(path, value) }
        return fields.bytes
    }

    private static func key(_ bytes: [UInt8]) throws -> Secp256k1PublicKey {
        guard let key = Secp256k1PublicKey(bytes: bytes) else {
            throw StepFault("no point of the curve, to be signed for")
        }
        return key
    }

    /// A payment's fields, each as it is written.
    private struct Fields {
        var to: Address
        var amount: UInt64
        var nonce: UInt64
        var key: [UInt8]
        var signature: [UInt8]
        /// Another chain for which the payment is signed; it is not written.
        var chainID: Digest?

        init(_ bytes: [UInt8]) throws {
            guard bytes.count == HardenedTransaction.byteCount,
                let to = Address(bytes: Array(bytes[..<20]))
            else { throw StepFault("no payment of \(HardenedTransaction.byteCount) bytes") }
            self.to = to
            amount = Self.number(bytes[20..<28])
            nonce = Self.number(bytes[28..<36])
            key = Array(bytes[36..<69])
            signature = Array(bytes[69...])
        }

        mutating func set(_ path: String, _ value: String) throws {
            func fault() -> StepFault { StepFault("\(path): \(value) does not fit") }
            func bytes(_ count: Int) throws -> [UInt8] {
                guard let bytes = Hexadecimal.bytes(of: value), bytes.count == count else {
                    throw fault()
                }
                return bytes
            }
            func number() throws -> UInt64 {
                guard let number = UInt64(value) else { throw fault() }
                return number
            }
            switch path {
            case "to":
                guard let address = Address(hexadecimal: value) else { throw fault() }
                to = address
            case "amount": amount = try number()
            case "nonce": nonce = try number()
            case "key": key = try bytes(33)
            case "signature": signature = try bytes(64)
            case "chain_id": chainID = Digest(bytes: try bytes(32))
            default: throw StepFault("a hardened payment has no \(path)")
            }
        }

        var bytes: [UInt8] {
            to.bytes + Self.bytes(amount) + Self.bytes(nonce) + key + signature
        }

        private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            bytes.reduce(0) { $0 << 8 | UInt64($1) }
        }

        private static func bytes(_ number: UInt64) -> [UInt8] {
            (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        }
    }

    package var signedDigestBitCount: Int { 8 * SHA256Hasher.digestByteCount }

    package func transaction(_ index: Int, ofBlock bytes: [UInt8]) throws -> [UInt8] {
        let start = HardenedHeader.byteCount + 40 + index * HardenedTransaction.byteCount
        guard start + HardenedTransaction.byteCount <= bytes.count else {
            throw StepFault("no transaction \(index)")
        }
        return Array(bytes[start..<start + HardenedTransaction.byteCount])
    }

    package func withOtherS(_ transaction: [UInt8]) throws -> [UInt8] {
        try transaction.dropLast(32) + CurveOrder.minus(Array(transaction.suffix(32)))
    }
}
