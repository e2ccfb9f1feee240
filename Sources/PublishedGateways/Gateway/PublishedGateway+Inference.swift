internal import BigInt
internal import PythonValues
internal import PythonWeb

extension PublishedGateway {
    private static let inferenceSchema = RequestSchema([
        RequestMember("prompt", .text),
        RequestMember("max_new_tokens", .integer, absent: .integer(256)),
        RequestMember("temperature", .float, absent: .float(NodeDefaults.temperature)),
        RequestMember("user_pubkey", .text, isNullable: true),
    ])

    /// A node's text, paid where the request names a user, with a receipt by both.
    func infer(_ request: GatewayRequest) throws -> PythonValue {
        let members = try Self.inferenceSchema.members(ofBody: request.body)
        guard !nodes.isEmpty else { throw RequestFailure.refused(503, "No nodes available") }
        let node = nodes[turn % nodes.count]
        turn += 1
        let session = PythonText(surroundings.uniqueID())
        let generated = try call(
            node, "/generate", .dictionary(members), failure: "Node failed: ")
        let result = try Self.result(generated)
        if case .string(let user)? = members["user_pubkey"], !user.codePoints.isEmpty {
            try debit(user, for: result, session: session, now: request.now)
        }
        var receipt = try PublishedReceipt(
            PythonDictionary([
                "gateway_pubkey": .text(identity.publicKey), "node_pubkey": .string(node.key),
                "session_id": .string(session), "route": .string(node.key),
                "input_tokens": result["input_tokens"] ?? .none,
                "output_tokens": result["output_tokens"] ?? .none,
                "wall_time_ms": result["wall_time_ms"] ?? .none, "created_at": .float(request.now),
            ]))
        receipt.gatewaySignature = .text(identity.signature(of: try receipt.payload()))
        let signed = try call(
            node, "/sign_receipt", .dictionary(receipt.members),
            failure: "Node did not countersign receipt: ")
        receipt.nodeSignature = try signed.optionalMember("node_sig")
        guard try receipt.isSigned() else {
            throw RequestFailure.refused(500, "Invalid receipt after countersign")
        }
        try ledger.add(receipt)
        publish(receipt, now: request.now)
        // Peers that join while a call is out are told, too.
        var index = 0
        while index < peers.count {
            tell(peers[index], path: "/gossip/receipts", .list([.dictionary(receipt.members)]))
            index += 1
        }
        return .object(["text": result["text"] ?? .none])
    }

    private static let resultSchema = RequestSchema([
        RequestMember("text", .text), RequestMember("input_tokens", .integer),
        RequestMember("output_tokens", .integer), RequestMember("wall_time_ms", .integer),
    ])

    private static func result(_ value: PythonValue) throws(PythonError) -> PythonDictionary {
        guard case .dictionary = value else {
            throw .type("argument after ** must be a mapping, not \(value.typeName)")
        }
        do throws(SchemaError) {
            return try resultSchema.members(of: value)
        } catch {
            throw .other(
                name: "ValidationError", "InferenceResult: \(error.kinds.joined(separator: ", "))")
        }
    }

    /// A balance that does not suffice is refused; what was taken stays taken.
    private func debit(
        _ user: PythonText, for result: PythonDictionary, session: PythonText, now: PythonFloat
    ) throws {
        let amount = try Self.price(of: result, base: base(now: now))
        do throws(PythonError) {
            try ledger.debit(
                user, amount: amount, memo: PythonText("inference"), reference: session, now: now)
        } catch .value, .unicode {
            throw RequestFailure.refused(402, "insufficient GLYPH balance")
        }
    }

    /// The value of a node's answer.
    private func call(
        _ node: RegisteredNode, _ path: String, _ value: PythonValue, failure: String
    ) throws -> PythonValue {
        let url = String(decoding: try node.url.utf8(), as: UTF8.self) + path
        let text = try PythonJSONWriter.text(value, sortsKeys: false, style: .response)
        switch surroundings.answer(
            to: OutgoingCall(method: "POST", url: url, body: Array(text.utf8)))
        {
        case .unreachable:
            throw PythonError.other(name: "ConnectError", "All connection attempts failed")
        case .timedOut: throw PythonError.other(name: "ReadTimeout", "")
        case .answered(let status, let body):
            guard status == 200 else {
                throw RequestFailure.refused(
                    502, failure + String(decoding: body, as: UTF8.self))
            }
            return try TableCell.text(body).json()
        }
    }
}
