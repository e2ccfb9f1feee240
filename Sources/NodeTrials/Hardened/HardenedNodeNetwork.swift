internal import Chains
internal import Cryptography
internal import Encodings
internal import Fingerprints
internal import GlyphChain
internal import HardenedNode
internal import NetworkTrials
internal import Routing
internal import Scenarios
internal import Trials

/// A small network of hardened nodes in one value, and the attacker's server.
///
/// **Determinism:** state follows from the setup, the messages and their clocks.
final class HardenedNodeNetwork: AttackedNodes {
    /// Calls of one turn, after which nodes talk without an end.
    private static let callCountMax = 2_000
    private static let winCountMax = 40

    private let setup: TrialSetup
    let attacker = AttackersPlace()
    private let hosts: [HardenedHost]
    private var listener: TrialListener
    private var hasNewcomer = false
    private var isEndless = false
    private var refusals: [Refusal] = []
    private var milliseconds = NodeParties.startMilliseconds
    /// The longest time that a turn of the first node waited for answers.
    private var waitedMilliseconds = 0
    private var turnMilliseconds = 0

    /// **Throws:** a fault of the laboratory.
    init(
        _ setup: TrialSetup, _ parameters: HardenedRules.Parameters,
        evidence: any EvidenceSource
    ) throws {
        self.setup = setup
        listener = TrialListener(setup.guards)
        hosts = try NodeParties.honest.map { name in
            try HardenedHost(
                name, setup, parameters, evidence: evidence, peers: Self.seeds(of: name),
                isAlive: name != NodeParties.newcomer)
        }
    }

    private static func seeds(of name: String) -> [String] {
        switch name {
        case NodeParties.first: [NodeParties.second, NodeParties.attacker]
        case NodeParties.second: [NodeParties.first, NodeParties.attacker]
        default: [NodeParties.second]
        }
    }

    private func host(_ name: String) throws -> HardenedHost {
        guard let host = hosts.first(where: { $0.name == name }) else {
            throw StepFault("no node \(name)")
        }
        return host
    }

    private var first: HardenedHost { hosts[0] }

    // MARK: The face

    let profile = Profile.hardened
    let surfaces = NodeSurfaces.all
    var guards: [Guard] { NodeTrialGuards.hardened }
    var head: String { first.node.node.tipHash }

    var stateDigest: Digest {
        var writer = CanonicalWriter()
        for host in hosts {
            writer.add(raw: host.node.node.stateDigest.bytes)
            writer.add(lengthAndBytes: Array(host.node.node.tipHash.utf8))
            for peer in host.node.peers { writer.add(lengthAndBytes: Array("\(peer)".utf8)) }
            for payment in host.node.node.waitingTransactions { writer.add(raw: payment.bytes) }
        }
        return Digests.sha256(writer.bytes)
    }

    var storeDocument: [UInt8] { (try? first.document()) ?? [] }
    var storedLines: [String] {
        ((try? first.blocks()) ?? []).map { Digests.sha256($0).text }
    }

    func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        refusals = []
        milliseconds = clock.milliseconds
        if let refusal = listener.pass(toMilliseconds: milliseconds) { refusals.append(refusal) }
        switch surface {
        case NodeSurfaces.http: answer(bytes, source)
        case NodeSurfaces.held:
            if let refusal = listener.hold(atMilliseconds: milliseconds) {
                refusals.append(refusal)
            }
        case NodeSurfaces.desk:
            guard let task = HonestTask(bytes) else { throw StepFault("no task") }
            try perform(task)
        case NodeSurfaces.store:
            refusals += try first.restart(bytes, atMilliseconds: now(first))
        case NodeSurfaces.clock, NodeSurfaces.answer: break
        default: throw UnknownSurface(surface: surface)
        }
        collect()
        return Reply(refusals: refusals, head: head, stateDigest: stateDigest, died: isEndless)
    }

    private func now(_ host: HardenedHost) -> Int { milliseconds + host.besideMilliseconds }

    private func answer(_ bytes: [UInt8], _ source: Source) {
        guard let request = TrialListener.request(bytes) else {
            return refusals.append(
                Refusal(index: nil, by: Guard("http 400"), message: "no request"))
        }
        let answer = first.node.answer(
            request, from: HardenedPlaces.host(ofSource: source.number),
            atMilliseconds: now(first))
        collect()
        // What no guard refuses and no node takes.
        if answer.status >= 400, refusals.isEmpty {
            refusals.append(
                Refusal(
                    index: nil, by: Guard("http \(answer.status)"),
                    message: String(decoding: answer.body, as: UTF8.self)))
        }
        let isIdle = answer.status == 200 && request.method == "POST" && request.path == "/blocks"
        if isIdle {
            refusals.append(
                Refusal(
                    index: nil, by: HardenedNodeGuards.headersFirst,
                    message: String(decoding: answer.body, as: UTF8.self)))
        }
    }

    /// Takes the refusals that the first node tells of.
    private func collect() {
        for event in first.node.takeEvents() {
            switch event {
            // What honest nodes ask in vain is no attack.
            case .refused(let source, let refusal):
                if !HardenedPlaces.isHonest(source) { refusals.append(refusal) }
            case .ownRefused(let refusal): refusals += refusal.map { [$0] } ?? []
            case .early(_, let height):
                refusals.append(
                    Refusal(
                        index: height, by: HardenedGuards.futureTime,
                        message: "ahead of the clock"))
            case .adopted(_, let height, _, _): noteBuried(height)
            case .mined, .payment, .peerAdded, .peerLost, .paused: break
            }
        }
    }

    /// Notes that a block was taken of which the clock was not asked.
    private func noteBuried(_ height: Int) {
        let node = first.node.node
        guard height <= node.height, let seconds = node.chain[height].timestampSeconds,
            seconds > now(first) / 1_000 + 600
        else { return }
        refusals.append(
            Refusal(
                index: height, by: HardenedNodeGuards.buriedClock,
                message: "taken, whatever the clock says"))
    }

    // MARK: Tasks

    private func perform(_ task: HonestTask) throws {
        switch task {
        case .turn(let name): try turn(try host(name))
        case .mine(let name):
            let host = try host(name)
            try turn(host)
            for _ in 0..<Self.winCountMax where try host.mine(atMilliseconds: now(host)) {
                return try turn(host)
            }
            throw StepFault("\(name) wins nothing")
        case .pay(let from, let to, let amount):
            let host = try host(from)
            let payee = NodeParties.wallet(to, seed: setup.seed).address
            if let refusal = try host.pay(to: payee, amount, atMilliseconds: now(host)) {
                refusals.append(refusal)
            }
        case .join:
            hasNewcomer = true
            let host = try host(NodeParties.newcomer)
            host.begin()
            try turn(host)
        case .unlist: throw StepFault("a step of the published rules alone")
        case .clock(let name, let seconds):
            try host(name).besideMilliseconds = 1_000 * seconds
        }
    }

    /// Lets a node judge what waits and make its calls, until it has none.
    private func turn(_ host: HardenedHost) throws {
        turnMilliseconds = 0
        defer {
            if host === first { waitedMilliseconds = max(waitedMilliseconds, turnMilliseconds) }
        }
        var count = 0
        while true {
            while host.node.work(atMilliseconds: now(host)) {}
            let calls = host.node.due(atMilliseconds: now(host))
            if calls.isEmpty { return }
            for call in calls {
                count += 1
                guard count <= Self.callCountMax else {
                    isEndless = true
                    return
                }
                host.node.hear(answer(to: call, of: host), to: call, atMilliseconds: now(host))
                if host === first { collect() }
            }
        }
    }

    private func answer(to call: NodeCall, of host: HardenedHost) -> NodeCallAnswer {
        guard let name = HardenedPlaces.party(atHost: call.peer.host) else {
            return attackersAnswer(to: call, of: host)
        }
        guard let peer = hosts.first(where: { $0.name == name }), peer.isAlive else {
            return .failed
        }
        let source = HardenedPlaces.address(of: host.name)
        let answer = peer.node.answer(call.request, from: source, atMilliseconds: now(peer))
        if peer === first { collect() }
        return .answered(status: answer.status, body: answer.body)
    }

    /// The attacker's answer, as a caller takes it: within the call's time and size.
    private func attackersAnswer(to call: NodeCall, of host: HardenedHost) -> NodeCallAnswer {
        guard call.request.method == "GET" else { return .answered(status: 200, body: []) }
        guard let answer = attacker.answer(call.request.path, askedBy: host.name) else {
            return .failed
        }
        let isOwn = host === first
        var byteCount = answer.bytes.count
        var waited = answer.milliseconds(forByteCount: byteCount)
        var isWhole = true
        func stop(_ by: Guard, _ message: String) {
            isWhole = false
            if isOwn { refusals.append(Refusal(index: nil, by: by, message: message)) }
        }
        let hasSize = setup.guards.has(TrialWireGuards.answerSize)
        if hasSize, answer.body.count > call.answerByteCountMax {
            stop(TrialWireGuards.answerSize, "\(answer.body.count) bytes")
            byteCount = min(byteCount, call.answerByteCountMax)
            waited = answer.milliseconds(forByteCount: byteCount)
        }
        if setup.guards.has(TrialWireGuards.answerDeadline), waited > call.milliseconds {
            stop(TrialWireGuards.answerDeadline, "\(waited) milliseconds")
            byteCount = answer.byteCount(withinMilliseconds: call.milliseconds)
            waited = call.milliseconds
        }
        turnMilliseconds += waited
        attacker.note(byteCount: byteCount, readBy: host.name)
        guard isWhole else { return .failed }
        noteClaims(call, isOwn: isOwn)
        return .answered(status: answer.status, body: answer.body)
    }

    /// Notes that headers were asked for of a peer whose word on itself gave no reason to.
    private func noteClaims(_ call: NodeCall, isOwn: Bool) {
        guard isOwn, call.kind == .headers,
            let word = attacker.prepared("/status").flatMap({ NodeStatus(bytes: $0.body) }),
            word.tip == first.node.node.tipHash
        else { return }
        refusals.append(
            Refusal(index: nil, by: HardenedNodeGuards.claims, message: "its word counts nothing"))
    }

    // MARK: Costs and views

    func count(of counter: String) -> Int? {
        switch counter {
        case "answer_bytes": attacker.longestByteCount(readBy: first.name)
        case "waited_seconds": waitedMilliseconds / 1_000
        case "inferences": first.judgingInferenceCount
        case "chains": attacker.requestCount(of: "/blocks", by: first.name)
        case "connections": listener.held.count
        case "waiting": first.node.node.waitingTransactions.count
        case "own_peers": first.node.peers.count { $0.host == HardenedPlaces.host(of: first.name) }
        case "peers": first.node.peers.count + first.node.candidates.count
        default: nil
        }
    }

    var views: [NodeView] {
        hosts.filter { hasNewcomer || $0.name != NodeParties.newcomer }.map { host in
            NodeView(
                name: host.name, file: try? host.document(),
                waiting: host.node.node.waitingTransactions.map(\.bytes),
                peers: (host.node.peers + host.node.candidates).map(\.description))
        }
    }

    func blocks(of name: String) throws -> [[UInt8]] { try host(name).blocks() }

    func status(of name: String) throws -> NodeStatus { try host(name).node.status }
}
