internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedGateways
internal import PythonValues
internal import Routing

/// A history of two gateways and three nodes, step by step, with digests of both states.
struct HistoryVectors: VectorJudge {
    let name = "history"

    private static let names = ["gateway", "gateway-b"]

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let steps)? = document["steps"], case .dictionary(let first)? = steps.first
        else { return false }
        return first["head"] != nil && first["gateway"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let whole = document.vectorDocument
        let made = try whole.member("made")
        // SEED = 'shared/hist/0' is the end of the text.
        let words = try made.string().split(separator: "'")
        guard let seed = words.last else {
            throw VectorFormError(place: made.place, expected: "a SEED", got: "none")
        }
        let network = VectorNetwork(seed: String(seed))
        defer { network.dissolve() }
        for name in Self.names {
            network.add(
                try PublishedGateway(
                    identity: VectorParty.identity(name), ledger: PublishedLedger(),
                    surroundings: network), name: name)
        }
        return try whole.member("steps").elements().map { step in
            VectorOutcome(
                index: try step.caseIndex(), expected: try Self.expected(step),
                got: try Self.got(step, network))
        }
    }

    private static func expected(_ step: VectorValue) throws -> String {
        var parts = [try OutcomeText.expected(step)]
        for name in ["pulled", "calls", "head", "state_sha256", "state"] {
            if let value = try step.optional(name) {
                parts.append(try PythonJSONWriter.text(value.value))
            }
        }
        return parts.joined(separator: " ")
    }

    private static func got(_ step: VectorValue, _ network: VectorNetwork) throws -> String {
        let gatewayName = try step.member("gateway")
        guard let gateway = network.gateway(try gatewayName.string()) else {
            throw VectorFormError(
                place: gatewayName.place, expected: "gateway or gateway-b",
                got: try gatewayName.string())
        }
        try prepare(network, step)
        var parts = try outcome(of: step, gateway, network)
        if try step.optional("calls") != nil {
            parts.append(
                try PythonJSONWriter.text(.list(network.callURLs.map(PythonValue.text))))
        }
        parts.append(
            try ofEach(network) { gateway throws(PythonError) in
                let head = try gateway.ledger.chainHead()
                return head.isTrue ? head : .text("")
            })
        parts.append(
            try ofEach(network) { gateway throws(PythonError) in
                .text(try gateway.stateDigest().text)
            })
        if try step.optional("state") != nil {
            parts.append(try ofEach(network) { gateway throws(PythonError) in try gateway.state() })
        }
        return parts.joined(separator: " ")
    }

    private static func prepare(_ network: VectorNetwork, _ step: VectorValue) throws {
        network.now = try PythonValue.string(step.member("now").text()).convertedToFloat()
        network.wall = PythonFloat(0)
        if let wall = try step.optional("wall") {
            network.wall = try PythonValue.string(wall.text()).convertedToFloat()
        }
        network.faults = []
        if let fault = try step.optional("fault") {
            let parts = try fault.elements()
            guard parts.count == 4 else {
                throw VectorFormError(
                    place: fault.place, expected: "four elements", got: "\(parts.count)")
            }
            network.faults = [
                VectorNetwork.Fault(
                    node: try parts[0].string(), path: try parts[1].string(),
                    status: try parts[2].int(), body: Array(try parts[3].string().utf8))
            ]
        }
        network.clearCalls()
    }

    private static func outcome(
        of step: VectorValue, _ gateway: PublishedGateway, _ network: VectorNetwork
    ) throws -> [String] {
        switch try step.member("op").string() {
        case "down":
            network.down = try step.member("down").elements().map { try $0.string() }
            return ["accept 200"]
        case "credit":
            try gateway.ledger.credit(
                step.member("user").text(), amount: step.member("amount").value,
                memo: PythonText("top-up"), payment: PythonText("t\(try step.caseIndex())"),
                now: network.now)
            return ["accept 200"]
        case "sync":
            let other = names.compactMap(network.gateway).first { $0 !== gateway }
            let query = try RequestVectors.query(step.member("query"))
            let pulled = other?.outcome(of: "/pull/receipts", query: query, now: network.now)
            let body = pulled.map { String(decoding: $0.answer.body, as: UTF8.self) } ?? ""
            let outcome = gateway.outcome(of: "/gossip/receipts", body, now: network.now)
            let pulledCount = try pulled?.value?.elements().count ?? 0
            return [try OutcomeText.got(outcome, like: step), "\(pulledCount)"]
        default:
            let request = try RequestVectors.request(of: step)
            let isPost = try step.optional("body") != nil || request.path == "/add_peer"
            let outcome = gateway.outcome(
                of: WebRequest(
                    method: isPost ? "POST" : "GET", path: request.path, query: request.query,
                    body: request.body), now: network.now)
            return [try OutcomeText.got(outcome, like: step)]
        }
    }

    /// An object with a value of each gateway.
    private static func ofEach(
        _ network: VectorNetwork,
        _ value: (PublishedGateway) throws(PythonError) -> PythonValue
    ) throws -> String {
        var members = PythonDictionary()
        for name in names {
            if let gateway = network.gateway(name) { members[name] = try value(gateway) }
        }
        return try PythonJSONWriter.text(.dictionary(members))
    }
}
