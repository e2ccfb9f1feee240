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
    // tokenizer.json and the small files beside it
    case notJSON(file: TokenizerFileName, cause: JSONParseError)
    case setting(file: TokenizerFileName, key: String, expected: String, got: String)
    /// The error in tokenizer.json's vocabulary or merges, which are counted from 0.
    indirect case inTokenizer(TokenizerError)
    /// Two files, or a file and what transformers makes of the others, say different things.
    case disagreement(file: TokenizerFileName, key: String, with: TokenizerFileName)
    /// Neither form of a tokenizer is whole.
    case incomplete(missing: [TokenizerFileName])
    // Text and ids
    case textNotUTF8(offset: Int)
    /// tokenizer.json cuts longer texts, which only some of its readers do.
    case textTooLong(limitTokens: Int, gotTokens: Int)
    case unknownID(position: Int, id: Int32, tokenCount: Int)

    public var description: String { text(.files) }

    /// The names of a tokenizer's parts in the file where they were found.
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
        case .notJSON(let file, let cause):
            "\(file.rawValue): \(cause)"
        case .setting(let file, let key, let expected, let got):
            "\(file.rawValue): \(key): expected \(expected), got \(got)"
        case .inTokenizer(let cause):
            cause.text(.tokenizer)
        case .disagreement(let file, let key, let other):
            "\(file.rawValue): \(key): expected what \(other.rawValue) says, got something else"
        case .incomplete(let missing):
            "tokenizer: expected tokenizer.json, or vocab.json and merges.txt, got no "
                + missing.map(\.rawValue).joined(separator: ", no ")
        case .textNotUTF8(let offset):
            "text: byte \(offset): expected UTF-8, got bytes that are not"
        case .textTooLong(let limit, let got):
            "text: expected at most the \(limit) tokens of tokenizer.json's truncation, got \(got)"
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
