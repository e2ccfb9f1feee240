internal import BigInt
package import Conformance
package import PublishedLearning
package import PythonValues
package import Routing

/// Requests to the faces of one node, in order.
package struct InterfaceVectors: VectorJudge {
    /// The way of requests to a node at a time: straight, or through a listener.
    package typealias Way =
        @Sendable (PublishedLearningNode, _ now: PythonFloat) throws -> (WebRequest) throws ->
        WebAnswer

    private static let modelTime = PythonText("1700000060.25")
    package let name = "api"
    private let way: Way

    package init(
        way: @escaping Way = { node, now in { request in node.answer(to: request, now: now) } }
    ) {
        self.way = way
    }

    package func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["path"] != nil && $0["response"] != nil } ?? false
    }

    package func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let root = document.vectorDocument
        let (node, now) = try Self.node(root.member("state"))
        let answer = try way(node, now)
        return try root.member("cases").elements().enumerated().map { index, vector in
            let body = try vector.member("body")
            let answer = try answer(
                WebRequest(
                    method: try vector.member("method").string(),
                    path: try vector.member("path").string(),
                    body: body.isNull ? [] : try body.text().utf8()))
            let (status, response) = try (
                vector.member("status").int(), vector.member("response").text().utf8()
            )
            let pending = try vector.member("pending_after").int()
            return VectorOutcome(
                index: String(index),
                expected: try Self.text(status: status, body: response, pending: pending),
                got: try Self.text(
                    status: answer.status, body: answer.body,
                    pending: node.ledger.pending.count))
        }
    }

    /// Answers as values: of 422 and 500 the status alone, of errors of a call the code.
    private static func text(status: Int, body: [UInt8], pending: Int) throws -> String {
        var parts = ["\(status)", "\(pending) pending"]
        if status != 422, status != 500 {
            parts.append(try PublishedHash.encoding(answer(body)))
        }
        return parts.joined(separator: " ")
    }

    private static func answer(_ body: [UInt8]) throws -> PythonValue {
        let value = try PythonJSONParser.parse(body, byteCountMax: .max)
        guard case .dictionary(var members) = value,
            case .dictionary(let error)? = members["error"], let code = error["code"]
        else { return value }
        members["error"] = code
        return .dictionary(members)
    }

    private static func node(
        _ state: VectorValue
    ) throws -> (node: PublishedLearningNode, now: PythonFloat) {
        let genesis = try block(state.member("genesis"))
        let ledger = PublishedLedger(chain: [genesis, try block(state.member("block1"))])
        ledger.balances = try state.member("balances_before").balances()
        let now = try modelTime.float()
        let id = try state.member("node_id").text()
        let node = PublishedLearningNode(
            id: id, address: try state.member("wallet").text(), isAuthority: true,
            isTraining: true, ledger: ledger,
            engine: PublishedConsensus(
                nodeID: id, isAuthority: true, balances: ledger,
                sign: { _ in PythonText(PublishedSignature.failure) }),
            surroundings: VectorSurroundings(modelTime: now))
        return (node, now)
    }

    /// A block as `to_dict` writes it, in whose payments the addresses have other names.
    private static func block(_ value: VectorValue) throws -> PublishedBlock {
        guard case .dictionary(var members) = try value.document(),
            case .list(let payments)? = members["transactions"]
        else { throw VectorFormError(place: value.place, expected: "a block", got: "none") }
        members["transactions"] = .list(
            payments.map { payment in
                guard case .dictionary(let written) = payment else { return payment }
                var renamed = PythonDictionary()
                for (key, member) in written.members {
                    let isAddress = key.equals("from") || key.equals("to")
                    renamed[isAddress ? key + PythonText("_address") : key] = member
                }
                return .dictionary(renamed)
            })
        return try PublishedBlock(
            .dictionary(members), now: modelTime.float(), rebuilds: true)
    }
}

/// The surroundings that the file tells: one id, a model that repeats the prompt, a clock at 0.
private final class VectorSurroundings: LearningSurroundings {
    private let modelTime: PythonFloat

    init(modelTime: PythonFloat) { self.modelTime = modelTime }

    func uniqueID() -> String { "uuid-1" }

    func generatedText(
        prompt: PythonText, tokenCountMax: BigInt
    ) throws(PythonError) -> PythonText {
        prompt + PythonText(" -> reply(\(tokenCountMax))")
    }

    func hostSeconds() -> BigInt { 0 }

    func modelState() -> PythonValue {
        var metrics = PythonDictionary()
        let zero = PythonValue.float(PythonFloat(0))
        for (name, value) in [
            ("epoch", .integer(0)), ("loss", .float(VectorNumbers.half)), ("accuracy", zero),
            ("perplexity", .float(PythonFloat(1))), ("gradient_norm", zero),
            ("samples_processed", .integer(0)), ("tokens_processed", .integer(0)),
            ("learning_rate", zero), ("consciousness_level", zero), ("reasoning_quality", zero),
            ("quantum_coherence", zero),
        ] as [(String, PythonValue)] { metrics[name] = value }
        return .object([
            "epoch": .integer(0),
            "weights_hash": .text(String(repeating: "6", count: 64)),
            "state_hash": .text(String(repeating: "5", count: 64)),
            "training_metrics": .dictionary(metrics), "timestamp": .float(modelTime),
        ])
    }
}
