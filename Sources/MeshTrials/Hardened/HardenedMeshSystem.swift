internal import Cryptography
internal import Encodings
internal import MeshLedger
internal import MeshNetwork
internal import Scenarios
internal import Trials

/// A whole hardened mesh in one value: eight honest nodes and three of the attacker's, which talk
/// inside it at once, and the ledger that pays them.
///
/// Messages take no time; calls without an answer end when the clock says so. The nodes begin with
/// the first message for one of them: trials of the ledger alone need none.
final class HardenedMeshSystem: LedgerHolder {
    /// Messages inside the mesh for one message from outside, after which talk is cut off: only
    /// nodes without a guard talk so long.
    static let talkCountMax = 20_000
    private static let attackerAddress: UInt8 = 100
    private static let outsideAddress: UInt8 = 200

    private struct Message {
        /// A node's number; the attacker's from 100 on, connections from outside 200.
        let from: UInt8
        let target: UInt8
        let bytes: [UInt8]
    }

    let profile = Profile.hardened
    let parameters: MeshParameters
    let standing: Guards
    private(set) var ledger: AttackedLedger
    private(set) var nodes: [MeshNode] = []
    private(set) var attackers: [MeshAttackerNode] = []
    private let keyring: MeshKeyring
    /// The root of the registry that the nodes follow.
    private var followed: [UInt8] = []
    /// The slot in which the nodes began.
    private(set) var startSlot: UInt64 = 0
    /// Whether a call came to the ledger.
    private(set) var hasHeardCalls = false
    /// Tasks of operators that are under way, by node and number.
    private var deskTasks: [(node: Int, number: UInt64)] = []
    /// Tasks of operators that ended, each with its node.
    private(set) var outcomes: [(node: Int, outcome: MeshOutcome)] = []
    /// Messages between nodes since the start.
    private(set) var messageCount = 0
    /// The most messages between nodes that followed one from outside.
    private(set) var longestTalk = 0
    /// Whether nodes talked on without an end.
    private(set) var isEndless = false
    private var milliseconds: Int
    private var queue: [Message] = []
    private var refusals: [Refusal] = []

    /// **Throws:** a fault of the laboratory.
    init(_ parties: HardenedParties, _ setup: TrialSetup) throws {
        parameters = parties.parameters
        standing = setup.guards
        keyring = parties.keyring
        ledger = try AttackedLedger(setup)
        milliseconds = MeshParties.startMilliseconds
    }

    /// Whether the nodes have begun.
    var hasNodes: Bool { !nodes.isEmpty }

    /// Lets the nodes begin, and get to know each other.
    private func start() {
        guard nodes.isEmpty else { return }
        let registry = ledger.registry
        followed = registry.root.bytes
        startSlot = parameters.slot(atMilliseconds: milliseconds)
        func node(_ name: String, _ address: UInt8, _ guards: Guards) -> MeshNode {
            MeshNode(
                parameters, registry, keyring.signer(name), address: [address],
                atMilliseconds: milliseconds, seed: name, guards: guards)
        }
        nodes = MeshParties.honest.enumerated().map { node($1, UInt8($0), standing) }
        attackers = MeshParties.attackers.enumerated().map { place, name in
            MeshAttackerNode(
                node(name, Self.attackerAddress + UInt8(place), .all), place: place)
        }
        for place in 1..<nodes.count { join(place) }
        for place in attackers.indices {
            _ = attackers[place].node.begin(
                .join([nodes[0].card]), atMilliseconds: milliseconds)
            talk()
        }
        for place in nodes.indices { join(place) }
        (messageCount, longestTalk, outcomes, refusals) = (0, 0, [], [])
    }

    /// Lets the nodes follow the ledger's registry.
    private func follow() {
        let registry = ledger.registry
        guard hasNodes, registry.root.bytes != followed else { return }
        followed = registry.root.bytes
        for place in nodes.indices { nodes[place].follow(registry) }
        for place in attackers.indices { attackers[place].node.follow(registry) }
    }

    private func join(_ place: Int) {
        _ = nodes[place].begin(
            .join([nodes[place == 0 ? 1 : 0].card]), atMilliseconds: milliseconds)
        talk()
    }

    // MARK: The face

    var surfaces: [Surface] { MeshSurfaces.all }
    var guards: [Guard] { MeshTrialGuards.hardened }
    var head: String { ledger.head }

    var stateDigest: Digest {
        var writer = CanonicalWriter()
        writer.add(raw: ledger.stateDigest.bytes)
        for node in nodes {
            writer.add(raw: node.storage.digest.bytes)
            for entry in node.table.buckets.joined() { writer.add(raw: entry.contact.bytes) }
        }
        return Digests.sha256(writer.bytes)
    }

    func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        refusals = []
        try ledger.advance(toMilliseconds: clock.milliseconds)
        pass(to: clock.milliseconds)
        follow()
        if surface != MeshSurfaces.call, surface != MeshSurfaces.clock { start() }
        switch surface {
        case MeshSurfaces.call:
            hasHeardCalls = true
            refusals += ledger.submit(bytes).map { [$0] } ?? []
        case MeshSurfaces.peer: hear(bytes)
        case MeshSurfaces.answer: teach(bytes)
        case MeshSurfaces.desk: try begin(bytes)
        case MeshSurfaces.store: restore(bytes)
        case MeshSurfaces.clock: break
        default: throw UnknownSurface(surface: surface)
        }
        talk()
        return Reply(refusals: refusals, head: head, stateDigest: stateDigest)
    }

    /// A node's number, then the message.
    private func hear(_ bytes: [UInt8]) {
        guard let target = bytes.first, Int(target) < nodes.count else {
            refusals.append(
                Refusal(index: nil, by: MeshGuards.form, message: "expected a node's number"))
            return
        }
        deliver(
            Message(from: Self.outsideAddress, target: target, bytes: Array(bytes.dropFirst())))
    }

    private func teach(_ bytes: [UInt8]) {
        guard let plan = AttackerPlan(bytes) else { return }
        attackers[plan.node].plan = plan
    }

    private func begin(_ bytes: [UInt8]) throws {
        guard let task = DeskTask(bytes) else { throw HardenedMeshFault.noTask }
        switch task {
        case .store(let node, let record):
            let number = nodes[node].begin(.store(record), atMilliseconds: milliseconds)
            deskTasks.append((node, number))
        case .find(let node, let name, let owner):
            let number = nodes[node].begin(
                .find(name, owner: owner, isLatest: true), atMilliseconds: milliseconds)
            deskTasks.append((node, number))
        }
    }

    private func restore(_ bytes: [UInt8]) {
        do throws(Refusal) {
            let records = try MeshStoreDocument.records(
                in: bytes, network: parameters.network, guards: standing)
            _ = nodes[0].restart(with: records)
        } catch {
            refusals.append(error)
        }
    }

    var storeDocument: [UInt8] {
        MeshStoreDocument.bytes(
            of: nodes.first?.storage.records ?? [], network: parameters.network)
    }

    var storedLines: [String] { nodes.first?.storage.records.map(\.digest.text) ?? [] }

    // MARK: Time and talk

    /// Lets all nodes see the time, the earliest wake first.
    private func pass(to end: Int) {
        while true {
            guard let wake = nodes.map(\.nextWake).min(), wake <= end else { break }
            milliseconds = max(milliseconds, wake)
            for place in nodes.indices where nodes[place].nextWake <= milliseconds {
                nodes[place].wake(atMilliseconds: milliseconds)
            }
            talk()
        }
        milliseconds = max(milliseconds, end)
    }

    /// Delivers messages until nothing is under way.
    private func talk() {
        var count = 0
        collect()
        while !queue.isEmpty {
            let round = queue
            queue = []
            for message in round {
                count += 1
                guard count <= Self.talkCountMax else {
                    isEndless = true
                    queue = []
                    return
                }
                messageCount += 1
                longestTalk = max(longestTalk, count)
                deliver(message)
            }
            collect()
        }
    }

    private func deliver(_ message: Message) {
        switch message.target {
        case ..<Self.attackerAddress:
            guard Int(message.target) < nodes.count else { return }
            refusals += nodes[Int(message.target)].receive(
                message.bytes, from: [message.from], atMilliseconds: milliseconds)
        case ..<Self.outsideAddress: hearAttacker(message)
        default: break
        }
    }

    private func hearAttacker(_ message: Message) {
        let place = Int(message.target - Self.attackerAddress)
        guard place < attackers.count else { return }
        guard attackers[place].plan.mode != .honest else {
            _ = attackers[place].node.receive(
                message.bytes, from: [message.from], atMilliseconds: milliseconds)
            return
        }
        guard case .request(let request)? = MeshMessage(bytes: message.bytes) else { return }
        let cards = attackers.map(\.node.card)
        let answer = attackers[place].lie(
            request, accomplices: cards, forged: forgedCards(by: place),
            impostor: attackers[(place + 1) % attackers.count].signer)
        if let answer {
            queue.append(Message(from: message.target, target: message.from, bytes: answer))
        }
    }

    /// Cards of honest keys at the attacker's address, and of a key without a stake.
    private func forgedCards(by place: Int) -> [MeshContact] {
        let stranger = MeshContact(
            address: [Self.attackerAddress], slot: nodes[0].slot,
            by: MeshSigner(seed: [UInt8](repeating: 7, count: 32)), network: parameters.network)
        return nodes.map { $0.card.moved(to: [Self.attackerAddress + UInt8(place)]) }
            + [stranger]
    }

    private func collect() {
        for place in nodes.indices {
            for send in nodes[place].takeOutbox() { queue(send, from: UInt8(place)) }
            refusals += nodes[place].takeNoted()
            for outcome in nodes[place].takeOutcomes() {
                let index = deskTasks.firstIndex { $0.node == place && $0.number == outcome.task }
                guard let index else { continue }
                deskTasks.remove(at: index)
                outcomes.append((place, outcome))
            }
        }
        for place in attackers.indices {
            for send in attackers[place].node.takeOutbox() {
                queue(send, from: Self.attackerAddress + UInt8(place))
            }
            _ = attackers[place].node.takeOutcomes()
            _ = attackers[place].node.takeNoted()
        }
    }

    private func queue(_ send: MeshSend, from: UInt8) {
        guard send.address.count == 1 else { return }
        queue.append(Message(from: from, target: send.address[0], bytes: send.bytes))
    }
}

/// A fault of the laboratory.
enum HardenedMeshFault: Error {
    case noTask
}
