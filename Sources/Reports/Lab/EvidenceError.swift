/// The reason why a file cannot be used as evidence.
package enum EvidenceError: Error, Equatable, CustomStringConvertible {
    /// - Parameter path: the place in the document: `heads[3][0]`; empty for the whole.
    case malformed(file: String, path: String, expected: String, got: String)
    case unknownForm(file: String, got: String)
    /// This file and those before it are more than one report takes.
    case tooMuch(file: String, byteCountMax: Int)
    /// Two files with the same bytes.
    case repeated(file: String, as: String)

    package var description: String {
        switch self {
        case .malformed(let file, let path, let expected, let got):
            "\(file): \(path.isEmpty ? "" : "\(path): ")expected \(expected), got \(got)"
        case .unknownForm(let file, let got):
            "\(file): expected a receipt, a kept run, or what 'reproduce', 'locate', 'compare', "
                + "'prove', 'shadow', 'coverage', 'dispute' or 'vary' print with --format json; "
                + "got \(got)"
        case .tooMuch(let file, let limit):
            "\(file): expected files of at most \(limit) bytes together, got more up to this one"
        case .repeated(let file, let other):
            "\(file): expected a file besides \(other), got the same bytes"
        }
    }
}
