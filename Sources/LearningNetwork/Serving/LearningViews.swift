internal import Cryptography
internal import Encodings
internal import Training

/// Parts of a chain as REST shows them: amounts in units, a millionth of a coin each.
enum LearningViews {
    static func hex(_ bytes: [UInt8]) -> JSONValue { .string(Hexadecimal.text(of: bytes)) }

    static func transaction(
        _ transaction: LearningTransaction, blockNumber: Int?
    ) -> JSONValue {
        .object([
            JSONMember("hash", .string(transaction.id)),
            JSONMember("kind", .string(transaction.kind.rawValue)),
            JSONMember("from", .string(transaction.from)),
            JSONMember("to", .string(transaction.to)),
            JSONMember("amount", .integer(transaction.amount)),
            JSONMember("fee", .integer(transaction.fee)),
            JSONMember("nonce", .integer(transaction.nonce)),
            JSONMember("block", blockNumber.map(JSONValue.integer) ?? .null),
        ])
    }

    /// A block, or the place before the first, whose hash is the network.
    static func block(_ node: LearningTree.Node, _ rules: LearningRules) -> JSONValue {
        let block = node.block
        let header = block?.header
        return .object([
            JSONMember("number", .integer(node.index)), JSONMember("hash", hex(node.hash)),
            JSONMember("parent_hash", hex(node.parent?.hash ?? [])),
            JSONMember("timestamp", .integer(node.time)),
            JSONMember("training_epoch", .integer(header?.epoch ?? 0)),
            JSONMember(
                "model_state_hash",
                hex(header?.model ?? rules.genesis.model.initialWeights.hash.bytes)),
            JSONMember("state", hex(header?.state ?? [])),
            JSONMember("miner", .string(header?.miner ?? "")),
            JSONMember("reward", .integer(block?.reward.amount ?? 0)),
            JSONMember(
                "transactions",
                .array(
                    (block?.transactions ?? []).map {
                        transaction($0, blockNumber: node.index)
                    })),
            JSONMember("proofs", .array((block?.proofs ?? []).map { .string($0.id) })),
            JSONMember("certificates", .array((block?.certificates ?? []).map(certificate))),
        ])
    }

    private static func certificate(_ certificate: LearningCertificate) -> JSONValue {
        .object([
            JSONMember("kind", .string(certificate.kind.rawValue)),
            JSONMember("proof", hex(certificate.proof)),
            JSONMember("reward", .integer(certificate.reward)),
            JSONMember(
                "validators", .array(certificate.votes.map { .string($0.validator.text) })),
        ])
    }

    static func account(
        _ address: String, _ account: LearningAccount, pending: LearningAccount
    ) -> JSONValue {
        .object([
            JSONMember("address", .string(address)),
            JSONMember("balance", .integer(account.balance)),
            JSONMember("bond", .integer(account.bond)),
            JSONMember("held", .integer(account.held)),
            JSONMember("nonce", .integer(account.nonce)),
            JSONMember("reputation", .integer(account.reputation)),
            JSONMember("pending_balance", .integer(pending.balance)),
            JSONMember("pending_nonce", .integer(pending.nonce)),
        ])
    }
}

extension LearningKey {
    /// The address that a text names: digits of either case, since Ethereum's libraries write a
    /// checksum into their case. Nil for another text.
    package static func address(named text: String) -> String? {
        let lower = text.utf8.count == 42 ? text.lowercased() : ""
        return isAddress(lower) ? lower : nil
    }
}

extension LearningTree {
    /// The block of the best chain at a height; nil beyond it.
    func block(at index: Int) -> Node? { main.indices.contains(index) ? main[index] : nil }

    /// The block of the best chain with a hash in hexadecimal, with or without `0x`.
    func block(hashText: String) -> Node? {
        let digits =
            hashText.utf8.starts(with: "0x".utf8) ? String(hashText.dropFirst(2)) : hashText
        guard digits.utf8.count == 64, let bytes = Hexadecimal.bytes(of: digits.lowercased()),
            let node = node(bytes), block(at: node.index) === node
        else { return nil }
        return node
    }
}
