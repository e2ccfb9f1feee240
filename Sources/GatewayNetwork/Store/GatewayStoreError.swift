internal import Databases
package import Trials

/// The reason why a gateway cannot be started from a store, or its store fails.
package enum GatewayStoreError: Error, Equatable, CustomStringConvertible {
    case parameters(ParameterError)
    /// There is a file where a new database was to be.
    case exists(path: String)
    /// A database of another program, or one with the pin of other rules or parties.
    case foreign(path: String, expected: String, got: String)
    /// Pages or columns have other bytes than were written.
    case corrupt(path: String, message: String)
    /// The stored ledger is not one that the rules would have taken.
    case refused(Refusal)
    /// SQLite or the system failed: the store is whole, and has to be opened again.
    case system(path: String, message: String)

    init(_ fault: DatabaseFault, _ path: String, _ expected: String) {
        switch fault {
        case .missing:
            self = .foreign(path: path, expected: expected, got: "nothing: it does not exist")
        case .exists: self = .exists(path: path)
        case .inUse: self = .system(path: path, message: "another process has it open")
        case .cannotOpen(let message), .system(let message):
            self = .system(path: path, message: message)
        case .foreign(let expected, let got):
            self = .foreign(path: path, expected: expected, got: got)
        case .broken(let place, let expected):
            self = .corrupt(path: path, message: "\(place): expected \(expected)")
        case .unreadable(let place):
            self = .corrupt(path: path, message: "\(place): expected what was stored")
        case .lost, .strayLog: self = .system(path: path, message: fault.advice(for: path) ?? "")
        case .closed: self = .system(path: path, message: "closed after a failed change")
        }
    }

    package var description: String {
        switch self {
        case .parameters(let error): error.description
        case .exists(let path): "\(path): exists already: expected a name for a new database"
        case .foreign(let path, let expected, let got):
            "\(path): expected \(expected), got \(got)"
        case .corrupt(let path, let message), .system(let path, let message):
            "\(path): \(message)"
        case .refused(let refusal): refusal.description
        }
    }
}
