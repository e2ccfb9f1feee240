internal import Conformance
internal import Cryptography
internal import PublishedGateways
internal import PythonValues
internal import PythonWeb
internal import Routing

/// Requests to the node `node-a`, whose clock stands still.
struct NodeVectors: VectorJudge {
    let name = "node"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstCase else { return false }
        return first["path"] != nil && first["body"] != nil && first["status"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let seed = Digests.sha256("receipts/key/node-a".utf8).bytes
        let time = PythonFloat(1_700_000_000)
        let node = PublishedNode(
            identity: PublishedIdentity(seed: seed), model: StandInModel(), clock: { time })
        return try document.vectorDocument.member("cases").elements().map { vector in
            let request = WebRequest(
                method: "POST", path: try vector.member("path").string(),
                body: Array(try vector.member("body").string().utf8))
            return VectorOutcome(
                index: try vector.caseIndex(), expected: try Self.expectation(of: vector),
                got: Self.result(of: request, node))
        }
    }

    /// The status with the answer's text, or with the kinds of faults.
    private static func expectation(of vector: VectorValue) throws -> String {
        let status = String(try vector.member("status").int())
        if let kinds = try vector.optional("kinds") {
            return try ([status] + kinds.elements().map { try $0.string() })
                .joined(separator: " ")
        }
        let answer = try vector.member("answer").value
        return try status + " "
            + PythonJSONWriter.text(answer, sortsKeys: false, style: .response)
    }

    private static func result(of request: WebRequest, _ node: PublishedNode) -> String {
        do throws(RequestFailure) {
            let answer = try node.answer(request)
            return "\(answer.status) " + String(decoding: answer.body, as: UTF8.self)
        } catch {
            if case .schema(let schema) = error {
                return ([String(schema.status)] + schema.kinds).joined(separator: " ")
            }
            return "\(error)"
        }
    }
}
