internal import Encodings

/// A JSON object of a file, with the path to it for messages.
struct Section {
    let file: TokenizerFileName
    /// Empty for the whole document; else it ends in a full stop.
    let path: String
    let value: JSONValue

    /// The expectation in messages about a key that no byte-level BPE tokenizer has.
    static let knownKeys = "only keys that a byte-level BPE tokenizer has"

    /// Whether a value is an integer from 0 to 2^31 − 1, as every token id is.
    static func isID(_ value: JSONValue) -> Bool {
        value.integerValue.map { (0...Int(Int32.max)).contains($0) } ?? false
    }

    /// The whole document.
    ///
    /// **Throws:** ``TokenizerError/notJSON(file:cause:)``, or where it is no object.
    init(_ file: TokenizerFileName, _ bytes: [UInt8]) throws(TokenizerError) {
        do {
            value = try JSONParser.parse(bytes, byteCountMax: file.byteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        self.file = file
        path = ""
        _ = try members()
    }

    init(file: TokenizerFileName, path: String, value: JSONValue) {
        self.file = file
        self.path = path
        self.value = value
    }

    func members(countMax: Int = .max) throws(TokenizerError) -> [JSONMember] {
        guard let members = value.objectValue else {
            throw .setting(
                file: file, key: path.isEmpty ? "value" : String(path.dropLast()),
                expected: "an object", got: value.kind)
        }
        guard members.count <= countMax else {
            throw .setting(
                file: file, key: path.isEmpty ? "value" : String(path.dropLast()),
                expected: "at most \(countMax) members", got: "\(members.count)")
        }
        return members
    }

    /// The value of a key; nil where the key is not there or null.
    func member(_ key: String) -> JSONValue? {
        guard let member = value.member(key), !member.isNull else { return nil }
        return member
    }

    func section(_ key: String) throws(TokenizerError) -> Section {
        guard let section = try optionalSection(key) else { throw refused(key, "an object") }
        return section
    }

    /// Nil where the key is not there or null.
    func optionalSection(_ key: String) throws(TokenizerError) -> Section? {
        guard let member = member(key) else { return nil }
        guard member.objectValue != nil else { throw refused(key, "an object or null") }
        return Section(file: file, path: path + key + ".", value: member)
    }

    /// The objects of an array; none where the key is not there or null.
    func sections(_ key: String, countMax: Int) throws(TokenizerError) -> [Section] {
        guard let member = member(key) else { return [] }
        guard let elements = member.arrayValue, elements.count <= countMax else {
            throw refused(key, "an array of at most \(countMax)")
        }
        var sections: [Section] = []
        for (index, element) in elements.enumerated() {
            let section = Section(file: file, path: "\(path)\(key)[\(index)].", value: element)
            _ = try section.members()
            sections.append(section)
        }
        return sections
    }

    func allowOnly(_ keys: [String], _ expected: String) throws(TokenizerError) {
        for member in try members()
        where !keys.contains(where: { $0.utf8.elementsEqual(member.key.utf8) }) {
            throw .setting(
                file: file, key: path + JSONValue.quoted(member.key, scalarCountMax: 60),
                expected: expected, got: "this")
        }
    }

    func expect(
        _ key: String, _ expected: String, _ test: (JSONValue) -> Bool
    ) throws(TokenizerError) {
        guard let member = value.member(key), test(member) else { throw refused(key, expected) }
    }

    func expectIfPresent(
        _ key: String, _ expected: String, _ test: (JSONValue) -> Bool
    ) throws(TokenizerError) {
        guard value.member(key) != nil else { return }
        try expect(key, expected, test)
    }

    func boolean(_ key: String) throws(TokenizerError) -> Bool {
        guard let boolean = value.member(key)?.booleanValue else {
            throw refused(key, "true or false")
        }
        return boolean
    }

    func boolean(_ key: String, default: Bool) throws(TokenizerError) -> Bool {
        value.member(key) == nil ? `default` : try boolean(key)
    }

    func text(_ key: String) throws(TokenizerError) -> String {
        guard let text = value.member(key)?.stringValue else { throw refused(key, "a string") }
        return text
    }

    func refused(_ key: String, _ expected: String) -> TokenizerError {
        .setting(
            file: file, key: path + key, expected: expected,
            got: value.member(key)?.kind ?? "nothing")
    }
}

extension JSONValue {
    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    var isFalse: Bool {
        if case .boolean(false) = self { true } else { false }
    }
}
