internal import BigInt
internal import PythonValues
internal import PythonWeb

extension PublishedLearningNode {
    private static let paymentSchema = RequestSchema([
        RequestMember("to", .text), RequestMember("value", .float),
        RequestMember("gas", .float, isNullable: true, absent: .float(LearningDefaults.gas)),
        RequestMember("data", .text, isNullable: true),
    ])
    private static let blockSchema = RequestSchema([
        RequestMember("number", .integer), RequestMember("hash", .text),
        RequestMember("parent_hash", .text), RequestMember("timestamp", .float),
        RequestMember("transactions", .list), RequestMember("training_epoch", .integer),
        RequestMember("model_state_hash", .text),
    ])

    // MARK: Ledger

    func balance(of address: PythonText) throws -> PythonValue {
        let balance = PythonValue.number(try ledger.balance(.string(address)))
        let member = RequestMember("balance", .float)
        return .object([
            "address": .string(address), "balance": try Self.answered(member, balance),
        ])
    }

    /// A float of an answer that pydantic writes: null where it is not finite.
    ///
    /// **Throws:** ``RequestFailure/raised(_:)`` where the value is no float of pydantic's.
    private static func answered(
        _ member: RequestMember, _ value: PythonValue
    ) throws(RequestFailure) -> PythonValue {
        do throws(SchemaError) {
            let coerced = try member.coerced(value)
            return coerced.withoutInfinities
        } catch {
            throw .raised(.other(name: "ValidationError", "1 validation error"))
        }
    }

    func block(named name: PythonText) throws -> PythonValue {
        guard let block = try namedBlock(name) else {
            throw RequestFailure.refused(404, "Block not found")
        }
        // In values of any type pydantic writes null for what is not finite; in the block's own
        // members it does not.
        let payments = try block.paymentObjects().withoutInfinities
        do throws(SchemaError) {
            return .dictionary(
                try Self.blockSchema.members(
                    of: .object([
                        "number": block.index, "hash": block.hash,
                        "parent_hash": block.previousHash, "timestamp": block.timestamp,
                        "transactions": payments, "training_epoch": block.trainingEpoch,
                        "model_state_hash": block.modelStateHash,
                    ])))
        } catch {
            // pydantic's error is a ValueError, as that of a text that is no number.
            throw Self.invalidIdentifier
        }
    }

    private static let invalidIdentifier = RequestFailure.refused(
        400, "Invalid block identifier")

    private func namedBlock(_ name: PythonText) throws(RequestFailure) -> PublishedBlock? {
        if name.equals("latest") { return ledger.tip }
        // Hashes are written without the prefix: none is ever found.
        if name.codePoints.starts(with: PythonText("0x").codePoints) {
            return ledger.block(hash: name)
        }
        guard let number = try? name.integer() else { throw Self.invalidIdentifier }
        return ledger.block(at: number)
    }

    /// Answers a new id and `failed`: the payment is neither pooled nor sent, for the message that
    /// would carry it has a type that there is not.
    func send(body: [UInt8]) throws -> PythonValue {
        let request = try Self.paymentSchema.members(ofBody: body)
        let (value, gas) = (RequestMember("value", .float), RequestMember("gas", .float))
        return .object([
            "hash": .text(surroundings.uniqueID()), "from_address": .string(address),
            "to": request["to"] ?? .none,
            "value": try Self.answered(value, request["value"] ?? .none),
            "gas": try Self.answered(gas, request["gas"] ?? .none), "status": .text("failed"),
        ])
    }

    // MARK: Status

    func status(now: PythonFloat) throws -> PythonValue {
        try .object([
            "node_id": .string(id), "is_running": .boolean(isRunning),
            "is_authority": .boolean(isAuthority), "training_enabled": .boolean(isTraining),
            "current_epoch": .integer(BigInt(trainingEpoch)), "balance": walletBalance,
            "blockchain_height": .integer(BigInt(ledger.chain.count)),
            "pending_transactions": .integer(BigInt(ledger.pending.count)),
            "connected_peers": .integer(0), "network_stats": networkStatistics,
            "consensus_status": engine.statusObject(now: now),
        ])
    }

    private var networkStatistics: PythonValue {
        .object([
            "node_id": .string(id), "total_peers": .integer(0), "connected_peers": .integer(0),
            "authority_nodes": .integer(0), "running": .boolean(isRunning),
        ])
    }

    var peers: PythonValue {
        .object([
            "connected_peers": .list([]), "peer_count": .integer(0),
            "authority_count": .integer(0),
        ])
    }

    func trainingStatus(now: PythonFloat) throws -> PythonValue {
        try .object([
            "current_epoch": .integer(BigInt(trainingEpoch)),
            "training_enabled": .boolean(isTraining), "model_state": surroundings.modelState(),
            "consensus_status": engine.statusObject(now: now),
        ])
    }

    /// A balance that is not a number, or infinite, cannot be answered: HTTP 500.
    func networkInformation() throws -> PythonValue {
        .object([
            "node_id": .string(id), "network_stats": networkStatistics,
            "blockchain_height": .integer(BigInt(ledger.chain.count)),
            "total_supply": .number(try ledger.balances.total()),
            "difficulty": .integer(BigInt(ledger.difficulty)),
        ])
    }
}

extension PythonValue {
    /// The value with null in the place of floats that are not finite.
    fileprivate var withoutInfinities: PythonValue {
        switch self {
        case .float(let float): return float.isFinite ? self : .none
        case .list(let elements): return .list(elements.map(\.withoutInfinities))
        case .dictionary(let members):
            var finite = PythonDictionary()
            for (key, value) in members.members { finite[key] = value.withoutInfinities }
            return .dictionary(finite)
        default: return self
        }
    }
}
