internal import PublishedMesh
internal import PythonValues

/// A node of the published mesh in a simulation: its operations, its calls and its work on the
/// side; an attacker is one whose answers are made elsewhere.
package struct PublishedPeer: SimulatedPeer {
    private enum Purpose {
        /// A call of a task's operation, by the operation's own number.
        case task(Int, number: Int)
        case job
    }

    private struct Call {
        let number: UInt64
        let purpose: Purpose
        let peer: PeerID
        let call: MeshCall
        let deadline: Int
    }

    private let node: PublishedNode
    private let number: Int
    private let behaviour: PeerBehaviour
    private let world: PublishedWorld
    private var runs: [PublishedTaskRun] = []
    /// By rising deadline: all wait equally long.
    private var calls: [Call] = []
    private var callCount: UInt64 = 0

    /// The jobs of one event; more are a replication that does not end, and are dropped.
    private static let jobCountMax = 3_000

    init(
        _ node: PublishedNode, _ number: Int, _ behaviour: PeerBehaviour, _ world: PublishedWorld
    ) {
        self.node = node
        self.number = number
        self.behaviour = behaviour
        self.world = world
    }

    package var table: [PeerBucket] {
        node.table.buckets.map { bucket in
            PeerBucket(
                depth: bucket.depth,
                nodes: bucket.nodes.map { PublishedWorld.number(of: $0.peer) })
        }
    }

    package func holds(item: Int) -> Bool {
        let key = world.key(ofItem: item)
        guard
            let entry = node.storage.storage.entries.first(where: { $0.key == key }),
            case .dictionary(let dictionary) = entry.value.value
        else { return false }
        let subkey = world.subkey(ofItem: item)
        return dictionary.storage.entries.contains { $0.key == subkey }
    }

    package var wakeMilliseconds: Int? { calls.first?.deadline }

    package mutating func begin(
        _ task: SimulatedTask, atMilliseconds milliseconds: Int, _ effects: inout NodeEffects
    ) {
        let now = PublishedTime.number(atMilliseconds: milliseconds)
        do throws(PythonError) {
            let operation: any NodeOperation
            switch task.work {
            case .join(let entries):
                guard !entries.isEmpty else { return fail(task, 0, &effects) }
                operation = JoinOperation(
                    via: PublishedWorld.peer(of: entries[number % entries.count]),
                    validate: false)
            case .store(let item):
                operation = try world.store(item, by: node, atMilliseconds: milliseconds)
            case .find(let item):
                operation = try GetOperation(
                    world.key(ofItem: item), latest: false, node, now: now)
            }
            runs.append(PublishedTaskRun(task, operation))
        } catch {
            return fail(task, 0, &effects)
        }
        advance(task.number, answeredBy: nil, milliseconds, &effects)
        work(milliseconds, &effects)
    }

    package mutating func receive(
        _ bytes: [UInt8], from source: Int, atMilliseconds milliseconds: Int,
        _ effects: inout NodeEffects
    ) {
        guard let (number, message) = PublishedWire.message(bytes) else { return }
        switch message {
        case .call(let call):
            if let reply = reply(to: call, from: source, milliseconds) {
                effects.send(PublishedWire.bytes(number, reply), to: source)
            }
        case .reply(let reply): conclude(number, from: source, reply, milliseconds, &effects)
        case .failure: conclude(number, from: source, nil, milliseconds, &effects)
        }
        work(milliseconds, &effects)
    }

    package mutating func wake(atMilliseconds milliseconds: Int, _ effects: inout NodeEffects) {
        while let call = calls.first, call.deadline <= milliseconds {
            calls.removeFirst()
            conclude(call, nil, milliseconds, &effects)
        }
        work(milliseconds, &effects)
    }

    // MARK: Answering

    private func reply(
        to call: MeshCall, from source: Int, _ milliseconds: Int
    ) -> PublishedWire.Message? {
        let sender = PublishedWorld.peer(of: source)
        let now = PublishedTime.number(atMilliseconds: milliseconds)
        do throws(PythonError) {
            if let lie = try lie(to: call, sender, milliseconds) { return lie.answer }
            switch call {
            case .ping(let request):
                return .reply(
                    .ping(
                        try node.answer(
                            request, from: sender, pingedBack: nil,
                            now: PublishedTime.seconds(atMilliseconds: milliseconds))))
            case .store(let request):
                return .reply(.store(try node.answer(request, from: sender, now: now)))
            case .find(let request):
                return .reply(.find(try node.answer(request, from: sender, now: now)))
            }
        } catch {
            return .failure
        }
    }

    /// The attacker's answer to a call, which may be none; nil where it behaves as others do.
    private func lie(
        to call: MeshCall, _ sender: PeerID, _ milliseconds: Int
    ) throws(PythonError) -> (answer: PublishedWire.Message?, Void)? {
        guard !behaviour.isHonest else { return nil }
        switch call {
        // Whoever does not answer these is in no table.
        case .ping: return nil
        case .store(let request):
            guard behaviour != .silent else { return (nil, ()) }
            var response = StoreResponse()
            response.peer = node.info
            response.areStored = request.keys.map { _ in true }
            return (.reply(.store(response)), ())
        case .find(let request):
            guard behaviour != .silent else { return (nil, ()) }
            return (.reply(.find(try found(request, milliseconds))), ())
        }
    }

    private func found(
        _ request: FindRequest, _ milliseconds: Int
    ) throws(PythonError) -> FindResponse {
        var response = FindResponse()
        response.peer = node.info
        for bytes in request.keys {
            let key = try MeshID(bytes: bytes)
            var result = FindResult()
            var nearest = world.accomplices(near: key)
            if behaviour == .falseValues {
                result = try world.lie(atMilliseconds: milliseconds)
                nearest = node.table.nearest(to: key, count: node.settings.bucketSize)
            }
            result.nearestNodeIDs = nearest.map(\.id.bytes)
            result.nearestPeerIDs = nearest.map(\.peer.bytes)
            response.results.append(result)
        }
        return response
    }

    // MARK: Calling

    private mutating func send(
        _ call: MeshCall, to peer: PeerID, _ purpose: Purpose, _ milliseconds: Int,
        _ effects: inout NodeEffects
    ) {
        callCount += 1
        calls.append(
            Call(
                number: callCount, purpose: purpose, peer: peer, call: call,
                deadline: milliseconds + PublishedWorld.callMilliseconds))
        effects.send(
            PublishedWire.bytes(callCount, .call(call)), to: PublishedWorld.number(of: peer))
    }

    private mutating func conclude(
        _ number: UInt64, from source: Int, _ reply: MeshReply?, _ milliseconds: Int,
        _ effects: inout NodeEffects
    ) {
        guard
            let place = calls.firstIndex(where: {
                $0.number == number && PublishedWorld.number(of: $0.peer) == source
            })
        else { return }
        conclude(calls.remove(at: place), reply, milliseconds, &effects)
    }

    private mutating func conclude(
        _ call: Call, _ reply: MeshReply?, _ milliseconds: Int, _ effects: inout NodeEffects
    ) {
        let now = PublishedTime.number(atMilliseconds: milliseconds)
        guard case .task(let task, let number) = call.purpose,
            let place = runs.firstIndex(where: { $0.task.number == task })
        else {
            // The published task would have died of an error; nobody waits for it.
            try? node.conclude(call.peer, call.call, reply, now: now)
            return
        }
        let source = PublishedWorld.number(of: call.peer)
        if reply != nil { runs[place].messageCount += 1 }
        do throws(PythonError) {
            let answer = try node.conclude(
                operation: call.peer, call.call, reply, now: now)
            // The table knows who answered before the operation goes on.
            work(milliseconds, &effects)
            if case .found(let answers) = answer { runs[place].note(answers, from: source) }
            try runs[place].operation.answered(number, answer, node, now: now)
        } catch {
            let run = runs.remove(at: place)
            return fail(run.task, run.messageCount, &effects)
        }
        advance(task, answeredBy: source, milliseconds, &effects)
    }

    /// Makes the calls that a task's operation makes now, and tells of its end.
    private mutating func advance(
        _ task: Int, answeredBy source: Int?, _ milliseconds: Int,
        _ effects: inout NodeEffects
    ) {
        guard let place = runs.firstIndex(where: { $0.task.number == task }) else { return }
        let now = PublishedTime.number(atMilliseconds: milliseconds)
        do throws(PythonError) {
            while true {
                switch try runs[place].operation.next(node, now: now) {
                case .call(let number, let peer, let call):
                    runs[place].messageCount += 1
                    send(call, to: peer, .task(task, number: number), milliseconds, &effects)
                case .wait: return
                case .finished:
                    let run = runs.remove(at: place)
                    return effects.finish(outcome(run, answeredBy: source))
                }
            }
        } catch {
            let run = runs.remove(at: place)
            fail(run.task, run.messageCount, &effects)
        }
    }

    private func outcome(_ run: PublishedTaskRun, answeredBy source: Int?) -> TaskOutcome {
        var (isDone, value) = (true, [UInt8]?.none)
        switch run.operation {
        case let get as GetOperation:
            value = found(get, run.task)
            isDone = value != nil
        case let store as StoreOperation: isDone = store.result == true
        case let join as JoinOperation: isDone = join.pinged != nil
        default: break
        }
        return TaskOutcome(
            taskNumber: run.task.number, isDone: isDone, value: value,
            path: value == nil ? [] : source.map(run.path) ?? [],
            messageCount: run.messageCount)
    }

    /// The value that a reader takes for the item's: that of its owner's subkey, or the whole
    /// regular one, whoever it is of.
    private func found(_ get: GetOperation, _ task: SimulatedTask) -> [UInt8]? {
        guard case .find(let item) = task.work else { return nil }
        switch get.state.outcome {
        case .regular(.bytes(let bytes), _): return bytes
        case .dictionary(let items, _):
            let subkey = world.subkey(ofItem: item)
            guard case .bytes(let bytes)? = items.first(where: { $0.subkey == subkey })?.value
            else { return nil }
            return bytes
        default: return nil
        }
    }

    private func fail(
        _ task: SimulatedTask, _ messageCount: Int, _ effects: inout NodeEffects
    ) {
        effects.finish(
            TaskOutcome(taskNumber: task.number, isDone: false, messageCount: messageCount))
    }

    /// Does what came up on the side.
    private mutating func work(_ milliseconds: Int, _ effects: inout NodeEffects) {
        let now = PublishedTime.number(atMilliseconds: milliseconds)
        var count = 0
        while count < Self.jobCountMax {
            let jobs = node.takeJobs()
            guard !jobs.isEmpty else { return }
            for job in jobs {
                count += 1
                // A published task dies of its error and leaves the others alone.
                guard let next = try? node.run(job, now: now) else { continue }
                send(next.call, to: next.peer, .job, milliseconds, &effects)
            }
        }
    }
}
