internal import Conformance
internal import PublishedGateways
internal import PythonValues
internal import PythonWeb
internal import Routing

/// A batch of gossip to a gateway without receipts, with the outcome of each item.
struct GossipVectors: VectorJudge {
    let name = "gossip"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["rows"] != nil && $0["get_receipts"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            VectorOutcome(
                index: try vector.caseIndex(), expected: try Self.expected(vector),
                got: try Self.got(vector))
        }
    }

    private static func expected(_ vector: VectorValue) throws -> String {
        var parts = [try OutcomeText.expected(vector)]
        if try vector.isAccepted() {
            parts.append(try PythonJSONWriter.text(vector.member("accepted").value))
            parts.append(try PythonJSONWriter.text(vector.member("items").value))
        }
        parts.append(try PythonJSONWriter.text(vector.member("rows").value))
        parts.append(try PythonJSONWriter.text(vector.member("get_receipts").value))
        return parts.joined(separator: " ")
    }

    private static func got(_ vector: VectorValue) throws -> String {
        let gateway = try PublishedGateway(
            identity: VectorParty.identity("gateway"), ledger: PublishedLedger(),
            surroundings: QuietSurroundings())
        let now = PythonFloat(1_700_000_000)
        let body = try vector.member("body").string()
        let outcome = gateway.outcome(of: "/gossip/receipts", body, now: now)
        var parts = [try OutcomeText.got(outcome, like: vector)]
        if let value = outcome.value {
            parts.append(try PythonJSONWriter.text(value.member("accepted")))
            // Once more, item by item, on a ledger of their own.
            let ledger = try PublishedLedger()
            let items = try RequestBody.objects(Array(body.utf8)).map(ledger.take)
            parts.append(try PythonJSONWriter.text(.list(items.map(Self.item))))
        }
        parts.append(try PythonJSONWriter.text(gateway.state().member("receipts")))
        let listed = gateway.outcome(of: "/receipts", now: now)
        if case .crashed(let error) = listed.verdict {
            parts.append("\"\(error.name)\"")
        } else {
            parts.append("\(listed.answer.status)")
        }
        return parts.joined(separator: " ")
    }

    private static func item(_ outcome: GossipOutcome) -> PythonValue {
        let (fate, reason) =
            switch outcome {
            case .stored: ("stored", "")
            case .known: ("known", "")
            case .refused(.members): ("refused", "members")
            case .refused(.signature): ("refused", "signature")
            case .refused(.key(let error)): ("refused", "key:\(error.name)")
            case .refused(.store(let error)): ("refused", "store:\(error.name)")
            }
        return .list([.text(fate), .text(reason)])
    }
}
