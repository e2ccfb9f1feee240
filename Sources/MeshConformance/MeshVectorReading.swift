internal import BigInt
internal import Conformance
internal import Encodings
internal import PublishedMesh
internal import PythonValues

extension VectorValue {
    /// The bytes that a text of the file spells in hexadecimal.
    func hexadecimal() throws -> [UInt8] {
        let text = try string()
        guard let bytes = Hexadecimal.bytes(of: text) else {
            throw VectorFormError(place: place, expected: "hexadecimal", got: text)
        }
        return bytes
    }

    /// A float that the file spells as CPython's `repr` does.
    func time() throws -> PythonNumber { .float(try text().float()) }

    func meshID() throws -> MeshID { try MeshID(bytes: hexadecimal()) }

    /// A value in the files' form: its type, and what it holds.
    func meshValue() throws -> MeshValue {
        let type = try member("t").string()
        switch type {
        case "nil": return .none
        case "bool": return .boolean(try member("v").boolean())
        case "int": return .integer(try member("v").text().integer())
        case "float":
            return .float(PythonFloat(bits: try member("bits").hexadecimal().bigEndian))
        case "str": return .string(try member("v").text())
        case "bytes": return .bytes(try member("v").hexadecimal())
        case "list": return .list(try member("v").elements().map { try $0.meshValue() })
        case "tuple": return .tuple(try member("v").elements().map { try $0.meshValue() })
        case "map":
            return .map(
                try member("v").elements().map { entry in
                    let values = try entry.elements(count: 2)
                    return (try values[0].meshValue(), try values[1].meshValue())
                })
        case "dict50": return .dictionary(try dictionaryValue())
        case "dhtid": return .id(try MeshID(member("v").text().integer()))
        default: throw VectorFormError(place: place, expected: "a type", got: type)
        }
    }

    private func dictionaryValue() throws -> DictionaryValue {
        let dictionary = DictionaryValue(sizeMax: try member("maxsize").meshValue())
        dictionary.storage.isFrozen = true
        for item in try member("items").elements() {
            let parts = try item.elements(count: 3)
            try dictionary.store(
                parts[1].meshValue(), for: parts[0].meshValue(),
                expiration: parts[2].meshValue(), now: .integer(0))
        }
        dictionary.latest = try member("latest").meshValue()
        dictionary.storage.isFrozen = false
        return dictionary
    }

    /// So many elements.
    func elements(count: Int) throws -> [VectorValue] {
        let elements = try elements()
        guard elements.count == count else {
            throw VectorFormError(
                place: place, expected: "\(count) elements", got: "\(elements.count)")
        }
        return elements
    }
}

extension [UInt8] {
    /// The lowest 64 bits of a big-endian number.
    var bigEndian: UInt64 { reduce(0) { $0 << 8 | UInt64($1) } }
}

/// The texts that two forms of the same thing are compared by: JSON with sorted keys.
enum MeshForm {
    static func text(_ value: PythonValue) throws(PythonError) -> String {
        try PythonJSONWriter.text(value)
    }

    /// An object of some members.
    static func object(_ members: [(String, PythonValue)]) -> PythonValue {
        var dictionary = PythonDictionary()
        for (name, value) in members { dictionary[name] = value }
        return .dictionary(dictionary)
    }

    static func hexadecimal(_ bytes: [UInt8]) -> PythonValue {
        .text(Hexadecimal.text(of: bytes))
    }

    static func time(_ number: PythonNumber) throws(PythonError) -> PythonValue {
        switch number {
        case .integer(let integer): .text(try integer.pythonText())
        case .float(let float): .text(float.text)
        }
    }

    /// Some members of a case, the first of `names` first; those that it lacks are left out.
    static func members(of vector: VectorValue, _ names: [String]) throws -> PythonValue {
        var dictionary = PythonDictionary()
        for name in names {
            if let member = try vector.optional(name) { dictionary[name] = member.value }
        }
        return .dictionary(dictionary)
    }
}

extension MeshValue {
    /// The value in the files' form. Dictionary values are listed as they stand.
    func form() throws(PythonError) -> PythonValue {
        switch self {
        case .none: return MeshForm.object([("t", .text("nil"))])
        case .boolean(let flag): return Self.form("bool", .boolean(flag))
        case .integer(let integer): return Self.form("int", .text(try integer.pythonText()))
        case .float(let float):
            let bits = (0..<8).reversed().map {
                UInt8(truncatingIfNeeded: float.bits >> UInt64(8 * $0))
            }
            return MeshForm.object([
                ("t", .text("float")), ("v", .text(float.text)),
                ("bits", MeshForm.hexadecimal(bits)),
            ])
        case .string(let text): return Self.form("str", .string(text))
        case .bytes(let bytes): return Self.form("bytes", MeshForm.hexadecimal(bytes))
        case .list(let elements): return Self.form("list", try Self.forms(elements))
        case .tuple(let elements): return Self.form("tuple", try Self.forms(elements))
        case .map(let entries):
            var forms: [PythonValue] = []
            for entry in entries { forms.append(try Self.forms([entry.key, entry.value])) }
            return Self.form("map", .list(forms))
        case .dictionary(let dictionary):
            var items: [PythonValue] = []
            for (subkey, entry) in dictionary.storage.entries {
                items.append(
                    try Self.forms([subkey, entry.value.value, entry.value.expiration]))
            }
            return MeshForm.object([
                ("t", .text("dict50")), ("maxsize", try dictionary.sizeMax.form()),
                ("latest", try dictionary.latest.form()), ("items", .list(items)),
            ])
        case .timestamp(let seconds, let nanoseconds):
            return MeshForm.object([
                ("t", .text("timestamp")), ("s", .text(String(seconds))),
                ("ns", .text(String(nanoseconds))),
            ])
        case .id(let id): return Self.form("dhtid", .text(try id.integer.pythonText()))
        }
    }

    private static func form(_ type: String, _ value: PythonValue) -> PythonValue {
        MeshForm.object([("t", .text(type)), ("v", value)])
    }

    private static func forms(_ values: [MeshValue]) throws(PythonError) -> PythonValue {
        var forms: [PythonValue] = []
        for value in values { forms.append(try value.form()) }
        return .list(forms)
    }
}
