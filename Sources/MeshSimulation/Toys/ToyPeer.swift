/// A node that finds records as Kademlia does and believes whatever it is told: no signatures, no
/// expiry. With it the campaign is tried, and attacks are seen to work.
package struct ToyPeer: SimulatedPeer {
    private static let bucketMax = 8

    private let number: Int
    private let position: UInt64
    private let behaviour: PeerBehaviour
    private let world: ToyWorld
    /// By the number of leading bits that are its own.
    private var buckets = [[Int]](repeating: [], count: 64)
    private var records: [(key: UInt64, value: [UInt8])] = []
    private var lookUps: [ToyLookUp] = []
    private var nonce: UInt32 = 1

    init(_ number: Int, _ behaviour: PeerBehaviour, _ world: ToyWorld) {
        self.number = number
        self.behaviour = behaviour
        self.world = world
        position = ToyWorld.position(number)
    }

    package var table: [PeerBucket] {
        buckets.enumerated().filter { !$0.element.isEmpty }.map {
            PeerBucket(depth: $0.offset, nodes: $0.element)
        }
    }

    package func holds(item: Int) -> Bool {
        let key = world.position(ofItem: item)
        return records.contains { $0.key == key }
    }

    package var wakeMilliseconds: Int? { lookUps.compactMap(\.wakeMilliseconds).min() }

    package mutating func begin(
        _ task: SimulatedTask, atMilliseconds milliseconds: Int, _ effects: inout NodeEffects
    ) {
        var lookUp: ToyLookUp
        switch task.work {
        case .join(let entries):
            lookUp = ToyLookUp(task, key: position)
            for entry in entries { meet(entry) }
        case .store(let item), .find(let item):
            lookUp = ToyLookUp(task, key: world.position(ofItem: item))
        }
        lookUp.add(nearest(lookUp.key), namedBy: nil)
        lookUps.append(lookUp)
        advance(lookUps.count - 1, milliseconds, &effects)
    }

    package mutating func receive(
        _ bytes: [UInt8], from source: Int, atMilliseconds milliseconds: Int,
        _ effects: inout NodeEffects
    ) {
        guard behaviour != .silent || !isQuestion(bytes), let message = ToyMessage(bytes) else {
            return
        }
        switch message {
        case .ask(let nonce, let key):
            effects.send(answer(nonce, key).bytes, to: source)
            meet(source)
        case .answer(let nonce, let nodes, let value):
            for index in lookUps.indices
            where lookUps[index].hear(from: source, nonce: nonce, nodes) {
                meet(source)
                if case .find = lookUps[index].task.work, let value {
                    finish(index, value: value, through: source, &effects)
                } else {
                    advance(index, milliseconds, &effects)
                }
                return
            }
        case .store(let key, let value):
            records.removeAll { $0.key == key }
            records.append((key, value))
        }
    }

    package mutating func wake(atMilliseconds milliseconds: Int, _ effects: inout NodeEffects) {
        for index in lookUps.indices.reversed() {
            lookUps[index].expire(atMilliseconds: milliseconds)
            advance(index, milliseconds, &effects)
        }
    }

    private func isQuestion(_ bytes: [UInt8]) -> Bool { bytes.first != 2 }

    private func answer(_ nonce: UInt32, _ key: UInt64) -> ToyMessage {
        switch behaviour {
        case .honest, .silent:
            .answer(
                nonce: nonce, nodes: nearest(key),
                value: records.first { $0.key == key }?.value)
        case .falseNeighbours: .answer(nonce: nonce, nodes: accomplices(key), value: nil)
        case .falseValues: .answer(nonce: nonce, nodes: nearest(key), value: [])
        }
    }

    private mutating func meet(_ node: Int) {
        guard node != number else { return }
        let depth = (ToyWorld.position(node) ^ position).leadingZeroBitCount
        guard depth < 64, buckets[depth].count < Self.bucketMax, !buckets[depth].contains(node)
        else { return }
        buckets[depth].append(node)
    }

    private func nearest(_ key: UInt64) -> [Int] { Self.sorted(buckets.flatMap(\.self), by: key) }

    private func accomplices(_ key: UInt64) -> [Int] { Self.sorted(world.attackers, by: key) }

    private static func sorted(_ nodes: [Int], by key: UInt64) -> [Int] {
        let near = nodes.map { (node: $0, distance: ToyWorld.position($0) ^ key) }
        return near.sorted { $0.distance < $1.distance }.prefix(ToyLookUp.nearCount).map(\.node)
    }

    private mutating func advance(
        _ index: Int, _ milliseconds: Int, _ effects: inout NodeEffects
    ) {
        let key = lookUps[index].key
        for (node, nonce) in lookUps[index].next(&nonce, atMilliseconds: milliseconds) {
            effects.send(ToyMessage.ask(nonce: nonce, key: key).bytes, to: node)
        }
        guard lookUps[index].isOver else { return }
        if case .store(let item) = lookUps[index].task.work {
            for node in lookUps[index].nearest {
                effects.send(
                    ToyMessage.store(key: key, value: world.value(ofItem: item)).bytes, to: node)
            }
        }
        finish(index, value: nil, through: nil, &effects)
    }

    private mutating func finish(
        _ index: Int, value: [UInt8]?, through source: Int?, _ effects: inout NodeEffects
    ) {
        let lookUp = lookUps.remove(at: index)
        let isFind = if case .find = lookUp.task.work { true } else { false }
        effects.finish(
            TaskOutcome(
                taskNumber: lookUp.task.number,
                isDone: isFind ? value != nil : !lookUp.nearest.isEmpty, value: value,
                path: source.map(lookUp.path) ?? [], messageCount: lookUp.messageCount))
    }
}
