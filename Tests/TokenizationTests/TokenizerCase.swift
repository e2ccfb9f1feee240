import Encodings
import TestSupport
import Tokenization

/// A folder's tokenizer files after a public report, with the ids that transformers 5.24 gives.
struct TokenizerCase {
    let id: String
    let text: [UInt8]
    let tokenIDs: [Int32]
    /// By file name; `tokenizer.json` has its vocabulary and merges put in.
    var files: [(name: TokenizerFileName, value: JSONValue)]
    /// Whether `vocab.json` and `merges.txt` are there.
    var hasPair: Bool

    private let vocabulary: JSONValue
    private let merges: [String]

    static func all() throws -> [TokenizerCase] {
        let vectors = try Vectors.load("tokenizer_cases")
        return try vectors.at("cases").elements().map { try TokenizerCase($0, vectors) }
    }

    static func named(_ id: String) throws -> TokenizerCase {
        guard let found = try all().first(where: { $0.id == id }) else {
            throw VectorError.missing(id)
        }
        return found
    }

    private init(_ value: JSONValue, _ vectors: JSONValue) throws {
        id = try value.at("id").string()
        text = Array(try value.at("text").string().utf8)
        tokenIDs = try value.at("token_ids").integers().map { Int32($0) }
        hasPair = try value.at("has_pair").booleanValue ?? false
        vocabulary = try vectors.at("vocabulary")
        merges = try vectors.at("merges").elements().map { try $0.string() }
        files = []
        for member in try value.at("files").members() {
            guard let name = TokenizerFileName(rawValue: member.key) else {
                throw VectorError.missing(member.key)
            }
            files.append((name, member.value))
        }
        set(.tokenizer, "model", "vocab", vocabulary)
        set(.tokenizer, "model", "merges", .array(merges.map(JSONValue.string)))
    }

    /// Puts a value at a path of keys, where the file is there; nil takes the key away.
    mutating func set(_ file: TokenizerFileName, _ path: String..., to value: JSONValue?) {
        guard let place = files.firstIndex(where: { $0.name == file }) else { return }
        files[place].value = files[place].value.setting(path[...], to: value)
    }

    private mutating func set(
        _ file: TokenizerFileName, _ outer: String, _ inner: String, _ value: JSONValue
    ) {
        set(file, outer, inner, to: value)
    }

    mutating func add(_ file: TokenizerFileName, _ text: String) throws {
        files.removeAll { $0.name == file }
        files.append((file, try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 20)))
    }

    var vocabularyFile: [UInt8] { Array(vocabulary.compactText.utf8) }
    var mergesFile: [UInt8] {
        Array(("#version: 0.2\n" + merges.map { $0 + "\n" }.joined()).utf8)
    }

    var bytes: TokenizerFiles {
        var bytes = TokenizerFiles()
        for (name, value) in files { bytes[name] = Array(value.compactText.utf8) }
        if hasPair {
            bytes[.vocabulary] = vocabularyFile
            bytes[.merges] = mergesFile
        }
        return bytes
    }
}

extension JSONValue {
    /// The value with another one at a path of keys, or of places in arrays.
    func setting(_ path: ArraySlice<String>, to value: JSONValue?) -> JSONValue {
        guard let key = path.first else { return value ?? .null }
        let rest = path.dropFirst()
        if var elements = arrayValue, let index = Int(key), index <= elements.count {
            if index == elements.count {
                elements.append(value ?? .null)
            } else if rest.isEmpty, value == nil {
                elements.remove(at: index)
            } else {
                elements[index] = elements[index].setting(rest, to: value)
            }
            return .array(elements)
        }
        var members = objectValue ?? []
        let place = members.firstIndex { $0.key == key }
        if rest.isEmpty, value == nil {
            if let place { members.remove(at: place) }
        } else if let place {
            members[place].value = members[place].value.setting(rest, to: value)
        } else {
            members.append(JSONMember(key, JSONValue.object([]).setting(rest, to: value)))
        }
        return .object(members)
    }
}
