public import Encodings
public import Foundation

/// Where tests find what they compare with.
public enum Vectors {
    /// The repository's top: three folders above this file.
    public static let house = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The reference vectors that stand in the repository, parsed.
    public static func load(_ name: String) throws -> JSONValue {
        let url = house.appending(path: "Goldens/vectors/\(name).json")
        return try JSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: 1 << 24)
    }

    /// The folder of GPT-2's tokenizer, which is not kept in the repository: `.ci/run` names the
    /// place in `GLYPHLAB_GPT2_TOKENIZER`. Nil where that is not set.
    public static let gpt2Tokenizer: URL? = ProcessInfo.processInfo
        .environment["GLYPHLAB_GPT2_TOKENIZER"]
        .map { URL(filePath: $0, directoryHint: .isDirectory) }

    /// What a skipped test says.
    public static let gpt2TokenizerMissing =
        "needs GPT-2's vocab.json and merges.txt in the folder that GLYPHLAB_GPT2_TOKENIZER names"
}

/// Numbers out of a vector's JSON; a missing or mistyped one stops the test.
extension JSONValue {
    public func at(_ key: String) throws -> JSONValue {
        guard let value = member(key) else { throw VectorError.missing(key) }
        return value
    }

    public func integers() throws -> [Int] {
        try elements().map { try $0.integer() }
    }

    public func elements() throws -> [JSONValue] {
        guard let elements = arrayValue else { throw VectorError.notAn("array", kind) }
        return elements
    }

    public func members() throws -> [JSONMember] {
        guard case .object(let members) = self else { throw VectorError.notAn("object", kind) }
        return members
    }

    public func integer() throws -> Int {
        guard let integer = integerValue else { throw VectorError.notAn("integer", kind) }
        return integer
    }

    public func string() throws -> String {
        guard let text = stringValue else { throw VectorError.notAn("string", kind) }
        return text
    }
}

public enum VectorError: Error {
    case missing(String)
    case notAn(String, String)
}
