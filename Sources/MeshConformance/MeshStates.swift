internal import Conformance
internal import Cryptography
internal import PublishedMesh
internal import PythonValues

extension VectorValue {
    func identifiers() throws -> [MeshID] { try elements().map { try $0.meshID() } }

    /// A time, which the files spell as text.
    func instant() throws -> PythonFloat {
        let text = try string()
        guard let instant = PythonFloat(decimal: text.utf8) else {
            throw VectorFormError(place: place, expected: "a number", got: text)
        }
        return instant
    }

    /// The value, or nil for null.
    var unlessNull: VectorValue? { isNull ? nil : self }

    /// The value as compact JSON.
    func compact() throws -> String { try value.compact() }

    /// Names of members and their values, where the case has them.
    func members(_ names: [String]) throws -> String {
        var parts: [String] = []
        for name in names {
            if let member = try optional(name) { parts.append("\(name) \(try member.compact())") }
        }
        return parts.joined(separator: ", ")
    }
}

extension PythonValue {
    /// JSON with sorted keys and no spaces.
    func compact() throws -> String { try PythonJSONWriter.text(self) }

    /// SHA-256 of the compact JSON.
    func digest() throws -> String { Digests.sha256(try compact().utf8).text }

    static func hexadecimal(_ bytes: [UInt8]) -> PythonValue { MeshForm.hexadecimal(bytes) }
    static func identifier(_ id: MeshID) -> PythonValue { .hexadecimal(id.bytes) }
    static func identifiers(_ ids: [MeshID]) -> PythonValue { .list(ids.map { .identifier($0) }) }
    static func instant(_ instant: PythonFloat) -> PythonValue { .text(instant.text) }

    static func members(_ members: [(String, PythonValue)]) -> PythonValue {
        MeshForm.object(members)
    }
}

extension PythonDictionary {
    /// The first of the file's histories.
    var firstHistory: PythonDictionary? {
        guard case .list(let histories)? = self["histories"],
            case .dictionary(let first)? = histories.first
        else { return nil }
        return first
    }

    /// Whether some step of some history is as `isSuch` has it.
    func anyStep(_ isSuch: (PythonDictionary) -> Bool) -> Bool {
        guard case .list(let histories)? = self["histories"] else { return false }
        return histories.contains { history in
            guard case .dictionary(let members) = history, case .list(let steps)? = members["steps"]
            else { return false }
            return steps.contains { step in
                if case .dictionary(let members) = step { return isSuch(members) }
                return false
            }
        }
    }
}
