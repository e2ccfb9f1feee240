internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedGateways
internal import PythonValues
internal import PythonWeb
internal import Routing

/// Outcomes of requests as one text, expected and got.
enum OutcomeText {
    /// The outcome that a vector tells: `accept 200 ANSWER`, `reject STATUS REASON`, with the kinds
    /// of faults of a schema, or `crash EXCEPTION`.
    static func expected(_ vector: VectorValue) throws -> String {
        let verdict = try vector.member("verdict").string()
        let status = try vector.optional("status").map { String(try $0.int()) } ?? "200"
        switch verdict {
        case "crash": return "crash " + (try vector.member("exception").string())
        case "reject":
            let reason = try vector.member("reason").string()
            guard let kinds = try vector.optional("kinds") else {
                return "reject \(status) \(reason)"
            }
            let names = try kinds.elements().map { try $0.string() }
            return "reject \(status) \(reason) \(different(names))"
        default:
            if let answer = try vector.optional("answer") {
                return "accept \(status) " + (try text(answer.value))
            }
            if let digest = try vector.optional("answer_sha256") {
                return "accept \(status) " + (try digest.string())
            }
            return "accept \(status)"
        }
    }

    /// - Parameter vector: what is expected: its form says in which form to tell the outcome, and
    ///   its reason may be the first sentence alone.
    static func got(_ outcome: GatewayOutcome, like vector: VectorValue) throws -> String {
        let status = outcome.answer.status
        switch outcome.verdict {
        case .accepted:
            guard let value = outcome.value else { return "accept \(status)" }
            if try vector.optional("answer") != nil {
                return "accept \(status) " + (try text(vectorForm(value)))
            }
            if try vector.optional("answer_sha256") != nil {
                let text = try PythonJSONWriter.text(vectorForm(value))
                return "accept \(status) " + Digests.sha256(text.utf8).text
            }
            return "accept \(status)"
        case .rejected(let reason):
            if try vector.optional("answer") != nil, let value = outcome.value {
                return "accept \(status) " + (try text(vectorForm(value)))
            }
            let sentence = try vector.optional("reason").map { try $0.string() + ". " }
            if let sentence, reason.shown.hasPrefix(sentence) {
                return "reject \(status) " + sentence.dropLast(2)
            }
            return "reject \(status) \(reason.shown)"
        case .malformed(let error):
            return "reject \(status) schema \(different(error.kinds))"
        case .unknown: return "reject \(status)"
        case .crashed(let error): return "crash \(error.name)"
        }
    }

    /// Each name once, in their order.
    private static func different(_ names: [String]) -> String {
        var found: [String] = []
        for name in names.sorted() where found.last != name { found.append(name) }
        return found.joined(separator: " ")
    }

    private static func text(_ value: PythonValue) throws -> String {
        try PythonJSONWriter.text(value, sortsKeys: false)
    }

    /// Floats, and integers beyond 2⁵³, as texts.
    static func vectorForm(_ value: PythonValue) throws -> PythonValue {
        switch value {
        case .float(let float): return .text(float.text)
        case .integer(let integer) where integer.magnitude > BigUInt(1) << 53:
            return .text(try integer.pythonText())
        case .list(let elements): return .list(try elements.map(vectorForm))
        case .dictionary(let members):
            var form = PythonDictionary()
            for (key, member) in members.members { form[key] = try vectorForm(member) }
            return .dictionary(form)
        default: return value
        }
    }
}
