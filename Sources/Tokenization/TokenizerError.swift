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
    // Text and ids
    case textNotUTF8(offset: Int)
    case unknownID(position: Int, id: Int32, tokenCount: Int)

    public var description: String {
        switch self {
        case .vocabularyNotJSON(let cause):
            "vocab.json: \(cause)"
        case .vocabularyNotAnObject(let got):
            "vocab.json: expected an object of token texts and ids, got \(got)"
        case .vocabularySize(let limit, let got):
            "vocab.json: expected 256 to \(limit) tokens, got \(got)"
        case .tokenID(let key, let expected, let got):
            "vocab.json: token \(shown(key)): expected \(expected), got \(got)"
        case .tokenText(let key, let expected):
            "vocab.json: token \(shown(key)): expected \(expected)"
        case .duplicateID(let id, let key):
            "vocab.json: token \(shown(key)): expected an id of its own, got \(id) again"
        case .missingByte(let byte):
            "vocab.json: expected a token for each of the 256 bytes, got none for "
                + "byte 0x\(Hexadecimal.text(of: [byte]))"
        case .mergesTooLong(let limit, let got):
            "merges.txt: expected at most \(limit) bytes, got \(got)"
        case .mergesNotUTF8(let offset):
            "merges.txt: byte \(offset): expected UTF-8, got bytes that are not"
        case .mergesHeader(let got):
            "merges.txt: line 1: expected a header that starts with #version, got \(shown(got))"
        case .mergeForm(let line, let got):
            "merges.txt: line \(line): expected two tokens and one space between, got \(shown(got))"
        case .mergeUnknownToken(let line, let token):
            "merges.txt: line \(line): expected tokens of vocab.json, got \(shown(token))"
        case .duplicateMerge(let line, let got):
            "merges.txt: line \(line): expected each merge once, got \(shown(got)) again"
        case .textNotUTF8(let offset):
            "text: byte \(offset): expected UTF-8, got bytes that are not"
        case .unknownID(let position, let id, let count):
            "token id at position \(position): expected 0 to \(count - 1), got \(id)"
        }
    }

    private func shown(_ text: String) -> String {
        JSONValue.quoted(text, scalarCountMax: 60)
    }
}
