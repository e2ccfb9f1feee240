internal import Conformance
internal import PublishedHybrid
internal import PythonValues

/// Publications of an acknowledgement, where another record may stand already.
struct AcknowledgementVectors: VectorJudge {
    let name = "acks"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstElement(of: "cases", has: ["earlier_record_expires", "update_id"])
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map {
            index, vector in
            let inputs = ["earlier_record_expires", "mode", "now", "public", "update_id"]
            return try HybridCases.outcome(
                "\(index)", vector, inputs: inputs, got: try Self.found(vector))
        }
    }

    private static func found(_ vector: VectorValue) throws -> HybridCases.Members {
        let now = try vector.member("now").int()
        let text = try vector.member("update_id").text()
        let peer = PeerIdentifier(publicKey: try vector.member("public").hexadecimal())
        var store = RecordStore()
        if let expires = try vector.member("earlier_record_expires").unlessNull?.int() {
            let identifier = try text.bytesFromHexadecimal()
            let key = AcknowledgementKey(updateIdentifier: identifier, peer: peer).recordKey
            _ = store.store([0], for: key, expires: expires, now: now)
        }
        let isPublished = AcknowledgementPublication.publish(
            updateIdentifier: text, peer: peer,
            calls: try vector.member("mode").choice(RecordCalls.self), in: &store, now: now)
        return [
            ("returned", .boolean(isPublished)),
            ("verdict", .text(isPublished ? "accept" : "reject")),
            ("records", RecordForms.list(store.heldRecords)),
        ]
    }
}
