package import HybridChain
internal import Peers
package import Platform
package import Routing
package import Trials

/// A node for many threads: it works on one request at a time; other nodes are waited for beside
/// it.
///
/// The node at one place: all that it signed and took is on the disk before anybody is told of it.
/// **Why @unchecked:** the node and its store are used by whoever has the turn.
package final class SharedHybridNode: @unchecked Sendable {
    /// Looks at a job of the engine by one call.
    private static let payloadLookCountMax = 400

    private let turn = Turn()
    private let desk: HybridDesk
    private let store: HybridStoreFile?
    private let facts: HybridFacts
    private let lines: [PeerLine]
    private var relayed = RelayMemory()
    private var slots: SlotClock
    private let clock = Stopwatch()

    /// - Parameters:
    ///   - node: made with ``sources(count:)`` as its peers, and started from the store.
    ///   - store: nil for a node that forgets all when it ends.
    package init(
        _ node: HybridNode, store: HybridStoreFile?, facts: HybridFacts, caller: HTTPCaller,
        slotMilliseconds: Int = 1_000
    ) {
        desk = HybridDesk(node)
        self.store = store
        self.facts = facts
        lines = facts.peers.map { PeerLine(url: $0, HybridFrames.form, caller: caller) }
        slots = SlotClock(slotMilliseconds: slotMilliseconds)
    }

    /// Sources of so many peers, as the node knows them. **Precondition:** fewer than 2^20.
    package static func sources(count: Int) -> [Source] { PeerSources.peers(count: count) }

    // MARK: Requests

    /// A request with what its sender shows beside it.
    package struct Asked: Sendable {
        let request: WebRequest
        let peerAddress: String
        let contentType: String
        let authorization: String

        package init(
            _ request: WebRequest, peerAddress: String = "127.0.0.1",
            contentType: String = "application/json", authorization: String = ""
        ) {
            self.request = request
            self.peerAddress = peerAddress
            self.contentType = contentType
            self.authorization = authorization
        }
    }

    /// The answer to a request; it never fails.
    package func answer(_ asked: Asked) -> WebAnswer {
        let source = PeerSources.request(from: asked.peerAddress)
        guard asked.request.path == EngineCalls.path else {
            return working { desk in
                HybridPages(desk: desk, facts: facts)
                    .answer(asked.request, from: source, at: now)
            } failing: {
                .hybridRefusal(507, "storage", "the store cannot be written: \($0)")
            }
        }
        let refusal = EngineCalls.refusal(
            asked.request, contentType: asked.contentType, authorization: asked.authorization,
            token: facts.token)
        if let refusal { return refusal }
        for _ in 0..<Self.payloadLookCountMax {
            let answer = working { desk in
                EngineCalls(desk: desk, source: source, clock: now).answer(asked.request.body)
            } failing: {
                .web(.hybridRefusal(507, "storage", "the store cannot be written: \($0)"))
            }
            if case .web(let answer) = answer { return answer }
            Pause.wait(milliseconds: turn.held { slots.pauseMilliseconds })
        }
        return .hybridRefusal(503, "payload", "the job's slot does not go on")
    }

    private var now: LogicalClock {
        LogicalClock(milliseconds: clock.nanoseconds / 1_000_000)
    }

    /// Works with the turn, brings what was signed and taken to the disk, and lets peers know what
    /// is new.
    ///
    /// - Parameter failing: the result where the disk failed.
    private func working<Value>(
        _ body: (HybridDesk) -> Value, failing: (PlatformError) -> Value
    ) -> Value {
        let (value, outgoing) = turn.held { () -> (Value, [Reply.Message]) in
            let value = body(desk)
            do throws(PlatformError) {
                try store?.follow(desk.node)
            } catch {
                // What was to be told is told when the disk works again.
                return (failing(error), [])
            }
            return (value, news(desk.takeOutgoing()))
        }
        send(outgoing)
        return value
    }

    /// Messages that were not passed on before.
    private func news(_ messages: [Reply.Message]) -> [Reply.Message] {
        var fresh: Set<[UInt8]> = []  // looked up, never iterated
        var old: Set<[UInt8]> = []  // looked up, never iterated
        return messages.filter { message in
            if fresh.contains(message.bytes) { return true }
            guard !old.contains(message.bytes) else { return false }
            // Questions and answers may be told again.
            let isTold =
                message.bytes.first == HybridMessage.Kind.askBlocks.rawValue
                || message.bytes.first == HybridMessage.Kind.askDeltas.rawValue
                || relayed.note(message.bytes)
            if isTold { fresh.insert(message.bytes) } else { old.insert(message.bytes) }
            return isTold
        }
    }

    private func send(_ messages: [Reply.Message]) {
        for message in messages {
            let place = PeerSources.place(of: message.target)
            guard lines.indices.contains(place) else { continue }
            lines[place].offer(message.bytes) { [self] in hear($0, from: place) }
        }
    }

    /// Hears a peer's answer. **Result:** messages for it.
    private func hear(_ message: [UInt8], from place: Int) -> [[UInt8]] {
        working { desk in
            desk.hear(message, from: PeerSources.peer(place), at: now).answers
        } failing: { _ in
            []
        }
    }

    // MARK: Work unasked

    /// Lets slots and ticks go on as the clock has them.
    ///
    /// - Parameter factors: the factors of the validator's delta for a slot that begins; nil for
    /// none.
    /// **Result:** the milliseconds until the next tick. **Throws:** `PlatformError` of the store.
    package func pulse(
        training factors: ((HybridNode) -> [Int32]?)? = nil
    ) throws(PlatformError) -> Int {
        let milliseconds = clock.nanoseconds / 1_000_000
        return try unasked { desk in
            let head = desk.node.tree.head
            let step = slots.step(head: head.hash, headSlot: head.slot, now: milliseconds)
            if let slot = step.newSlot {
                desk.begin(slot: slot, at: now)
                if let factors = factors?(desk.node) { desk.tell(desk.node.train(factors)) }
            }
            if step.tickCount > 0 { desk.tick(step.tickCount) }
            return slots.pauseMilliseconds
        }
    }

    /// Begins a slot, whatever the clock has. **Throws:** `PlatformError` of the store.
    package func begin(slot: UInt64) throws(PlatformError) {
        try unasked { $0.begin(slot: slot, at: now) }
    }

    /// Lets ticks pass, whatever the clock has. **Throws:** `PlatformError` of the store.
    package func tick(_ count: Int) throws(PlatformError) {
        try unasked { $0.tick(count) }
    }

    private func unasked<Value>(_ body: (HybridDesk) -> Value) throws(PlatformError) -> Value {
        let result: Result<Value, PlatformError> = working {
            .success(body($0))
        } failing: {
            .failure($0)
        }
        return try result.get()
    }

    /// Exchanges heads with all peers, and catches up with those that are ahead.
    package func beat() {
        for (place, line) in lines.enumerated() {
            line.beat {
                [self] in
                turn.held { desk.heartbeat }
            } hear: { [self] in
                hear($0, from: place)
            }
        }
    }

    /// Reads the node's state, which changes before and after, but not meanwhile.
    package func read<Value>(_ body: (HybridNode) -> Value) -> Value {
        turn.held { body(desk.node) }
    }
}
