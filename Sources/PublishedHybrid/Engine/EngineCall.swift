/// A call of JSON-RPC, as the engine reads it: names of members in any case, the last of equal
/// ones, null for a text leaves it as it was.
struct EngineCall {
    /// As JSON.
    private(set) var id = Array("null".utf8)
    private(set) var method: [UInt8] = []
    private(set) var parameters: [GoValue] = []

    init(body: [UInt8]) throws(EngineError) {
        guard let root = GoDocument(body)?.root else { throw .parse }
        if root.isNull { return }
        guard root.kind == .object else { throw .parse }
        for (name, value) in root.members {
            if GoText.isName(name, of: "id") {
                guard let id = value.reencoded() else { throw .parse }
                self.id = id
            } else if GoText.isName(name, of: "method") {
                guard value.replaceText(&method) else { throw .parse }
            } else if GoText.isName(name, of: "params") {
                guard value.isNull || value.kind == .array else { throw .parse }
                parameters = value.children
            }
        }
    }
}

extension EngineCall {
    func isMethod(_ name: String) -> Bool { method.elementsEqual(name.utf8) }
}

/// The first parameter of a fork choice.
struct EngineForkChoice {
    struct Attributes {
        var timestamp: [UInt8] = []
    }

    private(set) var head: [UInt8] = []
    private(set) var attributes: Attributes?

    init(_ value: GoValue) throws(EngineError) {
        if value.isNull { return }
        guard value.kind == .object else { throw .state }
        for (name, value) in value.members {
            if GoText.isName(name, of: "forkchoiceState") {
                guard readState(value) else { throw .state }
            } else if GoText.isName(name, of: "payloadAttributes") {
                guard readAttributes(value) else { throw .state }
            }
        }
    }

    private mutating func readState(_ value: GoValue) -> Bool {
        var unused: [UInt8] = []
        if value.isNull { return true }
        guard value.kind == .object else { return false }
        return value.members.allSatisfy { name, value in
            if GoText.isName(name, of: "headBlockHash") { return value.replaceText(&head) }
            return !Self.isAny(name, ["safeBlockHash", "finalizedBlockHash"])
                || value.replaceText(&unused)
        }
    }

    /// Null takes the attributes away; further objects add to what is there.
    private mutating func readAttributes(_ value: GoValue) -> Bool {
        var unused: [UInt8] = []
        if value.isNull {
            attributes = nil
            return true
        }
        guard value.kind == .object else { return false }
        var attributes = attributes ?? Attributes()
        defer { self.attributes = attributes }
        return value.members.allSatisfy { name, value in
            if GoText.isName(name, of: "timestamp") {
                return value.replaceText(&attributes.timestamp)
            }
            return !Self.isAny(name, ["prevRandao", "suggestedFeeRecipient"])
                || value.replaceText(&unused)
        }
    }

    private static func isAny(_ name: [UInt8], _ fields: [String]) -> Bool {
        fields.contains { GoText.isName(name, of: $0) }
    }
}

extension GoValue {
    /// Puts a string in a text's place; null leaves it. Whether the value is either.
    func replaceText(_ text: inout [UInt8]) -> Bool {
        if isNull { return true }
        guard let string = self.text else { return false }
        text = string
        return true
    }
}
