internal import Conformance
internal import PublishedGateways
internal import PythonValues
internal import PythonWeb

/// Values of JSON, and what members of requests become of them.
struct CoercionVectors: VectorJudge {
    let name = "coercion"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstCase.map { $0["type"] != nil && $0["value"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().map { vector in
            let member = try Self.member(of: vector.member("type"))
            let got = Self.result(of: try Self.given(vector.member("value")), as: member)
            var expected: String
            if try vector.isAccepted() {
                expected = try vector.member("result").string()
            } else {
                expected = "refused: " + (try vector.member("kind").string())
                // Any kind of error will do.
                if expected == "refused: any", got.hasPrefix("refused: ") { expected = got }
            }
            return VectorOutcome(index: try vector.caseIndex(), expected: expected, got: got)
        }
    }

    private static func given(_ text: VectorValue) throws -> PythonValue {
        let bytes = Array(try text.string().utf8)
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(bytes, byteCountMax: .max)
        } catch {
            throw VectorFormError(place: text.place, expected: "JSON", got: "\(error)")
        }
    }

    /// Texts are told in JSON, everything else as Python shows it.
    private static func result(of value: PythonValue, as member: RequestMember) -> String {
        do throws(SchemaError) {
            let coerced = try member.coerced(value)
            if case .string = coerced {
                return (try? PythonJSONWriter.text(coerced)) ?? "no text"
            }
            return (try? coerced.representation().shown) ?? "no text"
        } catch {
            return "refused: " + error.kinds.joined(separator: " ")
        }
    }

    private static func member(of type: VectorValue) throws -> RequestMember {
        var words = try type.string().split(separator: " ").map(String.init)
        let isNullable = words.suffix(2) == ["or", "null"]
        if isNullable { words.removeLast(2) }
        let kinds: [(String, RequestMember.Kind)] = [
            ("integer", .integer), ("float", .float), ("boolean", .boolean), ("text", .text),
        ]
        guard words.count == 1, let kind = kinds.first(where: { $0.0 == words[0] }) else {
            throw VectorFormError(
                place: type.place, expected: "integer, float, boolean or text",
                got: try type.string())
        }
        return RequestMember("value", kind.1, isNullable: isNullable)
    }
}
