public import Encodings

/// Why a tokenizer's files, or a text, are refused.
public enum TokenizerError: Error, Equatable, CustomStringConvertible {
    // vocab.json
    case vocabularyNotJSON(JSONParseError)
    case vocabularyNotAnObject(got: String)
    case vocabularySize(limit: Int, got: Int)
    case tokenID(key: String, expected: String, got: String)
    case tokenText(key: String, expected: String)
    case duplicateID(id: Int, key: String)
    case missingByte(UInt8)
    // merges.txt
    case mergesTooLong(limitBytes: Int, gotBytes: Int)
    case mergesNotUTF8(offset: Int)
    case mergesHeader(got: String)
    case mergeForm(line: Int, got: String)
    case mergeUnknownToken(line: Int, token: String)
    case duplicateMerge(line: Int, got: String)
    // tokenizer.json
    case tokenizerNotJSON(JSONParseError)
    case tokenizer(key: String, expected: String, got: String)
    /// What is wrong with its vocabulary or its merges, which are counted from 0.
    indirect case inTokenizer(TokenizerError)
    // Text and ids
    case textNotUTF8(offset: Int)
    case unknownID(position: Int, id: Int32, tokenCount: Int)

    public var description: String { text(.files) }

    /// What the parts of a tokenizer are called where they were found.
    private struct Names {
        let vocabulary: String
        let merges: String
        let merge: String

        static let files = Names(vocabulary: "vocab.json", merges: "merges.txt", merge: "line")
        static let tokenizer = Names(
            vocabulary: "tokenizer.json: model.vocab", merges: "tokenizer.json: model.merges",
            merge: "merge")
    }

    private func text(_ names: Names) -> String {
        switch self {
        case .vocabularyNotJSON, .vocabularyNotAnObject, .vocabularySize, .tokenID, .tokenText,
            .duplicateID, .missingByte:
            names.vocabulary + ": " + vocabularyText
        case .mergesTooLong(let limit, let got):
            "\(names.merges): expected at most \(limit) bytes, got \(got)"
        case .mergesNotUTF8(let offset):
            "\(names.merges): byte \(offset): expected UTF-8, got bytes that are not"
        case .mergesHeader(let got):
            "\(names.merges): line 1: expected a header that starts with #version, "
                + "got \(shown(got))"
        case .mergeForm(let number, let got):
            "\(names.merges): \(names.merge) \(number): expected two tokens and one space between, "
                + "got \(shown(got))"
        case .mergeUnknownToken(let number, let token):
            "\(names.merges): \(names.merge) \(number): expected tokens of "
                + "\(names.merge == "line" ? "vocab.json" : "model.vocab"), got \(shown(token))"
        case .duplicateMerge(let number, let got):
            "\(names.merges): \(names.merge) \(number): expected each merge once, "
                + "got \(shown(got)) again"
        case .tokenizerNotJSON(let cause):
            "tokenizer.json: \(cause)"
        case .tokenizer(let key, let expected, let got):
            "tokenizer.json: \(key): expected \(expected), got \(got)"
        case .inTokenizer(let cause):
            cause.text(.tokenizer)
        case .textNotUTF8(let offset):
            "text: byte \(offset): expected UTF-8, got bytes that are not"
        case .unknownID(let position, let id, let count):
            "token id at position \(position): expected 0 to \(count - 1), got \(id)"
        }
    }

    private var vocabularyText: String {
        switch self {
        case .vocabularyNotJSON(let cause):
            "\(cause)"
        case .vocabularyNotAnObject(let got):
            "expected an object of token texts and ids, got \(got)"
        case .vocabularySize(let limit, let got):
            "expected 256 to \(limit) tokens, got \(got)"
        case .tokenID(let key, let expected, let got):
            "token \(shown(key)): expected \(expected), got \(got)"
        case .tokenText(let key, let expected):
            "token \(shown(key)): expected \(expected)"
        case .duplicateID(let id, let key):
            "token \(shown(key)): expected an id of its own, got \(id) again"
        case .missingByte(let byte):
            "expected a token for each of the 256 bytes, got none for "
                + "byte 0x\(Hexadecimal.text(of: [byte]))"
        default:
            preconditionFailure("not of the vocabulary")
        }
    }

    private func shown(_ text: String) -> String {
        JSONValue.quoted(text, scalarCountMax: 60)
    }
}
