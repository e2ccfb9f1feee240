internal import Conformance
internal import PublishedGateways
internal import PythonValues

/// Texts of receipts, with the bytes that are signed and the id.
struct EncodingVectors: VectorJudge {
    let name = "encoding"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard let first = document.firstCase else { return false }
        return first["text"] != nil && first["what"] == nil && first["n"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            let text = Array(try vector.member("text").string().utf8)
            let expected: String
            if try vector.isAccepted() {
                expected =
                    try vector.member("payload").string() + " "
                    + vector.member("receipt_id").string()
            } else {
                expected = try vector.member("exception").string()
            }
            return VectorOutcome(
                index: try vector.caseIndex(), expected: expected, got: Self.result(of: text))
        }
    }

    private static func result(of text: [UInt8]) -> String {
        let value: PythonValue
        do throws(PythonJSONError) {
            value = try PythonJSONParser.parse(text, byteCountMax: .max)
        } catch {
            return error.exception.rawValue
        }
        do throws(PythonError) {
            guard case .dictionary(let members) = value else { return "no object" }
            let receipt = try PublishedReceipt(members)
            return try String(decoding: receipt.payload(), as: UTF8.self) + " " + receipt.id()
        } catch {
            return error.name
        }
    }
}
