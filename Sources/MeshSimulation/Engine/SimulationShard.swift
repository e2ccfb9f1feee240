/// A task's end: where, when and how.
package struct FinishedTask: Sendable, Equatable {
    package let node: Int
    package let milliseconds: Int
    package let outcome: TaskOutcome
}

/// A line of an event log, with its place.
struct EventLine: Sendable {
    let milliseconds: Int
    let node: Int
    /// The place among the lines of its node.
    let order: Int
    let text: String
}

/// Messages from one shard to another; those of a window are read in the next one, while others are
/// written.
final class ShardMailbox {
    var messages: [SimulatedEvent] = []
    /// The earliest time at which one arrives; `Int.max` for none.
    var earliest = Int.max
}

/// The nodes that one thread works on, with their events.
struct SimulationShard<Node: SimulatedNode> {
    private struct Resident {
        var node: Node?
        var log = NodeLog()
        var sentCount = 0
        /// The time of the planned event that wakes the node; `Int.max` for none.
        var wakeMilliseconds = Int.max
    }

    private let number: Int
    private let shardCount: Int
    private let path: SimulatedNetworkPath
    private let keepsLines: Bool
    private let make: @Sendable (_ number: Int) -> Node

    /// A node's place is its number by the number of shards.
    private var residents: [Resident] = []
    private var calendar = EventCalendar()
    private var room: [SimulatedEvent] = []
    private var effects = NodeEffects()

    /// The ends of tasks in the windows since these were last emptied.
    var finished: [FinishedTask] = []
    var lines: [EventLine] = []
    private(set) var counts = MessageCounts()

    init(
        number: Int, settings: SimulationSettings, make: @escaping @Sendable (Int) -> Node
    ) {
        self.number = number
        shardCount = settings.threadCount
        path = SimulatedNetworkPath(settings)
        keepsLines = settings.keepsLines
        self.make = make
    }

    mutating func add(_ event: SimulatedEvent) { calendar.add(event) }

    func earliest(from milliseconds: Int) -> Int { calendar.earliest(from: milliseconds) }

    /// Calls `body` with a node that is running, or with nil.
    func look<Result>(at node: Int, _ body: (Node?) -> Result) -> Result {
        let place = node / shardCount
        return body(residents.indices.contains(place) ? residents[place].node : nil)
    }

    func log(of node: Int) -> NodeLog {
        let place = node / shardCount
        return residents.indices.contains(place) ? residents[place].log : NodeLog()
    }

    /// Does all that happens in a window to this shard's nodes.
    ///
    /// - Parameters:
    ///   - incoming: a mailbox a shard, filled in the window before.
    ///   - outgoing: a mailbox a shard, empty, to be filled.
    mutating func run(
        _ window: Range<Int>, incoming: [ShardMailbox], outgoing: [ShardMailbox]
    ) {
        for mailbox in incoming {
            for message in mailbox.messages { calendar.add(message) }
            mailbox.messages.removeAll(keepingCapacity: true)
            mailbox.earliest = Int.max
        }
        var time = calendar.earliest(from: window.lowerBound)
        while time < window.upperBound {
            var events = room
            room = []
            calendar.take(at: time, into: &events)
            if events.count > 1 { events.sort(by: SimulatedEvent.comes) }
            for event in events { perform(event, outgoing) }
            events.removeAll(keepingCapacity: true)
            room = events
            time = calendar.earliest(from: time + 1)
        }
    }

    private mutating func perform(_ event: SimulatedEvent, _ outgoing: [ShardMailbox]) {
        let place = event.target / shardCount
        let milliseconds = event.milliseconds
        if case .start = event.kind {
            while residents.count <= place { residents.append(Resident()) }
            residents[place].node = make(event.target)
        }
        guard residents.indices.contains(place), residents[place].node != nil else {
            if case .message = event.kind { counts.unheardCount += 1 }
            return
        }
        switch event.kind {
        case .start: break
        case .task(let task):
            residents[place].node?.begin(task, atMilliseconds: milliseconds, &effects)
        case .wake:
            guard wake(place, milliseconds) else { return }
        case .message(let bytes):
            guard !path.separates(event.source, event.target, atMilliseconds: milliseconds) else {
                counts.unheardCount += 1
                return
            }
            counts.heardCount += 1
            residents[place].node?.receive(
                bytes, from: event.source, atMilliseconds: milliseconds, &effects)
        case .stop:
            residents[place].node = nil
        }
        conclude(event, place, outgoing)
    }

    /// False where the event is not the one that the node waits for any more.
    private mutating func wake(_ place: Int, _ milliseconds: Int) -> Bool {
        guard residents[place].wakeMilliseconds == milliseconds else { return false }
        residents[place].wakeMilliseconds = Int.max
        guard let wanted = residents[place].node?.wakeMilliseconds else { return false }
        guard wanted <= milliseconds else {
            planWake(place, milliseconds)
            return false
        }
        residents[place].node?.wake(atMilliseconds: milliseconds, &effects)
        return true
    }

    private mutating func planWake(_ place: Int, _ milliseconds: Int) {
        guard let wanted = residents[place].node?.wakeMilliseconds,
            wanted < residents[place].wakeMilliseconds
        else { return }
        let time = max(wanted, milliseconds + 1)
        guard time < residents[place].wakeMilliseconds else { return }
        residents[place].wakeMilliseconds = time
        calendar.add(
            SimulatedEvent(milliseconds: time, target: place * shardCount + number, .wake))
    }

    /// Notes an event and sends what its node gave out.
    private mutating func conclude(
        _ event: SimulatedEvent, _ place: Int, _ outgoing: [ShardMailbox]
    ) {
        residents[place].log.note(event)
        residents[place].log.note(effects)
        if keepsLines { lines.append(EventLine(event, effects, order: lines.count)) }
        for send in effects.sends {
            let sequence = residents[place].sentCount
            residents[place].sentCount += 1
            counts.sentCount += 1
            counts.sentByteCount += send.bytes.count
            guard send.target >= 0, send.target < SimulatedEvent.targetEnd else { continue }
            let mailbox = outgoing[send.target % shardCount]
            path.eachArrival(
                from: event.target, to: send.target, sequence: sequence,
                atMilliseconds: event.milliseconds
            ) { arrival in
                mailbox.earliest = min(mailbox.earliest, arrival)
                mailbox.messages.append(
                    SimulatedEvent(
                        milliseconds: arrival, target: send.target, .message(send.bytes),
                        source: event.target, sequence: sequence))
            }
        }
        for outcome in effects.outcomes {
            finished.append(
                FinishedTask(
                    node: event.target, milliseconds: event.milliseconds, outcome: outcome))
        }
        effects.clear()
        planWake(place, event.milliseconds)
    }
}

/// How many messages a run had.
package struct MessageCounts: Sendable, Equatable {
    package internal(set) var sentCount = 0
    package internal(set) var sentByteCount = 0
    package internal(set) var heardCount = 0
    /// Those that arrived where nobody was or where nothing crosses any more.
    package internal(set) var unheardCount = 0

    static func + (_ one: Self, _ other: Self) -> Self {
        var sum = one
        sum.sentCount += other.sentCount
        sum.sentByteCount += other.sentByteCount
        sum.heardCount += other.heardCount
        sum.unheardCount += other.unheardCount
        return sum
    }
}

extension EventLine {
    /// "message 7 from 12 of 80 bytes; sends 3, 9; finishes 4 done".
    init(_ event: SimulatedEvent, _ effects: NodeEffects, order: Int) {
        var text =
            switch event.kind {
            case .start: "starts"
            case .task(let task): "task \(task.number): \(task.work)"
            case .wake: "wakes"
            case .message(let bytes):
                "message \(event.sequence) from \(event.source), \(bytes.count) bytes"
            case .stop: "stops"
            }
        if !effects.sends.isEmpty {
            text += "; sends to " + effects.sends.map { "\($0.target)" }.joined(separator: ", ")
        }
        for outcome in effects.outcomes {
            text += "; finishes \(outcome.taskNumber), \(outcome.isDone ? "done" : "not done")"
        }
        self.init(
            milliseconds: event.milliseconds, node: event.target, order: order, text: text)
    }
}
