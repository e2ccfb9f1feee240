internal import Conformance
internal import PublishedLearning
internal import PythonValues

/// Texts of JSON, with the text that is hashed and the hash.
struct EncodingVectors: VectorJudge {
    let name = "encoding"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["input"] != nil && $0["hash"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map {
            index, vector in
            let value = try vector.member("input").document()
            let verdict = try vector.member("verdict").string()
            var expected = verdict
            if verdict == "accept" {
                expected += " " + (try vector.member("hash").string())
                // Long texts stand as their hashes alone.
                if let text = try vector.optional("text") { expected += " " + (try text.string()) }
            } else {
                expected += " " + (try vector.member("exception").string())
            }
            let hasText = try vector.optional("text") != nil
            return VectorOutcome(
                index: String(index), expected: expected,
                got: Self.result(of: value, withText: hasText))
        }
    }

    private static func result(of value: PythonValue, withText: Bool) -> String {
        do throws(PythonError) {
            let hash = try PublishedHash.hash(value)
            return "accept " + hash + (withText ? " " + (try PublishedHash.text(value)).shown : "")
        } catch {
            return "crash " + error.name
        }
    }
}
