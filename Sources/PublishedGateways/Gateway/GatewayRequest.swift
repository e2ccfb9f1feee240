internal import PythonValues

/// A request as a handler sees it.
struct GatewayRequest {
    /// Behind the question mark, percent-encoded.
    let query: String
    let body: [UInt8]
    /// The part of the path that the endpoint leaves open; empty without one.
    let parameter: PythonText
    /// Seconds since 1970.
    let now: PythonFloat
}

extension PythonDictionary {
    /// A member that the schema made a text of.
    func text(_ name: String) throws(PythonError) -> PythonText {
        try (self[name] ?? PythonValue.none).requiredText()
    }

    /// A member that the schema made a float of; nil for null.
    func float(_ name: String) -> PythonFloat? {
        guard case .float(let float)? = self[name] else { return nil }
        return float
    }

    /// The members in their order.
    init(_ members: KeyValuePairs<String, PythonValue>) {
        self.init()
        for (key, value) in members { self[key] = value }
    }
}

extension PythonValue {
    /// `{"ok": true}` and what else an answer has.
    static func ok(_ members: KeyValuePairs<String, PythonValue> = [:]) -> PythonValue {
        var answer = PythonDictionary()
        answer["ok"] = .boolean(true)
        for (key, value) in members { answer[key] = value }
        return .dictionary(answer)
    }

    static func object(_ members: KeyValuePairs<String, PythonValue>) -> PythonValue {
        .dictionary(PythonDictionary(members))
    }
}
