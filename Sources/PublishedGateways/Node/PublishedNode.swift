internal import BigInt
package import PythonValues
package import PythonWeb
package import Routing

/// A node that generates texts and signs receipts: any receipt of anybody, without a check.
///
/// **Source:** the published code, node.
package struct PublishedNode: Sendable, WebRouter {
    private enum Endpoint { case generate, nextToken, signReceipt, health }

    private static let routes = RouteTable<Endpoint>([
        .init("POST", "/generate", .generate),
        .init("POST", "/next_token", .nextToken),
        .init("POST", "/sign_receipt", .signReceipt),
        .init("GET", "/health", .health),
    ])

    private static let generateSchema = RequestSchema([
        RequestMember("prompt", .text),
        RequestMember("max_new_tokens", .integer, absent: .integer(256)),
        RequestMember("temperature", .float, absent: .float(NodeDefaults.temperature)),
    ])

    private static let nextTokenSchema = RequestSchema([
        RequestMember("prompt", .text),
        RequestMember("temperature", .float, absent: .float(NodeDefaults.temperature)),
    ])

    private let identity: PublishedIdentity
    private let model: any TextModel
    /// Seconds since 1970, read before and after the model's work.
    private let clock: @Sendable () -> PythonFloat

    package init(
        identity: PublishedIdentity, model: any TextModel,
        clock: @escaping @Sendable () -> PythonFloat
    ) {
        self.identity = identity
        self.model = model
        self.clock = clock
    }

    package var publicKey: String { identity.publicKey }

    /// The request's time is not used: the node reads its own clock.
    package func answer(_ request: WebRequest, atMilliseconds milliseconds: Int) -> WebAnswer {
        do throws(RequestFailure) {
            return try answer(request)
        } catch {
            return error.answer
        }
    }

    /// The answer to a request. **Throws:** ``RequestFailure`` where the handler gives none.
    package func answer(_ request: WebRequest) throws(RequestFailure) -> WebAnswer {
        switch Self.routes.match(request) {
        case .answer(let answer): return answer
        case .endpoint(let endpoint, _):
            do {
                return try WebAnswer(json: .dictionary(members(endpoint, request.body)))
            } catch let error as SchemaError {
                throw .schema(error)
            } catch let error as PythonError {
                throw .raised(error)
            } catch {
                throw .raised(.other(name: "Exception", "\(error)"))
            }
        }
    }

    /// **Throws:** ``SchemaError`` or ``PythonError``.
    private func members(_ endpoint: Endpoint, _ body: [UInt8]) throws -> PythonDictionary {
        switch endpoint {
        case .generate: try generated(Self.generateSchema.members(ofBody: body))
        case .nextToken: try nextToken(Self.nextTokenSchema.members(ofBody: body))
        case .signReceipt: try signed(RequestBody.object(body))
        case .health: health
        }
    }

    private var health: PythonDictionary {
        var answer = PythonDictionary()
        answer["ok"] = .boolean(true)
        answer["device"] = .text(model.device)
        return answer
    }

    private func generated(_ request: PythonDictionary) throws -> PythonDictionary {
        guard case .integer(let countMax)? = request["max_new_tokens"] else {
            throw PythonError.key("'max_new_tokens'")
        }
        let start = clock()
        let generation = try generation(request, countMax)
        var answer = PythonDictionary()
        answer["text"] = .string(generation.text)
        answer["input_tokens"] = .integer(BigInt(generation.inputTokenCount))
        answer["output_tokens"] = .integer(BigInt(generation.outputTokenCount))
        answer["wall_time_ms"] = try WallTime.milliseconds(from: start, to: clock())
        return answer
    }

    private func nextToken(_ request: PythonDictionary) throws -> PythonDictionary {
        let start = clock()
        let generation = try generation(request, 1)
        var answer = PythonDictionary()
        answer["token"] = .string(generation.lastToken.text)
        answer["token_id"] = .integer(BigInt(generation.lastToken.id))
        answer["input_tokens"] = .integer(BigInt(generation.inputTokenCount))
        answer["output_tokens"] = .integer(1)
        answer["wall_time_ms"] = try WallTime.milliseconds(from: start, to: clock())
        return answer
    }

    private func generation(
        _ request: PythonDictionary, _ countMax: BigInt
    ) throws -> TextGeneration {
        guard case .string(let prompt)? = request["prompt"],
            case .float(let temperature)? = request["temperature"]
        else { throw PythonError.key("'prompt'") }
        return try model.generation(
            prompt: prompt, newTokenCountMax: countMax, temperature: temperature)
    }

    /// The node's signature of all members but the two signatures, whatever they are.
    private func signed(_ receipt: PythonDictionary) throws -> PythonDictionary {
        var rest = PythonDictionary()
        let signatures = [
            PublishedReceipt.gatewaySignatureName, PublishedReceipt.nodeSignatureName,
        ]
        for (key, value) in receipt.members where !signatures.contains(where: key.equals) {
            rest[key] = value
        }
        let payload = Array(try PythonJSONWriter.text(.dictionary(rest)).utf8)
        var answer = PythonDictionary()
        answer["node_sig"] = .text(identity.signature(of: payload))
        answer["node_pubkey"] = .text(identity.publicKey)
        return answer
    }
}
