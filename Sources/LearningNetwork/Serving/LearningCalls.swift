internal import Cryptography
internal import Encodings
internal import Routing
internal import Training
internal import Trials

/// Methods of JSON-RPC, with Ethereum's names: amounts in wei, of which a coin has 10^18.
struct LearningCalls {
    private static let weiPerUnit = UInt128(1_000_000_000_000)

    let desk: LearningDesk
    let client: String
    let source: Source
    let clock: LogicalClock

    private var system: LearningSystem { desk.system }
    private var tree: LearningTree { desk.system.tree }

    func answer(body: [UInt8]) -> WebAnswer {
        CallEnvelope { method, parameters throws(CallError) in
            try result(method, parameters)
        }.answer(body: body)
    }

    private func result(
        _ method: String, _ parameters: [JSONValue]
    ) throws(CallError) -> JSONValue {
        switch method {
        case "web3_clientVersion": return .string(client)
        case "net_version": return .string(String(system.rules.chainID))
        case "net_listening": return .boolean(true)
        case "eth_chainId": return Self.quantity(system.rules.chainID)
        case "eth_syncing": return .boolean(false)
        case "eth_accounts": return .array([])
        case "eth_blockNumber": return Self.quantity(tree.head.index)
        case "eth_getBalance":
            let account = try account(parameters)
            return .string(Self.wei(account.balance))
        case "eth_getTransactionCount": return Self.quantity(try account(parameters).nonce)
        case "eth_getBlockByNumber":
            let node = try block(parameters.first)
            return node.map { block($0, isWhole: isWhole(parameters)) } ?? .null
        case "eth_getBlockByHash":
            let text = try Self.text(parameters.first, "a block's hash")
            return tree.block(hashText: text).map { block($0, isWhole: isWhole(parameters)) }
                ?? .null
        case "eth_sendRawTransaction": return try send(parameters)
        default: throw Self.unknown(method)
        }
    }

    /// Methods that want the node to sign: it has no key of anybody's.
    private static let signing = [
        "eth_sendTransaction", "eth_sign", "eth_signTransaction", "eth_signTypedData",
        "personal_sign", "personal_sendTransaction", "personal_unlockAccount",
    ]

    private static func unknown(_ method: String) -> CallError {
        let shown = JSONValue.quoted(method, scalarCountMax: 60)
        return CallError(
            code: CallError.method,
            message: signing.contains { $0.utf8.elementsEqual(method.utf8) }
                ? "\(shown): this node signs for nobody: sign the transaction yourself, and send "
                    + "its bytes by eth_sendRawTransaction" : "\(shown): no such method")
    }

    // MARK: Parameters

    private static func text(
        _ value: JSONValue?, _ what: String
    ) throws(CallError) -> String {
        guard let text = value?.stringValue else {
            throw CallError(
                code: CallError.parameters,
                message: "expected \(what), got \(value?.kind ?? "nothing")")
        }
        return text
    }

    private func account(_ parameters: [JSONValue]) throws(CallError) -> LearningAccount {
        let text = try Self.text(parameters.first, "an address")
        guard let address = LearningKey.address(named: text) else {
            throw CallError(
                code: CallError.parameters,
                message: "expected 0x and 40 digits of hexadecimal, got "
                    + JSONValue.quoted(text, scalarCountMax: 60))
        }
        return try state(parameters.dropFirst().first)[address]
    }

    /// The state at a block; of old ones none is kept.
    private func state(_ value: JSONValue?) throws(CallError) -> LearningState {
        guard let value else { return system.state }
        if value.stringValue == "pending" { return system.pendingState }
        guard let node = try block(value), let state = node.state else {
            throw CallError(
                code: CallError.refused,
                message: "expected one of the last \(LearningLimits.keptStateCount) blocks")
        }
        return state
    }

    private func block(_ value: JSONValue?) throws(CallError) -> LearningTree.Node? {
        let text = try Self.text(value, "a block's number or name")
        switch text {
        case "latest", "safe", "finalized", "pending": return tree.head
        case "earliest": return tree.main[0]
        default:
            let digits = text.utf8.dropFirst(2)
            guard text.utf8.starts(with: "0x".utf8), (1...64).contains(digits.count),
                digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit })
            else {
                throw CallError(
                    code: CallError.parameters,
                    message: "expected latest, earliest, or 0x and digits of hexadecimal, got "
                        + JSONValue.quoted(text, scalarCountMax: 60))
            }
            return Int(String(decoding: digits, as: UTF8.self), radix: 16)
                .flatMap(tree.block(at:))
        }
    }

    private func isWhole(_ parameters: [JSONValue]) -> Bool {
        parameters.dropFirst().first?.booleanValue ?? false
    }

    // MARK: Results

    static func quantity(_ number: Int) -> JSONValue {
        .string("0x" + String(max(0, number), radix: 16))
    }

    private static func wei(_ units: Int) -> String {
        "0x" + String(UInt128(max(0, units)) * weiPerUnit, radix: 16)
    }

    private static func data(_ bytes: [UInt8]) -> JSONValue {
        .string("0x" + Hexadecimal.text(of: bytes))
    }

    private func block(_ node: LearningTree.Node, isWhole: Bool) -> JSONValue {
        let header = node.block?.header
        let transactions = node.block?.transactions ?? []
        let zeros = [UInt8](repeating: 0, count: 32)
        let miner = header?.miner ?? "0x" + String(repeating: "0", count: 40)
        return .object([
            JSONMember("number", Self.quantity(node.index)),
            JSONMember("hash", Self.data(node.hash)),
            JSONMember("parentHash", Self.data(node.parent?.hash ?? zeros)),
            JSONMember("timestamp", Self.quantity(node.time)),
            JSONMember("miner", .string(miner)),
            JSONMember(
                "nonce", Self.data(UInt64(max(0, header?.nonce ?? 0)).bigEndianBytes)),
            JSONMember("stateRoot", Self.data(header?.state ?? zeros)),
            JSONMember("transactionsRoot", Self.data(header?.transactions ?? zeros)),
            JSONMember("size", Self.quantity(node.block?.bytes.count ?? 0)),
            JSONMember("gasLimit", Self.quantity(0)), JSONMember("gasUsed", Self.quantity(0)),
            JSONMember("difficulty", Self.quantity(1 << LearningLimits.workBitCount)),
            JSONMember(
                "transactions",
                .array(
                    transactions.enumerated().map { place, transaction in
                        isWhole
                            ? Self.transaction(transaction, node, place)
                            : Self.data(transaction.digest)
                    })),
            JSONMember("trainingEpoch", .integer(header?.epoch ?? 0)),
            JSONMember(
                "modelStateHash",
                Self.data(
                    header?.model ?? system.rules.genesis.model.initialWeights.hash.bytes)),
        ])
    }

    private static func transaction(
        _ transaction: LearningTransaction, _ node: LearningTree.Node, _ place: Int
    ) -> JSONValue {
        .object([
            JSONMember("hash", data(transaction.digest)),
            JSONMember("from", .string(transaction.from)),
            JSONMember("to", transaction.to.isEmpty ? .null : .string(transaction.to)),
            JSONMember("value", .string(wei(transaction.amount))),
            JSONMember("fee", .string(wei(transaction.fee))),
            JSONMember("nonce", quantity(transaction.nonce)),
            JSONMember("kind", .string(transaction.kind.rawValue)),
            JSONMember("blockNumber", quantity(node.index)),
            JSONMember("blockHash", data(node.hash)),
            JSONMember("transactionIndex", quantity(place)),
        ])
    }

    // MARK: Sending

    /// Takes a transaction's canonical bytes in hexadecimal, and answers its hash.
    private func send(_ parameters: [JSONValue]) throws(CallError) -> JSONValue {
        let text = try Self.text(parameters.first, "a signed transaction")
        guard text.utf8.starts(with: "0x".utf8),
            text.utf8.count <= 2 + 2 * (LearningLimits.transactionByteCountMax + 1),
            let bytes = Hexadecimal.bytes(of: text.dropFirst(2).lowercased())
        else {
            throw CallError(
                code: CallError.parameters,
                message: "expected 0x and the transaction's bytes in hexadecimal, at most "
                    + "\(LearningLimits.transactionByteCountMax)")
        }
        do throws(Refusal) {
            try desk.take(.transaction, bytes, from: source, at: clock)
            return Self.data(try LearningTransaction(bytes, system.rules.guards).digest)
        } catch {
            throw CallError(
                code: CallError.refused, message: error.description,
                data: .object([JSONMember("guard", .string(error.by.name))]))
        }
    }
}
