internal import Conformance
internal import Cryptography
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// Sequences of requests to one gateway, with a digest of its state behind each.
struct RequestVectors: VectorJudge {
    let name = "api"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let histories)? = document["histories"],
            case .dictionary(let first)? = histories.first
        else { return false }
        return first["steps"] != nil && first["final_state"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("histories").elements().flatMap { history in
            let name = try history.member("history")
            let (mode, tables): (GatewayMode, LedgerTables)
            switch try name.string() {
            case "shipped": (mode, tables) = (.shipped, .migrated)
            case "meant": (mode, tables) = (.meant, .migrated)
            case "fresh": (mode, tables) = (.meant, .fresh)
            case let other:
                throw VectorFormError(
                    place: name.place, expected: "shipped, meant or fresh", got: other)
            }
            let network = VectorNetwork(seed: "shared/api/\(try name.string())")
            let gateway = try PublishedGateway(
                identity: VectorParty.identity("gateway"), ledger: PublishedLedger(tables: tables),
                mode: mode, surroundings: network)
            var outcomes = try history.member("steps").elements().map { step in
                try Self.outcome(of: step, gateway, network, history: try name.string())
            }
            outcomes.append(
                VectorOutcome(
                    index: "\(try name.string()) final_state",
                    expected: try PythonJSONWriter.text(history.member("final_state").value),
                    got: try PythonJSONWriter.text(gateway.state())))
            return outcomes
        }
    }

    private static func outcome(
        of step: VectorValue, _ gateway: PublishedGateway, _ network: VectorNetwork,
        history: String
    ) throws -> VectorOutcome {
        let now = try PythonValue.string(step.member("now").text()).convertedToFloat()
        network.now = now
        let outcome = gateway.outcome(of: try request(of: step), now: now)
        return VectorOutcome(
            index: "\(history) \(try step.caseIndex())",
            expected: try OutcomeText.expected(step) + " "
                + step.member("state_sha256").string(),
            got: try OutcomeText.got(outcome, like: step) + " " + gateway.stateDigest().text)
    }

    static func request(of step: VectorValue) throws -> WebRequest {
        let query = try step.optional("query").map(query) ?? ""
        let body = try step.optional("body").map { Array(try $0.string().utf8) } ?? []
        let method = try step.optional("method").map { try $0.string() }
        return WebRequest(
            method: method ?? (body.isEmpty ? "GET" : "POST"),
            path: try step.member("path").string(), query: query, body: body)
    }

    /// All bytes of the values percent-encoded.
    static func query(_ value: VectorValue) throws -> String {
        guard case .dictionary(let members) = value.value else {
            throw VectorFormError(
                place: value.place, expected: "an object", got: value.value.typeName)
        }
        return try members.members.map { key, member in
            let bytes = try member.requiredText().utf8()
            return key.shown + "="
                + bytes.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }.joined(separator: "&")
    }
}
