package import Encodings

/// Reasons for which bytes are no receipt, or a receipt cannot be written. The caller adds the
/// file's name.
package enum ReceiptError: Error, Equatable, CustomStringConvertible {
    case tooLarge(limitByteCount: Int, gotByteCount: Int)
    case notJSON(JSONParseError)
    case member(StrictJSON.Failure)
    /// The file's content is right in other bytes than the one form has.
    case form(offset: Int, expected: String, got: String)
    /// Two members of the file do not agree.
    case inconsistent(what: String, expected: String, got: String)
    /// The signature is not that of the key over this receipt.
    case signature(publicKey: String)
    /// A receipt in memory holds a value that a file has no place for.
    case unwritable(expected: String, got: String)

    /// Whether the receipt's form is right, and its content is not.
    package var isAboutContent: Bool {
        switch self {
        case .inconsistent, .signature: true
        case .tooLarge, .notJSON, .member, .form, .unwritable: false
        }
    }

    package var description: String {
        switch self {
        case .tooLarge(let limit, let got):
            "length: expected \(limit) bytes at most, got \(got)"
        case .notJSON(let cause): "\(cause)"
        case .member(let failure): "\(failure)"
        case .form(let offset, let expected, let got):
            "byte \(offset): expected the one form of this receipt, which goes on with "
                + "\(expected), got \(got)"
        case .inconsistent(let what, let expected, let got):
            "\(what): expected \(expected), got \(got)"
        case .signature(let key):
            "signature: expected that of the key \(key) under this receipt, got another"
        case .unwritable(let expected, let got):
            "the receipt: expected \(expected), got \(got)"
        }
    }
}
