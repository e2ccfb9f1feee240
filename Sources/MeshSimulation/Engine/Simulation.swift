package import Cryptography
internal import Platform

/// Many nodes of one kind over a network that delays, loses and repeats messages.
///
/// Time goes in windows no longer than the least delay: what a node sends in a window is heard
/// after it, so that in a window no node depends on another, and threads share the nodes.
/// **Determinism:** each node's events are done by time, then kind, sender and the sender's count;
/// a message's fate follows from the seed, its sender and that count. So the number of threads
/// changes nothing.
package final class Simulation<Node: SimulatedNode> {
    private let settings: SimulationSettings
    private let shards: [ShardBox<Node>]
    private let team: ThreadTeam
    /// Two sets of mailboxes, [target shard][source shard] and [source shard][target shard] being
    /// the same mailboxes.
    private let incoming: [[[ShardMailbox]]]
    private let outgoing: [[[ShardMailbox]]]
    private var windowNumber = 0
    /// All up to here, not including it, is done.
    package private(set) var milliseconds = 0
    package private(set) var nodeCount = 0
    package private(set) var finished: [FinishedTask] = []
    package private(set) var lines: [String] = []

    /// - Parameter make: makes a node by its number, on any thread.
    package init(
        _ settings: SimulationSettings, make: @escaping @Sendable (_ number: Int) -> Node
    ) {
        let count = settings.threadCount
        precondition(
            count >= 1 && settings.windowMilliseconds >= 1,
            "\(count) threads, windows of \(settings.windowMilliseconds) ms")
        self.settings = settings
        shards = (0..<count).map {
            ShardBox(SimulationShard(number: $0, settings: settings, make: make))
        }
        team = ThreadTeam(count: count)
        let mailboxes = (0..<2).map { _ in
            (0..<count).map { _ in (0..<count).map { _ in ShardMailbox() } }
        }
        outgoing = mailboxes
        incoming = mailboxes.map { boxes in
            (0..<count).map { target in boxes.map { $0[target] } }
        }
    }

    // MARK: Plans

    /// Plans a new node and returns its number, which no other has.
    ///
    /// **Precondition:** as for all plans, a time that is not over.
    package func start(atMilliseconds time: Int) -> Int {
        let number = nodeCount
        precondition(number < SimulatedEvent.targetEnd, "\(number) nodes")
        nodeCount += 1
        plan(SimulatedEvent(milliseconds: time, target: number, .start))
        return number
    }

    /// Plans the end of a node: it forgets all, and hears nothing from then on.
    package func stop(_ node: Int, atMilliseconds time: Int) {
        plan(SimulatedEvent(milliseconds: time, target: node, .stop))
    }

    package func begin(_ task: SimulatedTask, at node: Int, atMilliseconds time: Int) {
        plan(
            SimulatedEvent(milliseconds: time, target: node, .task(task), sequence: task.number))
    }

    private func plan(_ event: SimulatedEvent) {
        precondition(
            event.milliseconds >= milliseconds, "a plan for \(event.milliseconds) ms")
        shards[event.target % shards.count].shard.add(event)
    }

    // MARK: Work

    /// Does all that happens before a time, or all there is.
    ///
    /// - Parameter onWindow: told of the time after each window.
    /// **Throws:** ``SimulationError`` where the run has more messages than it may have.
    package func run(
        beforeMilliseconds end: Int, onWindow: (_ milliseconds: Int) -> Void = { _ in }
    ) throws(SimulationError) {
        while true {
            let set = windowNumber % 2
            let arrivals = outgoing[set].joined().map(\.earliest).min() ?? Int.max
            let events = shards.map { $0.shard.earliest(from: milliseconds) }.min() ?? Int.max
            let start = min(arrivals, events)
            guard start < end else { break }
            let window = start..<min(start + settings.windowMilliseconds, end)
            run(window, set)
            milliseconds = window.upperBound
            windowNumber += 1
            gather()
            onWindow(milliseconds)
            guard counts.sentCount <= settings.messageCountMax else {
                throw .tooManyMessages(max: settings.messageCountMax, milliseconds: milliseconds)
            }
        }
        if end < Int.max { milliseconds = max(milliseconds, end) }
    }

    private func run(_ window: Range<Int>, _ set: Int) {
        let work = WindowWork(
            shards: shards, incoming: incoming[set], outgoing: outgoing[1 - set])
        team.each { part in work.run(window, part) }
    }

    /// Collects what the shards finished, in the order of time and node.
    private func gather() {
        var ends = shards.flatMap(\.shard.finished)
        if !ends.isEmpty {
            ends.sort {
                ($0.milliseconds, $0.node, $0.outcome.taskNumber)
                    < ($1.milliseconds, $1.node, $1.outcome.taskNumber)
            }
            finished += ends
            for box in shards { box.shard.finished.removeAll(keepingCapacity: true) }
        }
        guard settings.keepsLines else { return }
        var noted = shards.flatMap(\.shard.lines)
        noted.sort {
            ($0.milliseconds, $0.node, $0.order) < ($1.milliseconds, $1.node, $1.order)
        }
        lines += noted.map { "\($0.milliseconds) \($0.node) \($0.text)" }
        for box in shards { box.shard.lines.removeAll(keepingCapacity: true) }
    }

    // MARK: Results

    package var counts: MessageCounts {
        shards.reduce(MessageCounts()) { $0 + $1.shard.counts }
    }

    /// The digest of all that happened: of each node's own log, in the order of their numbers.
    package var digest: Digest {
        Digests.sha256(
            (0..<nodeCount).flatMap { node in
                shards[node % shards.count].shard.log(of: node).digest.bytes
            })
    }

    /// Calls `body` with a node that is running, or with nil.
    package func look<Result>(at node: Int, _ body: (Node?) -> Result) -> Result {
        shards[node % shards.count].shard.look(at: node, body)
    }
}

private final class ShardBox<Node: SimulatedNode> {
    var shard: SimulationShard<Node>

    init(_ shard: SimulationShard<Node>) {
        self.shard = shard
    }
}

/// A window's work as the threads share it.
///
/// **Why @unchecked:** each part has a shard of its own, reads the mailboxes to it of one set and
/// writes the mailboxes from it of the other set.
private struct WindowWork<Node: SimulatedNode>: @unchecked Sendable {
    let shards: [ShardBox<Node>]
    /// [target shard][source shard]
    let incoming: [[ShardMailbox]]
    /// [source shard][target shard]
    let outgoing: [[ShardMailbox]]

    func run(_ window: Range<Int>, _ part: Int) {
        shards[part].shard.run(
            window, incoming: incoming[part], outgoing: outgoing[part])
    }
}
