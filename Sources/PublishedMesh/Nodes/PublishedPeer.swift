package import PythonValues

/// The answers of a peer's surroundings.
package struct PeerSurroundings {
    /// Eight bytes drawn at random.
    package let nonce: () -> [UInt8]
    /// The chain's answer about a peer.
    package let chain: StakeQuestion

    package init(nonce: @escaping () -> [UInt8], chain: @escaping StakeQuestion) {
        self.nonce = nonce
        self.chain = chain
    }
}

/// A published node with its messages and time limits, which neither sends nor waits: it is handed
/// envelopes and the time, and hands out envelopes and the ends of its operations.
package final class PublishedPeer {
    package let node: PublishedNode
    /// The signing and checking of messages; nil where messages are not signed.
    package let authorizer: Authorizer?
    let surroundings: PeerSurroundings
    private var operations: SortedTable<Int, any NodeOperation> = SortedTable()
    private var operationCount = 0
    private var calls: SortedTable<Int, PeerCall> = SortedTable()
    private var callCount = 0
    private var outgoing: [(peer: PeerID, envelope: MeshEnvelope)] = []
    private var outcomes: [(operation: Int, outcome: OperationOutcome)] = []

    package init(node: PublishedNode, authorizer: Authorizer?, _ surroundings: PeerSurroundings) {
        self.node = node
        self.authorizer = authorizer
        self.surroundings = surroundings
    }

    // MARK: What comes out

    /// The envelopes to send since this was asked last.
    package func takeOutgoing() -> [(peer: PeerID, envelope: MeshEnvelope)] {
        defer { outgoing = [] }
        return outgoing
    }

    /// The operations that ended since this was asked last.
    package func takeOutcomes() -> [(operation: Int, outcome: OperationOutcome)] {
        defer { outcomes = [] }
        return outcomes
    }

    /// When ``advance(to:)`` has something to do; nil while no call is waited for.
    package var deadline: PythonNumber? {
        var first: PythonNumber?
        for (_, call) in calls.members where first.map({ call.deadline.isLess(than: $0) }) ?? true {
            first = call.deadline
        }
        return first
    }

    // MARK: Operations

    /// Each begins an operation, under the number that its end will have.
    package func join(via peer: PeerID, validate: Bool, now: PythonNumber) -> Int {
        begin(JoinOperation(via: peer, validate: validate), now: now)
    }

    package func store(
        _ value: [UInt8], for key: MeshID, subkey: MeshValue?, expiration: PythonNumber,
        now: PythonNumber
    ) -> Int {
        begin(
            StoreOperation(value, for: key, subkey: subkey, expiration: expiration, node),
            now: now)
    }

    package func get(_ key: MeshID, latest: Bool, now: PythonNumber) -> Int {
        do throws(PythonError) {
            return begin(try GetOperation(key, latest: latest, node, now: now), now: now)
        } catch {
            operationCount += 1
            outcomes.append((operationCount, .failed(error)))
            return operationCount
        }
    }

    private func begin(_ operation: some NodeOperation, now: PythonNumber) -> Int {
        operationCount += 1
        operations[operationCount] = operation
        go(on: operationCount, now: now)
        runJobs(now: now)
        return operationCount
    }

    /// Makes all calls that the operation can make now.
    private func go(on number: Int, now: PythonNumber) {
        while var operation = operations[number] {
            do throws(PythonError) {
                switch try operation.next(node, now: now) {
                case .call(let step, let peer, let call):
                    operations[number] = operation
                    send(call, to: peer, for: .operation(number, step: step), now: now)
                case .wait:
                    operations[number] = operation
                    return
                case .finished:
                    operations[number] = nil
                    outcomes.append((number, operation.outcome))
                    return
                }
            } catch {
                fail(number, operation, error)
                return
            }
        }
    }

    /// A get that dies leaves its reader waiting; others tell their callers.
    private func fail(_ number: Int, _ operation: any NodeOperation, _ error: PythonError) {
        operations[number] = nil
        let isGet = operation is GetOperation
        outcomes.append((number, isGet ? .got(.unreadable) : .failed(error)))
    }

    // MARK: Time

    /// Gives up calls whose time is over.
    package func advance(to now: PythonNumber) {
        for (number, call) in calls.members where !now.isLess(than: call.deadline) {
            calls[number] = nil
            conclude(call, nil, now: now)
        }
        runJobs(now: now)
    }

    // MARK: Messages

    /// Takes an envelope that came from a peer.
    package func receive(_ envelope: MeshEnvelope, from peer: PeerID, now: PythonNumber) {
        switch envelope.content {
        case .request(let bytes):
            let asked = AskedCall(number: envelope.number, kind: envelope.kind, peer: peer)
            serve(asked, bytes, now: now)
        case .response, .failure:
            guard let call = calls[envelope.number], call.peer == peer,
                call.call.kind == envelope.kind
            else { return }
            calls[envelope.number] = nil
            var reply: MeshReply?
            if case .response(let bytes) = envelope.content {
                reply = checkedReply(bytes, to: call, now: now)
            }
            conclude(call, reply, now: now)
        }
        runJobs(now: now)
    }

    func add(_ envelope: MeshEnvelope, to peer: PeerID) { outgoing.append((peer, envelope)) }

    /// Sends a call; one that cannot be signed is over at once.
    func send(_ call: MeshCall, to peer: PeerID, for purpose: PeerCall.Purpose, now: PythonNumber) {
        callCount += 1
        let nonce = surroundings.nonce()
        let seconds = PythonNumber.float(node.settings.waitSeconds)
        let bytes = try? signedBytes(of: call, nonce: nonce, now: now)
        let deadline = bytes == nil ? now : (try? now + seconds) ?? now
        calls[callCount] = PeerCall(
            peer: peer, call: call, purpose: purpose, nonce: nonce, deadline: deadline)
        guard let bytes else { return }
        add(
            MeshEnvelope(number: callCount, kind: call.kind, content: .request(bytes)), to: peer)
    }

    private func conclude(_ call: PeerCall, _ reply: MeshReply?, now: PythonNumber) {
        switch call.purpose {
        case .job:
            // A task that dies takes nobody with it.
            try? node.conclude(call.peer, call.call, reply, now: now)
        case .pingBack(let asked, let request):
            var id: MeshID?
            let answer = try? node.conclude(operation: call.peer, call.call, reply, now: now)
            if case .pinged(let pinged)? = answer { id = pinged }
            answerPing(request, asked, pingedBack: id, now: now)
        case .operation(let number, let step):
            do throws(PythonError) {
                let answer = try node.conclude(
                    operation: call.peer, call.call, reply, now: now)
                guard var operation = operations[number] else { return }
                do throws(PythonError) {
                    try operation.answered(step, answer, node, now: now)
                    operations[number] = operation
                    go(on: number, now: now)
                } catch {
                    fail(number, operation, error)
                }
            } catch {
                guard let operation = operations[number] else { return }
                fail(number, operation, error)
            }
        }
    }

    /// Does what came up on the side, and what comes up by that.
    func runJobs(now: PythonNumber) {
        var jobs = node.takeJobs()[...]
        while let job = jobs.popFirst() {
            let outgoing = try? node.run(job, now: now)
            if let (peer, call) = outgoing ?? nil { send(call, to: peer, for: .job, now: now) }
            jobs += node.takeJobs()
        }
    }
}
