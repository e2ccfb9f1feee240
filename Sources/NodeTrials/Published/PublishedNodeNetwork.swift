internal import Chains
internal import Cryptography
internal import Encodings
internal import Fingerprints
internal import GlyphChain
internal import GlyphChainTrials
internal import NetworkTrials
internal import PublishedNode
internal import PythonValues
internal import Scenarios
internal import Trials

/// A small published network in one value: full nodes with folders in memory, and the attacker's
/// server.
///
/// **Determinism:** state follows from the setup, the messages and their clocks.
final class PublishedNodeNetwork: AttackedNodes {
    static let port = 9401
    private static let turnCountMax = 40

    private let setup: TrialSetup
    private let rules: PublishedRules
    private let roads = PublishedRoads()
    var attacker: AttackersPlace { roads.attacker }
    private let hosts: [PublishedHost]
    private let members: [PublishedMember]
    /// Whether the newcomer has begun.
    private(set) var hasNewcomer = false
    /// Results of the attacked node's server that tell of a refusal, the last request's.
    private var refusals: [Refusal] = []
    private var died = false

    init(_ setup: TrialSetup, rules: PublishedRules, proofs: any ProofSource) {
        self.setup = setup
        self.rules = rules
        let roads = roads
        hosts = NodeParties.honest.map { name in
            PublishedHost(
                name, wallet: NodeParties.wallet(name, seed: setup.seed), proofs: proofs,
                setup: setup, network: roads)
        }
        members = hosts.map { host in
            PublishedMember(host, seeds: Self.seeds(of: host.name).map(Self.url))
        }
        for host in hosts {
            roads.add(
                PublishedRoads.Listener(
                    name: host.name, isAlive: { [unowned host] in host.isAlive },
                    connection: { [unowned host] in host.connection() }))
        }
        for host in hosts { host.clock.set(NodeParties.startMilliseconds) }
        hosts.last?.die()
        for member in members.dropLast() { _ = member.start() }
    }

    static func url(_ name: String) -> String { "http://\(name):\(port)" }

    private static func seeds(of name: String) -> [String] {
        switch name {
        case NodeParties.first: [NodeParties.second, NodeParties.attacker]
        case NodeParties.second: [NodeParties.first, NodeParties.attacker]
        default: [NodeParties.second]
        }
    }

    func member(_ name: String) throws -> PublishedMember {
        guard let place = hosts.firstIndex(where: { $0.name == name }) else {
            throw StepFault("no node \(name)")
        }
        return members[place]
    }

    private var first: PublishedMember { members[0] }

    // MARK: The face

    let profile = Profile.published
    let surfaces = NodeSurfaces.all
    var guards: [Guard] { NodeTrialGuards.published }

    var head: String {
        guard let chain = try? hosts[0].folder.chain(), let tip = try? ChainFacts.tip(of: chain)
        else { return "unreadable" }
        return (try? tip.text().shown) ?? "unreadable"
    }

    var stateDigest: Digest {
        var writer = CanonicalWriter()
        for host in hosts {
            writer.add(UInt8(host.isAlive ? 1 : 0))
            for file in NodeFile.allCases {
                writer.add(lengthAndBytes: host.files.read(file) ?? [])
            }
        }
        return Digests.sha256(writer.bytes)
    }

    var storeDocument: [UInt8] { FolderDocument.bytes(of: hosts[0].files) }

    var storedLines: [String] {
        NodeFile.allCases.map { file in
            let bytes = hosts[0].files.read(file)
            let isRead = bytes.map { (try? NodeJSON.parse(text: $0)) != nil } ?? true
            return "\(file.rawValue) \(isRead ? Digests.sha256(bytes ?? []).text : "unreadable")"
        }
    }

    func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        refusals = []
        died = false
        for host in hosts { host.clock.set(clock.milliseconds) }
        switch surface {
        case NodeSurfaces.http: answer(bytes)
        case NodeSurfaces.held:
            if !first.hold(bytes) { refuse("http", "the connection ends") }
        case NodeSurfaces.desk:
            guard let task = HonestTask(bytes) else { throw StepFault("no task") }
            try perform(task)
        case NodeSurfaces.store: try restart(bytes)
        case NodeSurfaces.clock, NodeSurfaces.answer: break
        default: throw UnknownSurface(surface: surface)
        }
        return Reply(refusals: refusals, head: head, stateDigest: stateDigest, died: died)
    }

    /// A code of what the published program says, which no guard gives.
    private func refuse(_ code: String, _ message: String) {
        refusals.append(Refusal(index: nil, by: Guard(code), message: message))
    }

    private func answer(_ bytes: [UInt8]) {
        guard let (status, answer) = first.answer(bytes) else {
            return refuse("http", "no answer")
        }
        if status != 202 {
            let body = answer.suffix(80)
            refuse("http \(status ?? 0)", String(decoding: body, as: UTF8.self))
        }
    }

    // MARK: Tasks

    private func perform(_ task: HonestTask) throws {
        switch task {
        case .turn(let name): take(try member(name).turn(winning: false)?.refusals)
        case .mine(let name):
            let member = try member(name)
            for _ in 0..<Self.turnCountMax {
                let turn = member.turn(winning: true)
                take(turn?.refusals)
                if turn?.hasWon ?? true { return }
            }
            throw StepFault("\(name) wins nothing in \(Self.turnCountMax) turns")
        case .pay(let from, let to, let amount):
            let payee = NodeParties.wallet(to, seed: setup.seed).address
            let isSent = try member(from).command([
                "send", from, payee, "\(amount / 100).\(amount % 100 / 10)\(amount % 10)",
            ])
            if !isSent { refuse("raised", "send") }
        case .join:
            hasNewcomer = true
            take(members[members.count - 1].start())
            // Its operator tells the second node's: no server learns who called it.
            if !members[1].command(["sync", Self.url(NodeParties.newcomer)]) {
                refuse("raised", "sync")
            }
        case .unlist(let peer, let name):
            let folder = try member(name).host.folder
            guard case .list(let peers) = try folder.peers() else {
                throw StepFault("\(name) has no table of peers")
            }
            try folder.writePeers(
                .list(peers.filter { !$0.equals(.text(Self.url(peer))) }))
        case .clock(let name, let seconds):
            try member(name).host.clock.set(beside: 1_000 * seconds)
        }
    }

    private func take(_ refused: [Refusal]?) {
        guard let refused else {
            died = true
            return refuse("exception", "the process dies")
        }
        refusals += refused
    }

    private func restart(_ bytes: [UInt8]) throws {
        guard FolderDocument.read(bytes, into: hosts[0].files) else {
            throw StepFault("no folder of a published node")
        }
        if first.start() == nil { refuse("raised", "the program does not start") }
    }

    // MARK: Costs and views

    func count(of counter: String) -> Int? {
        switch counter {
        case "answer_bytes": attacker.longestByteCount(readBy: hosts[0].name)
        case "waited_seconds": first.waitedSeconds
        case "inferences": hosts[0].counter.counts.inferences
        case "chains": attacker.requestCount(of: "/chain", by: hosts[0].name)
        case "peers": ownPeers.count
        case "own_peers": ownPeers.count { $0 == Self.url(NodeParties.first) }
        case "connections": first.held.count
        default: nil
        }
    }

    private var ownPeers: [String] { views[0].peers }

    /// The honest nodes that have begun, as their folders lie there.
    var views: [NodeView] {
        hosts.filter { hasNewcomer || $0.name != NodeParties.newcomer }.map { host in
            let peers = host.files.read(.peers).flatMap(ArrayOutline.elements) ?? []
            return NodeView(
                name: host.name, file: host.files.read(.chain),
                waiting: host.files.read(.mempool).flatMap(ArrayOutline.elements) ?? [],
                peers: peers.map { String(decoding: $0.dropFirst().dropLast(), as: UTF8.self) })
        }
    }

    func chain(of name: String) throws -> PythonValue { try member(name).host.folder.chain() }

    func blocks(of name: String) throws -> [[UInt8]] {
        guard case .list(let blocks) = try chain(of: name) else {
            throw StepFault("\(name) holds no list of blocks")
        }
        return blocks.map(rules.bytes)
    }
}
