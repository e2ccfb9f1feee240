import ArgumentParser
import Encodings
import Platform
import Reports
import Routing
import Serving

/// The part that a server plays in the receipt network.
enum ServedRole: String, CaseIterable, ExpressibleByArgument {
    case gateway, node
}

/// Address and bounds of a server.
struct ListenOptions: ParsableArguments {
    @Option(
        help: """
            ADDRESS:PORT, or a PORT of 127.0.0.1; 0 is any free port, which is printed.
            """)
    var listen = "\(ListeningAddress.loopback):0"

    @Option(help: "How many connections are served at a time; further ones are told 503.")
    var connectionsMax = 256

    @Option(help: "How many bytes a request's body has at most; longer ones are told 413.")
    var bodyBytesMax = 1 << 20

    func validate() throws {
        guard ListeningAddress(listen) != nil else {
            throw ValidationError(
                "listen: expected PORT or ADDRESS:PORT with a numeric address, got \(listen)")
        }
        guard (1...4_096).contains(connectionsMax) else {
            throw ValidationError("connections-max: expected 1 to 4096, got \(connectionsMax)")
        }
        guard (1...1 << 30).contains(bodyBytesMax) else {
            throw ValidationError("body-bytes-max: expected 1 to 2^30, got \(bodyBytesMax)")
        }
    }

    var limits: ServingLimits {
        ServingLimits(
            bodyByteCountMax: bodyBytesMax, connectionCountMax: connectionsMax,
            requestMilliseconds: 20_000)
    }

    /// Serves a router until an interruption, and lets running requests end.
    ///
    /// - Parameters:
    ///   - begun: told the address once the listener is there.
    func serve(
        _ router: @escaping @Sendable (WebRequest, _ milliseconds: Int) -> WebAnswer,
        begun: (ListeningAddress) -> Void
    ) throws -> Outcome {
        guard let address = ListeningAddress(listen) else {
            throw Failure(outcome: .badInput, message: "listen: got \(listen)")
        }
        let listener: Listener
        do {
            listener = try Listener(at: address, limits: limits, router: router)
        } catch {
            throw Failure(outcome: .badInput, message: "listen: \(error)")
        }
        begun(listener.address)
        Signals.awaitInterruption()
        StandardStreams.writeMessage("glyphlab: stopping, running requests end first\n")
        let count = listener.stop()
        if count > 0 {
            StandardStreams.writeMessage(
                "glyphlab: connections that did not end in time: \(count)\n")
        }
        return .holds
    }
}

struct SystemServe: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run a gateway or a node of the receipt network, over HTTP.",
        discussion: """
            The address that is served is the first line of standard output. A gateway's page for \
            people is at /. SIGINT or SIGTERM lets running requests end; the exit code is 0 then. \
            An identity that is not there is made, with mode 0600.
            Example: glyphlab system serve receipts --role gateway --listen 127.0.0.1:8080 \
            --db gateway.db --identity gateway.key
            Example: glyphlab system serve receipts --role node --listen 127.0.0.1:8090 \
            --identity node.key --gateway http://127.0.0.1:8080
            """)

    @Argument(help: "The system: receipts.")
    var system: SystemUnderTest

    @Option(help: "gateway or node.")
    var role: ServedRole

    @Option(help: "The rules: published.")
    var profile = ServedProfile.published

    @Flag(help: "A gateway as shipped: twelve endpoints answer 422 to every body.")
    var shipped = false

    @OptionGroup var listen: ListenOptions

    @Option(help: "A gateway's ledger, an SQLite database; made where there is none.")
    var db: String?

    @Option(help: "The file of the key pair.")
    var identity: String

    @Option(help: "A gateway's peer, which receipts are passed on to; may be repeated.")
    var peer: [String] = []

    @Option(help: "The gateway where a node registers itself.")
    var gateway: String?

    @Option(help: "The name by which a node registers itself.")
    var publicName = "node"

    @Option(help: "The URL by which the gateway reaches a node; by default the served address.")
    var url: String?

    @Option(help: "A node's model: its folder or name.")
    var model = EmbeddedTextModel.defaultName

    @Option(help: "How many tokens a node adds to a prompt at most, whatever it is asked for.")
    var tokensMax = 64

    @OptionGroup var format: FormatOption

    enum ServedProfile: String, CaseIterable, ExpressibleByArgument {
        case published
    }

    func validate() throws {
        guard system == .receipts else {
            throw ValidationError("system: expected receipts, got \(system.rawValue)")
        }
        switch role {
        case .gateway:
            guard db != nil else { throw ValidationError("db: a gateway needs a ledger") }
            guard gateway == nil, url == nil else {
                throw ValidationError("gateway, url: expected with --role node only")
            }
        case .node:
            guard db == nil, peer.isEmpty, !shipped else {
                throw ValidationError("db, peer, shipped: expected with --role gateway only")
            }
        }
        guard (0...1_000_000).contains(tokensMax) else {
            throw ValidationError("tokens-max: expected 0 to 1000000, got \(tokensMax)")
        }
    }

    func run() throws {
        try Outcome.ending {
            switch role {
            case .gateway:
                let server = try GatewayServer(
                    database: db ?? "", identity: ServedIdentity.loaded(identity),
                    isShipped: shipped, peers: peer)
                return try listen.serve(server.answer) { address in
                    server.served(at: address)
                    report(address, server.publicKey)
                }
            case .node:
                let server = try NodeServer(
                    identity: ServedIdentity.loaded(identity), model: model,
                    tokenCountMax: tokensMax)
                return try listen.serve(server.answer) { address in
                    report(address, server.publicKey)
                    guard let gateway else { return }
                    server.register(at: gateway, name: publicName, url: url ?? address.url)
                }
            }
        }
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
