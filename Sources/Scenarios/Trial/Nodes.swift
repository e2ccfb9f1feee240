package import Trials

/// The nodes of one trial, each behind its probe, with the network between them, the clock and the
/// record. A trial of one node is the case of one: it has nobody to talk to.
package struct Nodes<System: SystemUnderTest> {
    /// Rounds of talk after which nodes that still change are a fault of the laboratory.
    private static var roundCountMax: Int { 32 }

    package private(set) var probes: [Probe<System>]
    package private(set) var network: NodeNetwork
    package var record: TrialRecord
    /// The node that steps are at.
    package var here = 0
    /// Whether a node died of a message that another one passed on.
    package private(set) var hasDied = false
    /// A stopped node hears nothing and says nothing.
    private var isStopped: [Bool]
    /// The surface on which nodes hear each other.
    private let surface: Surface

    /// **Precondition:** as many systems as the network has nodes.
    package init(
        _ systems: [System], _ network: NodeNetwork, hearingAt surface: Surface,
        record: TrialRecord
    ) {
        precondition(systems.count == network.nodeCount, "\(systems.count) systems")
        probes = systems.map { Probe($0) }
        self.network = network
        self.record = record
        self.surface = surface
        isStopped = [Bool](repeating: false, count: systems.count)
    }

    /// The system that steps are at.
    package var system: System { probes[here].system }

    private func place(_ node: Int) -> String { probes.count == 1 ? "" : "node \(node)'s " }

    // MARK: Messages

    /// Sends bytes to the node that steps are at, notes the answer, and passes on its messages.
    ///
    /// - Parameter name: of the bytes, for the record; nil leaves the answer out of it.
    /// **Throws:** a fault of the laboratory.
    package mutating func send(
        _ bytes: [UInt8], to surface: Surface, from source: Source, as name: String?,
        isAttack: Bool = false
    ) throws -> Reply {
        let reply = try probes[here].send(
            bytes, to: surface, from: source, at: record.clock, isAttack: isAttack)
        if let name { record.note("\(name) to \(place(here))\(surface.name)", reply) }
        pass(on: reply.messages)
        return reply
    }

    /// Passes on messages of the node that steps are at.
    package mutating func pass(on messages: [Reply.Message]) {
        network.send(messages, from: here, at: record.clock)
    }

    /// Lets the node that steps are at do something by itself.
    package mutating func act<Value, Failure: Error>(
        replayedAs again: ((inout System) throws -> Void)? = nil,
        _ body: (inout System) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try probes[here].act(replayedAs: again, body)
    }

    /// Changes the node that steps are at; a replay does the same.
    package mutating func change(_ body: @escaping (inout System) throws -> Void) throws {
        try probes[here].change(body)
    }

    /// Messages that the node sent to a connection which is no node's, the latest first.
    package func heard(at source: Source) -> [[UInt8]] { network.heard(from: here, at: source) }

    package mutating func note(_ submission: Submission) { probes[here].note(submission) }

    /// Lets time pass; messages arrive in it.
    ///
    /// **Throws:** a fault of the laboratory.
    package mutating func advance(_ seconds: Int) throws {
        let end = record.clock.milliseconds + 1_000 * seconds
        while let (milliseconds, delivery) = network.next(byMilliseconds: end) {
            record.clock.advance(to: milliseconds)
            try deliver(delivery)
        }
        record.clock.advance(to: end)
    }

    /// Stops the node that steps are at, or starts it again.
    package mutating func stop() { isStopped[here] = true }
    package mutating func start() { isStopped[here] = false }

    /// Guards that stop a node's message are no answer to the attack.
    private mutating func deliver(_ delivery: SimulatedNetwork<[UInt8]>.Delivery) throws {
        let (source, target) = (delivery.source, delivery.target)
        guard !isStopped[target] else {
            return record.note("node \(source) to node \(target): nobody there")
        }
        let reply = try probes[target].send(
            delivery.message, to: surface, from: NodeNetwork.source(ofNode: source),
            at: record.clock)
        record.note("node \(source) to node \(target)", reply, countsGuards: false)
        if reply.died { hasDied = true }
        network.send(reply.messages, from: target, at: record.clock)
    }

    // MARK: The network

    /// **Throws:** a fault of the laboratory.
    package mutating func perform(_ step: NetworkStep) throws {
        switch step {
        case .divide(let sides):
            network.divide(sides)
            record.note("the network falls apart: sides \(sides)")
        case .unite:
            network.unite()
            record.note("the network is whole")
        case .faults(let faults):
            network.set(faults)
            record.note(
                "the network drops \(faults.dropPermille) and doubles \(faults.duplicatePermille) "
                    + "permille, and takes up to \(faults.delayMilliseconds.upperBound) ms")
        }
    }

    /// Makes the network whole, and lets the nodes talk until none of them changes any more.
    ///
    /// **Throws:** ``StepFault`` where they do not come to rest.
    package mutating func reunite() throws {
        guard probes.count > 1 else { return }
        network.unite()
        record.note("the network is whole, and the nodes talk")
        for _ in 0..<Self.roundCountMax {
            let before = probes.map(\.system.stateDigest)
            for (node, probe) in probes.enumerated() where !isStopped[node] {
                network.send(probe.system.heartbeat, from: node, at: record.clock)
            }
            try advance(10)
            try deliverAll()
            if probes.map(\.system.stateDigest) == before { return }
        }
        throw StepFault("nodes change after \(Self.roundCountMax) rounds of talk")
    }

    /// Lets time pass until nothing is under way.
    private mutating func deliverAll() throws {
        for _ in 0..<Self.roundCountMax {
            guard let last = network.lastMilliseconds else { return }
            let milliseconds = max(0, last - record.clock.milliseconds)
            try advance(milliseconds / 1_000 + 1)
        }
        throw StepFault("messages are under way after \(Self.roundCountMax) rounds of talk")
    }
}
