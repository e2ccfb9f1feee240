package import Encodings

/// Reasons for which a file is no run.
package enum RunFileError: Error, Equatable, CustomStringConvertible {
    case notJSON(file: String, cause: JSONParseError)
    case malformed(file: String, cause: StrictObject.Failure)

    package var description: String {
        switch self {
        case .notJSON(let file, let cause): "\(file): \(cause)"
        case .malformed(let file, let cause): "\(file): \(cause)"
        }
    }
}
