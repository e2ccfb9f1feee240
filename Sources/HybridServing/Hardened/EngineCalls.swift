internal import Encodings
internal import HybridChain
internal import Routing
internal import Trials

/// JSON-RPC of the hardened engine: the published methods, in one strict form, with a token.
struct EngineCalls {
    static let path = "/engine"

    private struct CallError: Error {
        let code: Int
        let message: String

        static func parameters(_ message: String) -> CallError {
            CallError(code: -32602, message: message)
        }

        init(code: Int, message: String) {
            self.code = code
            self.message = message
        }

        init(_ error: HybridEngineError) {
            let code =
                switch error {
                case .form, .unknownHead: -32602
                case .unknownPayload: -38001
                case .noProposer, .notBuilt: -38003
                }
            self.init(code: code, message: error.message)
        }
    }

    enum Answer {
        case web(WebAnswer)
        /// The job waits for its quorum: the same request again, some ticks later.
        case wait
    }

    let desk: HybridDesk
    let source: Source
    let clock: LogicalClock

    /// The refusal of a request that may not be looked at; nil for one that may.
    ///
    /// - Parameter token: the engine's; nil where there is none.
    static func refusal(
        _ request: WebRequest, contentType: String, authorization: String, token: [UInt8]?
    ) -> WebAnswer? {
        guard let token else { return .hybridUnknownPath }
        guard isToken(authorization, token) else {
            let answer = WebAnswer.hybridRefusal(401, "token", "expected the engine's bearer token")
            return WebAnswer(
                status: answer.status, contentType: answer.contentType,
                fields: [WebAnswer.Field("www-authenticate", "Bearer")], body: answer.body)
        }
        guard request.method == "POST" else { return .hybridOtherMethod }
        guard contentType.utf8.elementsEqual("application/json".utf8) else {
            return .hybridRefusal(415, "content_type", "expected application/json")
        }
        return nil
    }

    /// Compares every byte, so that the time tells nothing.
    private static func isToken(_ authorization: String, _ token: [UInt8]) -> Bool {
        let expected = Array("Bearer ".utf8) + token
        let got = Array(authorization.utf8)
        guard got.count == expected.count else { return false }
        return zip(got, expected).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    func answer(_ body: [UInt8]) -> Answer {
        let request: JSONValue
        do throws(JSONParseError) {
            request = try JSONParser.parse(body, byteCountMax: .max)
        } catch {
            return Self.failure(.null, CallError(code: -32700, message: "Parse error: \(error)"))
        }
        guard request.objectValue != nil else {
            return Self.failure(
                .null, CallError(code: -32600, message: "expected one request, an object"))
        }
        let id = request.member("id") ?? .null
        guard id.objectValue == nil, id.arrayValue == nil else {
            return Self.failure(.null, CallError(code: -32600, message: "Invalid id"))
        }
        do throws(CallError) {
            let parameters = request.member("params")?.arrayValue ?? []
            let result: JSONValue?
            switch request.member("method")?.stringValue {
            case "engine_forkchoiceUpdatedV1": result = try forkChoice(parameters)
            case "engine_getPayloadV1": result = try payload(parameters)
            case "engine_newPayloadV1": result = try judged(parameters)
            default: throw CallError(code: -32601, message: "Method not found")
            }
            guard let result else { return .wait }
            return .web(
                .hybrid(.object([JSONMember("id", id), JSONMember("result", result)])))
        } catch {
            return Self.failure(id, error)
        }
    }

    private static func failure(_ id: JSONValue, _ error: CallError) -> Answer {
        .web(
            .hybrid(
                .object([
                    JSONMember("id", id),
                    JSONMember(
                        "error",
                        .object([
                            JSONMember("code", .integer(error.code)),
                            JSONMember("message", .string(error.message)),
                        ])),
                ])))
    }

    // MARK: Methods

    private func hash(_ value: JSONValue?) throws(CallError) -> [UInt8] {
        guard let hash = value?.stringValue.flatMap({ HybridEngine.hash(Array($0.utf8)) }) else {
            throw CallError(.form)
        }
        return hash
    }

    private func forkChoice(_ parameters: [JSONValue]) throws(CallError) -> JSONValue {
        guard let state = parameters.first?.member("forkchoiceState"), state.objectValue != nil
        else {
            throw .parameters("expected an object forkchoiceState")
        }
        let head = try hash(state.member("headBlockHash"))
        for name in ["safeBlockHash", "finalizedBlockHash"] {
            if let value = state.member(name) { _ = try hash(value) }
        }
        let hasJob: Bool
        switch parameters.first?.member("payloadAttributes") {
        case nil, .null?: hasJob = false
        case .object?: hasJob = true
        default: throw .parameters("expected an object payloadAttributes, or none")
        }
        let id: [UInt8]?
        do throws(HybridEngineError) {
            try desk.engine.choose(head: head, at: desk.node)
            id = hasJob ? try desk.engine.begin(head: head, at: desk.node) : nil
        } catch {
            throw CallError(error)
        }
        return .object([
            JSONMember("payloadId", id.map(JSONValue.hash) ?? .null),
            JSONMember("payloadStatus", .object([JSONMember("status", .string("VALID"))])),
        ])
    }

    /// Nil while the job waits.
    private func payload(_ parameters: [JSONValue]) throws(CallError) -> JSONValue? {
        let id = try hash(parameters.first)
        let block: HybridBlock
        do throws(HybridEngineError) {
            let (built, messages) = try desk.engine.payload(id, at: desk.node)
            desk.tell(messages)
            guard let built else { return nil }
            block = built
        } catch {
            throw CallError(error)
        }
        let header = block.header
        let deltas = desk.node.bundle(block.hash)?.deltas ?? []
        return .object([
            JSONMember("blockNumber", quantity(header.number)),
            JSONMember("blockHash", .hash(block.hash)),
            JSONMember("parentHash", .hash(header.parent)),
            JSONMember("slot", quantity(header.slot)),
            JSONMember("proposer", quantity(UInt64(header.proposer))),
            JSONMember("updateId", .hash(header.updateID)),
            JSONMember("stateRoot", .hash(header.stateRoot)),
            JSONMember("nonce", quantity(header.nonce)),
            JSONMember("block", .hash(block.bytes)),
            JSONMember("deltas", .array(deltas.map(JSONValue.hash))),
        ])
    }

    private func quantity(_ number: UInt64) -> JSONValue {
        .string("0x" + String(number, radix: 16))
    }

    private func bytes(_ name: String, _ value: JSONValue?) throws(CallError) -> [UInt8] {
        guard let text = value?.stringValue, text.utf8.starts(with: "0x".utf8),
            !text.utf8.contains(where: { (0x41...0x5A).contains($0) }),
            let bytes = Hexadecimal.bytes(
                of: String(decoding: text.utf8.dropFirst(2), as: UTF8.self))
        else {
            throw .parameters(
                "\(name): expected 0x and pairs of lower-case hexadecimal digits, got "
                    + (value == nil ? "none" : "something else"))
        }
        return bytes
    }

    private func judged(_ parameters: [JSONValue]) throws(CallError) -> JSONValue {
        let block = try bytes("block", parameters.first?.member("block"))
        let values = parameters.first?.member("deltas")?.arrayValue ?? []
        guard values.count <= HybridLimits.validatorCountMax else {
            throw .parameters("deltas: expected at most \(HybridLimits.validatorCountMax)")
        }
        var deltas: [[UInt8]] = []
        for value in values { deltas.append(try bytes("deltas", value)) }
        let bundle = HybridBundle(deltas: deltas, block: block)
        let (refusal, _) = desk.hear(
            HybridMessage(.bundle, bundle.bytes).bytes, from: source, at: clock)
        guard let refusal else {
            return .object([JSONMember("status", .string("VALID"))])
        }
        let isWaiting = [
            HybridGuards.parent, HybridGuards.deltasKnown, HybridGuards.sourceBudget,
        ].contains(refusal.by)
        return .object([
            JSONMember("status", .string(isWaiting ? "SYNCING" : "INVALID")),
            JSONMember("guard", .string(refusal.by.name)),
            JSONMember("validationError", .string(refusal.message)),
        ])
    }
}
