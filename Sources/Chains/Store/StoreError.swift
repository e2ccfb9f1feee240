internal import Databases
package import Trials

/// Why a store cannot be used.
package enum StoreError: Error, Equatable, CustomStringConvertible {
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
    /// Made for a chain of another pin.
    case otherPin(path: String, expected: String, got: String)
    /// The database itself is not what SQLite wrote.
    case broken(path: String, place: String, expected: String)
    /// What is stored is not what was stored.
    case corrupt(path: String, place: String, expected: String)
    /// It holds less than what is known to have been stored: an older copy, perhaps.
    case behind(path: String, expected: String, got: String)
    /// It, or its log, was moved, replaced or deleted while it was open.
    case lost(path: String, message: String)
    /// Beside it lies a log of another database.
    case strayLog(path: String, message: String)
    /// The system failed: disk full, an error of the device.
    case system(path: String, message: String)
    /// A change failed; what is stored is whole, and has to be opened again.
    case closed(path: String)

    init(_ fault: DatabaseFault, _ path: String) {
        switch fault {
        case .missing: self = .missing(path: path)
        case .exists: self = .exists(path: path)
        case .inUse: self = .inUse(path: path)
        case .cannotOpen(let message): self = .cannotOpen(path: path, message: message)
        case .foreign(let expected, let got):
            self = .foreign(path: path, expected: expected, got: got)
        case .broken(let place, let expected):
            self = .broken(path: path, place: place, expected: expected)
        case .unreadable(let place):
            self = .corrupt(path: path, place: place, expected: "what was stored")
        case .lost: self = .lost(path: path, message: fault.advice(for: path) ?? "")
        case .strayLog: self = .strayLog(path: path, message: fault.advice(for: path) ?? "")
        case .system(let message): self = .system(path: path, message: message)
        case .closed: self = .closed(path: path)
        }
    }

    package var description: String { "\(path): \(reason)" }

    package var path: String {
        switch self {
        case .missing(let path), .exists(let path), .inUse(let path), .cannotOpen(let path, _),
            .foreign(let path, _, _), .otherPin(let path, _, _), .broken(let path, _, _),
            .corrupt(let path, _, _), .behind(let path, _, _), .system(let path, _),
            .lost(let path, _), .strayLog(let path, _), .closed(let path):
            path
        }
    }

    /// The same wherever the store is.
    package var reason: String {
        switch self {
        case .missing: "expected a chain's database, but it does not exist: chain init makes one"
        case .exists: "exists already: expected a name for a new database"
        case .inUse: "another process has it open"
        case .foreign(_, let expected, let got), .otherPin(_, let expected, let got),
            .behind(_, let expected, let got):
            "expected \(expected), got \(got)"
        case .broken(_, let place, let expected), .corrupt(_, let place, let expected):
            "\(place): expected \(expected), got other bytes"
        case .system(_, let message), .cannotOpen(_, let message), .lost(_, let message),
            .strayLog(_, let message):
            message
        case .closed: "closed after a failed change"
        }
    }

    /// The guard that found it; nil for what says nothing of what is stored.
    package var stoppedBy: Guard? {
        switch self {
        case .missing, .foreign, .broken, .strayLog: CommonGuards.storedPages
        case .otherPin: CommonGuards.storedPin
        case .corrupt: CommonGuards.storedRecords
        case .behind: CommonGuards.storedAnchor
        case .exists, .inUse, .cannotOpen, .lost, .system, .closed: nil
        }
    }
}
