internal import BigInt
internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// Texts of peers, none of which is processed, and the handlers alone.
struct MessageVectors: VectorJudge {
    private static let start = PythonNumber.integer(1_700_000_000)
    let name = "messages"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["message"] != nil && $0["grew"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let node = try Self.node()
        return try document.vectorDocument.member("cases").elements().enumerated().map {
            index, vector in
            if let message = try vector.optional("message") {
                let before = node.ledger.pending.count
                let failure = node.receive(try message.text().utf8())
                let kind = if case .notJSON = failure { "json" } else { "exception" }
                return VectorOutcome(
                    index: String(index),
                    expected: try [
                        vector.reason(), vector.member("exception").string(),
                        String(vector.member("grew").int()),
                    ].joined(separator: " "),
                    got: "\(kind) \(failure.exceptionName) "
                        + String(node.ledger.pending.count - before))
            }
            return VectorOutcome(
                index: String(index), expected: try Self.expected(vector),
                got: try Self.handled(vector, node))
        }
    }

    private static func expected(_ vector: VectorValue) throws -> String {
        let errors = try vector.member("errors").elements().map { error in
            try error.elements().map { try $0.string() }.joined(separator: ": ")
        }
        return try [
            vector.member("verdict").string(), vector.reason(),
            PublishedHash.encoding(vector.member("grew").value),
        ].joined(separator: " ") + " " + errors.joined(separator: ", ")
    }

    private static func handled(
        _ vector: VectorValue, _ node: PublishedLearningNode
    ) throws -> String {
        let name = try vector.member("handler")
        guard let message = HandledMessage(rawValue: try name.string()) else {
            throw VectorFormError(
                place: name.place, expected: "a handler", got: try name.string())
        }
        let data = try vector.member("data").document()
        // The file's clock stands at the time of the proof that is handed in.
        var now = PythonFloat(1_700_000_000)
        if message == .trainingProof, case .float(let time) = try data.member("timestamp") {
            now = time
        }
        func counts() -> [(name: String, count: Int)] {
            [
                ("chain", node.ledger.chain.count), ("pending", node.ledger.pending.count),
                ("proofs", node.engine.pendingProofCount),
            ]
        }
        let before = counts()
        let caught = node.handle(message, data: data, now: now)
        var grown = PythonDictionary()
        var hasGrown = false
        for (old, new) in zip(before, counts()) {
            grown[new.name] = .integer(BigInt(new.count - old.count))
            hasGrown = hasGrown || new.count > old.count
        }
        let reason = hasGrown ? "-" : caught.isEmpty ? "rule" : "exception"
        let errors = caught.map { $0.place.rawValue + ": " + $0.error.name }
        return [
            hasGrown ? "accept" : "reject", reason,
            try PublishedHash.encoding(.dictionary(grown)),
        ].joined(separator: " ") + " " + errors.joined(separator: ", ")
    }

    /// The file tells no state: the node is an authority with stake, the senders of its accepted
    /// cases have what they need, and the chain begins at the vectors' clock.
    private static func node() throws -> PublishedLearningNode {
        let ledger = PublishedLedger(now: try PythonText("1700000000.5").float())
        let rich = PythonNumber.float(PythonFloat(10_000))
        for name in ["node-a", "worker", "a"] { try ledger.balances.set(.text(name), rich) }
        let id = PythonText("node-a")
        return PublishedLearningNode(
            id: id, address: id, isAuthority: true, isTraining: true, ledger: ledger,
            engine: PublishedConsensus(
                nodeID: id, isAuthority: true, balances: ledger,
                sign: { _ in PythonText(PublishedSignature.failure) }),
            surroundings: SilentSurroundings())
    }
}

/// Surroundings that no message asks for anything.
private final class SilentSurroundings: LearningSurroundings {
    func uniqueID() -> String { "00000000-0000-4000-8000-000000000000" }

    func generatedText(
        prompt: PythonText, tokenCountMax: BigInt
    ) throws(PythonError) -> PythonText {
        throw .other(name: "RuntimeError", "no model")
    }

    func hostSeconds() -> BigInt { 0 }

    func modelState() -> PythonValue { .none }
}
