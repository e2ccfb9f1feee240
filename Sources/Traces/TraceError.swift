public import Cryptography
public import Encodings

/// Why bytes are no trace, or why a trace cannot be written. The caller adds the file's name.
public enum TraceError: Error, Equatable, CustomStringConvertible {
    /// The file is shorter than the shortest trace.
    case tooShort(expectedByteCount: Int, gotByteCount: Int)
    /// The file does not begin as a trace does.
    case notATrace(got: [UInt8])
    case version(expected: String, got: String)
    case headerLength(limitByteCount: Int, got: UInt64)
    case headerJSON(JSONParseError)
    /// A member of the header, by its path: `prompts[3].token_ids`.
    case header(path: String, expected: String, got: String)
    /// The header says what it should in other bytes than the one way to write it. Offsets count
    /// from the start of the header.
    case headerForm(offset: Int, expected: String, got: String)
    /// The whole file's length, which follows from the header.
    case length(expectedByteCount: Int, gotByteCount: Int)
    case fileDigest(expected: Digest, got: Digest)
    case root(expected: Digest, got: Digest)
    case tensor(name: String, what: String, expected: String, got: String)
    case record(prompt: Int, operation: String, what: String, expected: String, got: String)
    /// A trace in memory holds more, or other things, than its level's file has places for.
    case unwritable(what: String, expected: String, got: String)

    public var description: String {
        switch self {
        case .tooShort(let expected, let got):
            "length: expected a trace, of \(expected) bytes at least, got \(got) bytes"
        case .notATrace(let got):
            "byte 0: expected a trace, which begins with \"glyphlab trace \", got "
                + JSONValue.quoted(String(decoding: got, as: UTF8.self), scalarCountMax: 20)
        case .version(let expected, let got):
            "format version: expected \(expected), got "
                + "\(JSONValue.quoted(got, scalarCountMax: 20)): "
                + "another version of glyphlab wrote this file"
        case .headerLength(let limit, let got):
            "header length: expected 2 to \(limit) bytes within the file, got \(got)"
        case .headerJSON(let cause):
            "header: \(cause)"
        case .header(let path, let expected, let got):
            "header: \(path.isEmpty ? "" : path + ": ")expected \(expected), got \(got)"
        case .headerForm(let offset, let expected, let got):
            "header: byte \(offset): expected the one form of this header, which goes on with "
                + "\(expected), got \(got)"
        case .length(let expected, let got):
            "length: expected \(expected) bytes, which the header asks for, got \(got)"
        case .fileDigest(let expected, let got):
            "SHA-256 at the end of the file: expected \(expected.text), that of all bytes before "
                + "it, got \(got.text): the file is damaged"
        case .root(let expected, let got):
            "root: expected \(expected.text), that of the run and the records, got \(got.text)"
        case .tensor(let name, let what, let expected, let got):
            "tensor \(JSONValue.quoted(name, scalarCountMax: 255)): \(what): "
                + "expected \(expected), got \(got)"
        case .record(let prompt, let operation, let what, let expected, let got):
            "prompt \(prompt), \(JSONValue.quoted(operation, scalarCountMax: 255)): \(what): "
                + "expected \(expected), got \(got)"
        case .unwritable(let what, let expected, let got):
            "\(what): expected \(expected), got \(got)"
        }
    }
}
