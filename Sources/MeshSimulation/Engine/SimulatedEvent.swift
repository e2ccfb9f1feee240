/// Something that happens to one node at one time.
struct SimulatedEvent: Sendable {
    enum Kind: Sendable {
        case start
        case task(SimulatedTask)
        case wake
        case message([UInt8])
        case stop

        /// The order of events of one node at one time.
        var rank: UInt8 {
            switch self {
            case .start: 0
            case .task: 1
            case .wake: 2
            case .message: 3
            case .stop: 4
            }
        }
    }

    /// Nobody has this number or a greater one.
    static let targetEnd = 1 << 24

    let milliseconds: Int
    let target: Int
    let kind: Kind
    /// A message's sender.
    let source: Int
    /// The sender's count of messages; of a task its number.
    let sequence: Int

    init(
        milliseconds: Int, target: Int, _ kind: Kind, source: Int = 0, sequence: Int = 0
    ) {
        self.milliseconds = milliseconds
        self.target = target
        self.kind = kind
        self.source = source
        self.sequence = sequence
    }

    /// The order in which events of one time are done. Only copies of one message are equal.
    static func comes(_ one: Self, before other: Self) -> Bool {
        if one.target != other.target { return one.target < other.target }
        if one.kind.rank != other.kind.rank { return one.kind.rank < other.kind.rank }
        if one.source != other.source { return one.source < other.source }
        return one.sequence < other.sequence
    }
}
