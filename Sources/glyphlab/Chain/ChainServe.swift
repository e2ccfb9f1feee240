import ArgumentParser
import Encodings
import HardenedNode
import NodeServing
import Serving

struct ChainServe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve a chain to other nodes over HTTP.",
        discussion: """
            The address that is served is the first line of standard output. Under the published \
            rules the folder's chain is served as the published program serves it: GET /chain, \
            /status and /peers, POST /chain; what is pushed waits in the inbox for a node that \
            runs. Under the hardened rules the node takes part in its network, but does not mine. \
            SIGINT or SIGTERM lets running requests end; the exit code is 0 then.
            Example: glyphlab chain serve --folder node --model Models/glyph-nano --page-port 9402
            Example: glyphlab chain serve --rules hardened --db node.db --model Models/glyph-nano
            """)

    @OptionGroup var node: ChainNodeOptions
    @OptionGroup var listen: NodeListenOptions
    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let console = NodeConsole(level: node.logLevel.level)
            let report = NodeBeginning(rules: node.rules, format: format)
            switch node.rules {
            case .published:
                return try PublishedService(node, usesModel: false, log: console.log)
                    .serve(listen, console: console, begun: report.tell)
            case .hardened:
                let socket = try HardenedService.socket(listen)
                return try HardenedService(
                    node, address: listen.ownAddress(of: socket.address),
                    allowsPrivate: listen.allowPrivate, log: console.log
                ).run(
                    on: socket, wallet: nil, seed: "", untilInputEnds: listen.untilInputEnds,
                    console: console, begun: report.tell)
            }
        }
    }
}

/// The first line of a node that serves.
struct NodeBeginning {
    let rules: RulesOption
    let format: FormatOption

    func tell(_ addresses: NodeAddresses) {
        format.write(
            text: addresses.chain.url + "\n",
            json: .object([
                JSONMember("url", .string(addresses.chain.url)),
                JSONMember("page", addresses.page.map { .string($0.url + "/") } ?? .null),
                JSONMember("rules", .string(rules.rawValue)),
            ]))
    }
}

extension NodeListenOptions {
    /// The address by which a hardened node's peers reach it; nil where none was given and the
    /// node listens on every address.
    func ownAddress(of listening: ListeningAddress) -> NodeAddress? {
        if let address { return NodeAddress(address) }
        guard listening.host != "0.0.0.0" else { return nil }
        return NodeAddress("\(listening)")
    }
}
