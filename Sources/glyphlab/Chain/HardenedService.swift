import Chains
import Cryptography
import GlyphChain
import HardenedNode
import NodeServing
import Platform
import Routing
import Serving

/// A hardened node over a database, as the commands make it.
struct HardenedService {
    private static let limits = ServingLimits(
        bodyByteCountMax: HardenedNodeLimits.pushByteCountMax, connectionCountMax: 256,
        requestMilliseconds: 10_000, stopMilliseconds: 10_000)
    private static let endMilliseconds = 30_000
    private static let lookMilliseconds = 50

    let party: HardenedParty
    let stop: NodeStop
    private let clock: LabClock

    /// - Parameter address: the node's own, as peers reach it; nil for one that nobody can call.
    /// **Throws:** what the store and the model's folder throw.
    init(
        _ options: ChainNodeOptions, address: NodeAddress?, allowsPrivate: Bool, log: NodeLog
    ) throws {
        let meter = NodeMeter()
        let model = try options.model.loaded()
        let rules = HardenedRules(
            parameters: HardenedRules.Parameters(weightsHash: model.weightsHash),
            evidence: CountedProofs(model.prover, meter: meter))
        let path = options.db ?? ""
        let node: ChainNode<HardenedRules>
        if try DatabaseOption.isMissing(path) {
            node = try ChainNode(
                rules: rules, beginningIn: try ChainStore(newAt: path, pin: rules.pin))
        } else {
            node = try ChainNode(rules: rules, opening: try DatabaseOption.store(path))
        }
        var settings = HardenedNodeSettings(
            name: Digests.sha256("\(options.seedText) \(address?.description ?? "")".utf8))
        settings.address = address
        settings.peers = (options.peers.urls + options.seeds.urls)
            .compactMap(ChainPeerURL.address)
        settings.allowsPrivate = allowsPrivate
        stop = NodeStop()
        clock = options.labClock
        let clock = clock
        party = HardenedParty(
            HardenedChainNode(node, settings), meter: meter, log: log, stop: stop,
            userAgent: ThisRun.userAgent
        ) { clock.milliseconds() }
    }

    /// Serves, exchanges with peers, and mines where a wallet is given, until an interruption.
    func run(
        on socket: HardenedSocket, wallet: String?, seed: String, untilInputEnds: Bool,
        console: NodeConsole, begun: (NodeAddresses) -> Void
    ) throws -> Outcome {
        let address = socket.address
        let (party, stop) = (party, stop)
        let faces = NodeFaces(view: { party.view(connectionCount: socket.connectionCount) }) {
            ChainNodePage.html($0, address: "\(address)")
        }
        socket.open { request, origin in
            faces.answer(request) ?? party.answer(request, from: origin.peerAddress)
        }
        let interruption = Signals.expectInterruption(orInputEnd: untilInputEnds)
        begun(NodeAddresses(chain: address, page: address))
        console.watch(
            { party.view(connectionCount: socket.connectionCount) }, clock: clock)
        Background(false, waitingMax: 1).add { _ in
            interruption.wait()
            stop.order()
        }
        party.begin()
        if let wallet { party.beginMining(to: Wallet(seed: wallet).address, seed: seed) }
        while !stop.isOrdered, party.fault == nil {
            Pause.wait(milliseconds: Self.lookMilliseconds)
        }
        console.end()
        console.log(.info, "stopping, running requests end first")
        stop.order()
        let count = socket.stop()
        if count > 0 { console.log(.warning, "connections that did not end in time: \(count)") }
        if !party.awaitEnd(milliseconds: Self.endMilliseconds) {
            console.log(.warning, "work that did not end in time is left")
        }
        if let fault = party.fault { throw fault }
        return .holds
    }

    static func socket(_ options: NodeListenOptions) throws -> HardenedSocket {
        try HardenedSocket(at: try options.listening(at: options.port), limits: limits)
    }
}
