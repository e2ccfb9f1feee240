internal import Encodings
internal import Tensors

/// The keys of a `config.json`, or of an object in it, each refused with what was expected and what
/// was there.
struct ConfigurationReader {
    private let document: JSONValue
    private let file: String
    /// The object's own key and a point; nothing for the file's.
    private let path: String

    /// **Throws:** ``CheckpointError`` where the text is no JSON object.
    init(json bytes: [UInt8], file: String) throws(CheckpointError) {
        self.file = file
        path = ""
        do {
            document = try JSONParser.parse(bytes, byteCountMax: Limits.configByteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        guard document.objectValue != nil else {
            throw .config(file: file, key: "value", expected: "an object", got: document.kind)
        }
    }

    private init(_ document: JSONValue, file: String, path: String) {
        self.document = document
        self.file = file
        self.path = path
    }

    func value(_ key: String) -> JSONValue? { document.member(key) }

    /// The object under a key; nil where there is none or null.
    func section(_ key: String) throws(CheckpointError) -> ConfigurationReader? {
        guard let value = document.member(key), !value.isNull else { return nil }
        guard value.objectValue != nil else { throw refused(key, "an object") }
        return ConfigurationReader(value, file: file, path: path + key + ".")
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

    /// A size that may be absent or null.
    func optionalSize(_ key: String) throws(CheckpointError) -> Int? {
        guard let value = document.member(key), !value.isNull else { return nil }
        return try integer(key)
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

    func refused(_ key: String, _ expected: String) -> CheckpointError {
        .config(
            file: file, key: path + key, expected: expected,
            got: document.member(key)?.kind ?? "nothing")
    }

    /// A form's sizes, refused with the file's name.
    func form(
        _ make: () throws(ShapeError) -> ModelForm
    ) throws(CheckpointError) -> ModelForm {
        do {
            return try make()
        } catch {
            throw .shape(file: file, cause: error)
        }
    }
}

extension JSONValue {
    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// A number's value; nil where this is none.
    var decimal: DecimalValue? {
        guard case .number(let number) = self else { return nil }
        return DecimalValue(number.text)
    }
}
