import ArgumentParser
import HardenedNode
import NodeServing
import Platform
import PublishedNode
import PythonValues

struct ChainSync: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Ask other nodes for their chain, once, and adopt a better one.",
        discussion: """
            Every block that is new is verified here. Nodes are asked in the order in which they \
            are named; without a name, a published node asks those of its peers file. Exit codes: \
            0 a chain was adopted or is the same, 1 the chain of a node that answered was \
            refused or is no better, 2 no node answered in a form that can be read.
            Example: glyphlab chain sync http://127.0.0.1:9401 --folder node \
            --model Models/glyph-nano
            """)

    @Argument(help: "The URLs of the nodes to ask.")
    var urls: [ServerURL] = []

    @OptionGroup var node: ChainNodeOptions

    @Flag(help: "Let private addresses be a hardened node's peers, such as those of loopback.")
    var allowPrivate = false

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard node.rules == .hardened else { return }
        for url in urls where ChainPeerURL.address(url.text) == nil {
            throw ValidationError(
                "urls: expected http://HOST:PORT with --rules hardened, got \(url.text)")
        }
        guard !urls.isEmpty || !node.peers.urls.isEmpty || !node.seeds.urls.isEmpty else {
            throw ValidationError("urls: expected one with --rules hardened, got none")
        }
    }

    func run() throws {
        try Outcome.ending {
            let console = NodeConsole(level: node.logLevel.level)
            let report =
                switch node.rules {
                case .published: try published(console)
                case .hardened: try hardened(console)
                }
            format.write(text: report.text, json: report.json)
            return report.verdict.outcome
        }
    }

    // MARK: Published

    private func published(_ console: NodeConsole) throws -> SyncReport {
        let service = try PublishedService(node, usesModel: true, log: console.log)
        var asked = urls.map { PythonValue.text($0.text) }
        if asked.isEmpty, case .list(let known)? = try? service.folder.peers() { asked = known }
        if asked.isEmpty { asked = node.seeds.urls.map { .text($0) } }
        let answers = asked.map { answer(of: $0, service) }
        let view = service.party.view
        return SyncReport(
            answers: answers, height: view.height, tip: view.tip, work: view.work,
            peers: view.peers.map(\.url))
    }

    private func answer(
        of peer: PythonValue, _ service: PublishedService
    ) -> SyncReport.Answer {
        let url = ((try? peer.text()) ?? PythonText(peer.typeName)).shown
        do throws(NodeFault) {
            guard case .string(let text) = peer else {
                return .init(
                    url: url, verdict: .noAnswer, reason: "no text: \(peer.typeName)",
                    verifiedCount: 0)
            }
            let outcome = try service.party.sync.sync(with: text)
            switch outcome {
            case .inSync:
                return .init(
                    url: url, verdict: .inSync, reason: outcome.text, verifiedCount: 0)
            case .tooBig:
                return .init(
                    url: url, verdict: .refused, reason: outcome.text, verifiedCount: 0)
            case .resolved(let resolution):
                return .init(
                    url: url, verdict: resolution.adopted == nil ? .refused : .adopted,
                    reason: resolution.reason, verifiedCount: resolution.verifiedCount)
            }
        } catch {
            return .init(url: url, verdict: .noAnswer, reason: "\(error)", verifiedCount: 0)
        }
    }

    // MARK: Hardened

    private func hardened(_ console: NodeConsole) throws -> SyncReport {
        var asked = node
        if !urls.isEmpty { asked.peers = URLList(urls: urls.map(\.text)) }
        let service = try HardenedService(
            asked, address: nil, allowsPrivate: allowPrivate, log: console.log)
        let peers = (asked.peers.urls + asked.seeds.urls)
        let catchUp = HardenedCatchUp(service.party, stop: service.stop)
        let found = catchUp.run(with: peers.compactMap(ChainPeerURL.address))
        service.stop.order()
        _ = service.party.awaitEnd(milliseconds: HardenedCatchUp.endMilliseconds)
        if let fault = service.party.fault { throw fault }
        let view = service.party.view(connectionCount: 0)
        return SyncReport(
            answers: found, height: view.height, tip: view.tip, work: view.work, peers: peers)
    }
}
