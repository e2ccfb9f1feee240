package import Conformance
internal import Encodings
internal import GatewayNetwork
package import PythonValues
internal import Trials

/// The vectors of the hardened network: prices, medians, the ids of orders, the chain of notes, and
/// mint batches.
package struct HardenedVectors: VectorJudge {
    package let name = "hardened"

    package init() {}

    package func recognises(_ document: PythonDictionary) -> Bool {
        ["price", "ask_median", "quality_median", "orders", "notes"].allSatisfy {
            if case .list? = document[$0] { true } else { false }
        }
    }

    package func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let document = document.vectorDocument
        return try outcomes(document, "price", Self.price)
            + outcomes(document, "ask_median", Self.askMedian)
            + outcomes(document, "quality_median", Self.qualityMedian)
            + outcomes(document, "orders", Self.order) + notes(document) + mintBatches(document)
    }

    private func mintBatches(_ document: VectorValue) throws -> [VectorOutcome] {
        guard try document.optional("batches") != nil else { return [] }
        return try MintBatchVectors.outcomes(of: document)
    }

    private func outcomes(
        _ document: VectorValue, _ group: String,
        _ judge: (VectorValue) throws -> (expected: String, got: String)
    ) throws -> [VectorOutcome] {
        try document.member(group).elements().map { one in
            let (expected, got) = try judge(one)
            return VectorOutcome(
                index: "\(group) \(try one.caseIndex())", expected: expected, got: got)
        }
    }

    private static func price(_ one: VectorValue) throws -> (expected: String, got: String) {
        let cost = HardenedPrice.cost(
            inputTokens: try one.member("input_tokens").int(),
            outputTokens: try one.member("output_tokens").int(),
            wallMilliseconds: try one.member("wall_time_ms").int(),
            millis: try one.member("millis").int())
        return (String(try one.member("cost").integer()), String(cost))
    }

    private static func askMedian(_ one: VectorValue) throws -> (expected: String, got: String) {
        let asks = try one.member("asks").elements().map { try $0.int() }
        return (String(try one.member("millis").integer()), String(HardenedPrice.median(asks)))
    }

    private static func qualityMedian(
        _ one: VectorValue
    ) throws -> (expected: String, got: String) {
        let weights = try one.member("weights").elements()
        let permilles = try one.member("reports").elements()
        guard weights.count == permilles.count else {
            throw VectorFormError(
                place: one.place, expected: "\(weights.count) reports", got: "\(permilles.count)")
        }
        let reports = try zip(weights, permilles).map { weight, permille in
            QualityMedian.Report(
                weight: try weight.int(), permille: permille.isNull ? nil : try permille.int())
        }
        let median = QualityMedian.permille(
            registered: try one.member("registered").int(), reports)
        return (String(try one.member("permille").integer()), String(median))
    }

    private static func order(_ one: VectorValue) throws -> (expected: String, got: String) {
        let text = try one.member("text")
        let request = try request(text, .order)
        let isSigned = request.isSigned(by: try signer(text, ["user"]))
        return (
            "\(try one.member("session_id").string()), signed",
            request.id + (isSigned ? ", signed" : "")
        )
    }

    /// Each note's id and the chain hash behind it, from the network's id on.
    private func notes(_ document: VectorValue) throws -> [VectorOutcome] {
        var head = try document.member("network").string()
        return try outcomes(document, "notes") { one in
            let text = try one.member("text")
            let request = try Self.request(text, .note)
            head = NoteHash.chained(after: head, id: request.id)
            let isSigned = request.isSigned(by: try Self.signer(text, ["validator", "node"]))
            return (
                "\(try one.member("id").string()), \(try one.member("head").string()), signed",
                "\(request.id), \(head)" + (isSigned ? ", signed" : "")
            )
        }
    }

    private static func request(
        _ text: VectorValue, _ kind: RequestBuilder.Kind
    ) throws -> SignedRequest {
        let bytes = Array(try text.string().utf8)
        do throws(Refusal) {
            return try SignedRequest(bytes, kind)
        } catch {
            throw VectorFormError(
                place: text.place, expected: "a signed request", got: error.description)
        }
    }

    /// The first of these members that a request has.
    private static func signer(_ text: VectorValue, _ keys: [String]) throws -> String {
        let value = try JSONParser.parse(
            Array(text.string().utf8), byteCountMax: GatewayLimits.requestByteCountMax)
        guard let key = keys.lazy.compactMap({ value.member($0)?.stringValue }).first else {
            throw VectorFormError(
                place: text.place, expected: keys.joined(separator: " or "), got: "neither")
        }
        return key
    }
}
