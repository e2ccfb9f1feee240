/// Why a store cannot be used.
public enum StoreError: Error, Equatable, CustomStringConvertible {
    /// There is nothing to open.
    case missing(path: String)
    /// There is something where a new store was to be.
    case exists(path: String)
    /// Another process has it open.
    case inUse(path: String)
    /// The path leads nowhere, or to what may not be read or written.
    case cannotOpen(path: String, message: String)
    /// Not one of ours, or of another version.
    case foreign(path: String, expected: String, got: String)
    /// Made for other rules or another model.
    case otherPin(path: String, expected: String, got: String)
    /// What is stored is not what was stored.
    case corrupt(path: String, place: String, expected: String)
    /// The system failed: disk full, an error of the device.
    case system(path: String, message: String)
    /// A change failed; what is stored is whole, and has to be opened again.
    case closed(path: String)

    public var description: String {
        switch self {
        case .missing(let path): "\(path): expected a chain's database, got nothing"
        case .exists(let path): "\(path): expected nothing there, got a file"
        case .inUse(let path): "\(path): another process has it open"
        case .foreign(let path, let expected, let got),
            .otherPin(let path, let expected, let got):
            "\(path): expected \(expected), got \(got)"
        case .corrupt(let path, let place, let expected):
            "\(path): \(place): expected \(expected), got other bytes"
        case .system(let path, let message), .cannotOpen(let path, let message):
            "\(path): \(message)"
        case .closed(let path): "\(path): closed after a failed change"
        }
    }
}
