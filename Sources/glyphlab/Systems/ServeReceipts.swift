import ArgumentParser
import Encodings
import Platform
import PublishedGateways
import PythonValues
import Reports
import Routing
import Serving

/// The part that a server plays in the receipt network.
enum ServedRole: String, CaseIterable, ExpressibleByArgument {
    case gateway, node
}

/// The rules that a server follows.
enum ServedProfile: String, CaseIterable, ExpressibleByArgument {
    case published, hardened
}

struct ServeReceipts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts",
        abstract: "Run a gateway or a node of the receipt network, over HTTP.",
        discussion: """
            The address that is served is the first line of standard output. A gateway's page for \
            people is at /. SIGINT or SIGTERM lets running requests end; the exit code is 0 then. \
            An identity that is not there is made, with mode 0600. A node registers when it \
            starts, as the published one does, and is forgotten by a gateway that starts anew. A \
            hardened network's file has the members name, gateways (keys), nodes (key, address, \
            and permille if it is not 800), validators (key, weight) and treasury (a key).
            Example: glyphlab system serve receipts --role gateway --listen 127.0.0.1:8080 \
            --db gateway.db --identity gateway.key
            Example: glyphlab system serve receipts --role node --listen 127.0.0.1:8090 \
            --identity node.key --gateway http://127.0.0.1:8080
            """)

    @Option(help: "gateway or node.")
    var role: ServedRole

    @Option(help: "The rules: published or hardened.")
    var profile = ServedProfile.published

    @Flag(help: "A gateway as shipped: twelve endpoints answer 422 to every body.")
    var shipped = false

    @OptionGroup var listen: ListenOptions

    @Option(help: "A gateway's ledger, an SQLite database; made where there is none.")
    var db: String?

    @Option(help: "The file of the key pair.")
    var identity: String

    @Option(help: "A gateway's peer, which receipts are passed on to; may be repeated.")
    var peer: [ServerURL] = []

    @Option(
        help: """
            A published gateway's minter: the account, 0x and 40 digits, that owns the token on a \
            chain that stands in for a real one, in memory. Nothing is minted without it.
            """)
    var minterAccount: String?

    @Option(help: "The gateway where a node registers itself.")
    var gateway: ServerURL?

    @Option(help: "The name by which a node registers itself.")
    var publicName = "node"

    @Option(help: "The URL by which the gateway reaches a node; by default the served address.")
    var url: ServerURL?

    @OptionGroup var hardened: HardenedOptions

    @Option(
        help: """
            A node's model: its folder or name; \(EmbeddedTextModel.defaultName) where none is said.
            """)
    var model: String?

    @Option(
        help: """
            How many tokens a node adds to a prompt at most, whatever it is asked for; 64 where \
            nothing is said.
            """)
    var tokensMax: Int?

    @OptionGroup var format: FormatOption

    private var tokenCountMax: Int { tokensMax ?? 64 }

    func validate() throws {
        let isGateway = role == .gateway
        let isHardened = profile == .hardened
        try expect("db", db != nil, where: isGateway, "a gateway")
        try refuse("db", db != nil, unless: isGateway, "--role gateway")
        try refuse("peer", !peer.isEmpty, unless: isGateway, "--role gateway")
        try refuse("shipped", shipped, unless: isGateway && !isHardened, "a published gateway")
        try refuse(
            "minter-account", minterAccount != nil, unless: isGateway && !isHardened,
            "a published gateway")
        guard minterAccount.map({ TokenAddress(PythonText($0)) != nil }) ?? true else {
            throw ValidationError("minter-account: expected 0x and 40 digits of hex")
        }
        try refuse(
            "gateway, url", gateway != nil || url != nil, unless: !isGateway && !isHardened,
            "a published node")
        try expect("network", hardened.network != nil, where: isHardened, "--profile hardened")
        try refuse("network", hardened.network != nil, unless: isHardened, "--profile hardened")
        try refuse(
            "node, minter, token", !hardened.isEmptyOfGateway, unless: isHardened && isGateway,
            "a hardened gateway")
        try refuse(
            "model, tokens-max", model != nil || tokensMax != nil, unless: !isGateway,
            "--role node")
        guard (0...1_000_000).contains(tokenCountMax) else {
            throw ValidationError("tokens-max: expected 0 to 1000000, got \(tokenCountMax)")
        }
    }

    private func expect(_ name: String, _ isThere: Bool, where isNeeded: Bool, _ what: String)
        throws
    {
        guard isThere || !isNeeded else {
            throw ValidationError("\(name): expected with \(what), got none")
        }
    }

    private func refuse(_ name: String, _ isThere: Bool, unless isMeant: Bool, _ what: String)
        throws
    {
        guard !isThere || isMeant else {
            throw ValidationError("\(name): expected with \(what) only")
        }
    }

    func run() throws {
        try Outcome.ending {
            switch (profile, role) {
            case (.published, .gateway): return try servePublishedGateway()
            case (.published, .node): return try servePublishedNode()
            case (.hardened, .gateway): return try serveHardenedGateway()
            case (.hardened, .node): return try serveHardenedNode()
            }
        }
    }

    private func servePublishedGateway() throws -> Outcome {
        let server = try GatewayServer(
            database: db ?? "", identity: ServedIdentity.loaded(identity), isShipped: shipped,
            peers: peer.map(\.text),
            minterAccount: minterAccount.flatMap { TokenAddress(PythonText($0)) })
        defer { server.close() }
        return try listen.serve(server.answer) { address in
            server.served(at: address)
            report(address, server.publicKey)
        }
    }

    private func servePublishedNode() throws -> Outcome {
        let server = try NodeServer(
            identity: ServedIdentity.loaded(identity),
            model: model ?? EmbeddedTextModel.defaultName,
            tokenCountMax: tokenCountMax)
        return try listen.serve(server.answer) { address in
            report(address, server.publicKey)
            guard let gateway else { return }
            server.register(
                at: gateway.text, name: publicName, url: url?.text ?? address.url)
        }
    }

    private func serveHardenedGateway() throws -> Outcome {
        let server = try HardenedGatewayServer(
            network: hardened.parameters(), database: db ?? "",
            identity: ServedIdentity.loadedHardened(identity), nodes: hardened.nodes(),
            peers: peer.map(\.text), mint: hardened.mint())
        return try listen.serve(server.answer) { address in
            server.served(at: address)
            report(address, server.publicKey)
        }
    }

    private func serveHardenedNode() throws -> Outcome {
        let server = try HardenedNodeServer(
            network: hardened.parameters(), identity: ServedIdentity.loadedHardened(identity),
            model: model ?? EmbeddedTextModel.defaultName,
            tokenCountMax: tokenCountMax)
        return try listen.serve(server.answer) { report($0, server.publicKey) }
    }

    private func report(_ address: ListeningAddress, _ publicKey: String) {
        format.write(
            text: "\(address.url)\n",
            json: .object([
                JSONMember("url", .string(address.url)),
                JSONMember("role", .string(role.rawValue)),
                JSONMember("profile", .string(profile.rawValue)),
                JSONMember("public_key", .string(publicKey)),
            ]))
    }
}
