/// One entry of a session's log: what reached a file, in order.
public struct Operation: Sendable, Equatable {
    public enum Action: Sendable, Equatable {
        case create
        case write(offset: Int, bytes: [UInt8])
        case truncate(size: Int)
        case sync(syncsFolder: Bool)
        case failedSync
        case delete(syncsFolder: Bool)
        /// What the application said in between, such as that a commit is confirmed.
        case mark(Int)
    }

    /// The file, relative to the session's folder; empty for a mark.
    public let file: String
    public let action: Action

    public init(file: String, action: Action) {
        self.file = file
        self.action = action
    }

    var label: Int? {
        guard case .mark(let label) = action else { return nil }
        return label
    }
}
