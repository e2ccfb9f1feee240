internal import Databases
package import Trials

/// The reason why a store cannot be used.
package enum StoreError: Error, Equatable, CustomStringConvertible {
    /// There is nothing to open.
    case missing(path: String)
    /// There is something where a new store was to be.
    case exists(path: String)
    /// Another process has it open.
    case inUse(path: String)
    /// The path leads nowhere, or to a file that may not be read or written.
    case cannotOpen(path: String, message: String)
    /// A file of another program, or of another version of this one.
    case foreign(path: String, expected: String, got: String)
    /// Made for a chain of another pin.
    case otherPin(path: String, expected: String, got: String)
    /// The database has other bytes than SQLite wrote.
    case broken(path: String, place: String, expected: String)
    /// A record is not the one that was written.
    case corrupt(path: String, place: String, expected: String)
    /// The chain does not lead through its anchor: an older copy, perhaps.
    case behind(path: String, expected: String, got: String)
    /// The file, or its log, was moved, replaced or deleted while it was open.
    case lost(path: String, message: String)
    /// A log of another database lies beside the file.
    case strayLog(path: String, message: String)
    /// The system failed: disk full, an error of the device.
    case system(path: String, message: String)
    /// A change failed: the store holds all changes before it, and has to be opened again.
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

    /// The description without the path.
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

    /// The guard that found the fault; nil for a fault that says nothing about the stored bytes.
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
