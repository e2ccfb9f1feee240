internal import Encodings

/// The keys of a `config.json`, each refused with what was expected and what was there.
struct ConfigurationReader {
    private let document: JSONValue
    private let file: String

    /// **Throws:** ``CheckpointError`` where the text is no JSON object.
    init(json bytes: [UInt8], file: String) throws(CheckpointError) {
        self.file = file
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Limits.configByteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        guard document.objectValue != nil else {
            throw .config(file: file, key: "value", expected: "an object", got: document.kind)
        }
    }

    /// A size by the key that GPT-2 has for it or by the one that all models of transformers have.
    /// Where both are there they must agree: readers differ on which one counts.
    func size(_ key: String, alias: String? = nil) throws(CheckpointError) -> Int {
        let own = try integer(key)
        let other = try alias.flatMap(integer)
        guard let size = other ?? own else { throw refused(key, "an integer") }
        if let own, own != size { throw refused(alias ?? key, "\(own), as \(key) says") }
        return size
    }

    private func integer(_ key: String) throws(CheckpointError) -> Int? {
        guard let value = document.member(key) else { return nil }
        guard let integer = value.integerValue else { throw refused(key, "an integer") }
        return integer
    }

    /// Refuses a text that is there and none of `texts`.
    func expect(_ key: String, oneOf texts: [String]) throws(CheckpointError) {
        let names = texts.map { "\"\($0)\"" }.joined(separator: " or ")
        try expect(key, names) { value in value.stringValue.map(texts.contains) ?? false }
    }

    /// Refuses a value that is there and fails `holds`.
    func expect(
        _ key: String, _ expected: String, where holds: (JSONValue) -> Bool
    ) throws(CheckpointError) {
        guard let value = document.member(key), !holds(value) else { return }
        throw refused(key, expected)
    }

    private func refused(_ key: String, _ expected: String) -> CheckpointError {
        .config(
            file: file, key: key, expected: expected, got: document.member(key)?.kind ?? "nothing")
    }
}

extension JSONValue {
    var isNull: Bool {
        if case .null = self { true } else { false }
    }
}
