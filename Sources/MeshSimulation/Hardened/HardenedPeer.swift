internal import MeshNetwork

/// A node of the hardened mesh in a simulation; an attacker is one whose answers are made
/// elsewhere.
package struct HardenedPeer: SimulatedPeer {
    private var node: MeshNode
    private let behaviour: PeerBehaviour
    private let world: HardenedWorld
    /// Tasks under way: the node's number and the simulation's.
    private var tasks: [(node: UInt64, number: Int)] = []

    init(_ node: MeshNode, _ behaviour: PeerBehaviour, _ world: HardenedWorld) {
        self.node = node
        self.behaviour = behaviour
        self.world = world
    }

    package var table: [PeerBucket] {
        node.table.buckets.enumerated().filter { !$0.element.isEmpty }.map { depth, entries in
            PeerBucket(
                depth: depth, nodes: entries.map { HardenedWorld.number(of: $0.contact.address) })
        }
    }

    package func holds(item: Int) -> Bool {
        !node.storage.records(
            at: world.place(ofItem: item), owner: world.owner(ofItem: item)
        ).isEmpty
    }

    package var wakeMilliseconds: Int? { node.nextWake - HardenedWorld.baseMilliseconds }

    package mutating func begin(
        _ task: SimulatedTask, atMilliseconds milliseconds: Int, _ effects: inout NodeEffects
    ) {
        let time = HardenedWorld.baseMilliseconds + milliseconds
        let meshTask: MeshTask =
            switch task.work {
            case .join(let entries): .join(entries.map(world.card))
            case .store(let item):
                .store(
                    world.record(
                        ofItem: item, slot: world.parameters.slot(atMilliseconds: time)))
            case .find(let item):
                .find(
                    world.keyName(ofItem: item), owner: world.owner(ofItem: item),
                    isLatest: false)
            }
        tasks.append((node.begin(meshTask, atMilliseconds: time), task.number))
        give(&effects)
    }

    package mutating func receive(
        _ bytes: [UInt8], from source: Int, atMilliseconds milliseconds: Int,
        _ effects: inout NodeEffects
    ) {
        if !behaviour.isHonest, let lie = lie(bytes) {
            if let answer = lie.answer { effects.send(answer, to: source) }
            return
        }
        _ = node.receive(
            bytes, from: HardenedWorld.address(of: source),
            atMilliseconds: HardenedWorld.baseMilliseconds + milliseconds)
        give(&effects)
    }

    package mutating func wake(atMilliseconds milliseconds: Int, _ effects: inout NodeEffects) {
        node.wake(atMilliseconds: HardenedWorld.baseMilliseconds + milliseconds)
        give(&effects)
    }

    private mutating func give(_ effects: inout NodeEffects) {
        for send in node.takeOutbox() {
            effects.send(send.bytes, to: HardenedWorld.number(of: send.address))
        }
        for outcome in node.takeOutcomes() {
            guard let place = tasks.firstIndex(where: { $0.node == outcome.task }) else {
                continue
            }
            effects.finish(Self.outcome(outcome, tasks.remove(at: place).number))
        }
    }

    private static func outcome(_ outcome: MeshOutcome, _ number: Int) -> TaskOutcome {
        TaskOutcome(
            taskNumber: number, isDone: outcome.isDone, value: outcome.records.first?.value,
            path: path(outcome.lookUp),
            messageCount: outcome.callCount + outcome.lookUp.answered.count)
    }

    /// The way to the first node that served a record which counts.
    private static func path(_ lookUp: MeshLookUp) -> [Int] {
        var path: [Int] = []
        var place = lookUp.steps.firstIndex(where: \.servesRecord)
        while let step = place {
            path.append(HardenedWorld.number(of: lookUp.steps[step].contact.address))
            place = lookUp.steps[step].parent
        }
        return path.reversed()
    }

    // MARK: Lies

    /// The attacker's answer to a request, which may be none; nil where it behaves as others do.
    private func lie(_ bytes: [UInt8]) -> (answer: [UInt8]?, Void)? {
        guard case .request(let request) = MeshMessage(bytes: bytes) else { return nil }
        let body: MeshAnswer.Body
        switch request.body {
        // Whoever does not answer these is in no table.
        case .ping: return nil
        case .store: body = .stored(refusal: nil)
        case .find(let find): body = found(find, but: request.sender.key)
        }
        guard behaviour != .silent else { return (nil, ()) }
        let answer = MeshAnswer(
            body, to: request.sender.key, nonce: request.nonce, from: node.card, by: node.signer,
            network: world.parameters.network)
        return (MeshMessage.answer(answer).bytes, ())
    }

    private func found(_ find: MeshRequest.Find, but key: MeshKey) -> MeshAnswer.Body {
        switch behaviour {
        case .falseValues:
            let contacts = node.table.nearest(find.place, count: MeshParameters.bucketSize)
                .filter { $0.contact.key != key }.map(\.contact)
            let forged = find.wantsRecords ? world.forgery(for: find, slot: node.slot) : nil
            return .found(contacts, forged.map { [$0] } ?? [], isMore: false)
        case .honest, .silent, .falseNeighbours:
            return .found(
                world.accomplices(near: find.place, but: key), [], isMore: false)
        }
    }
}
