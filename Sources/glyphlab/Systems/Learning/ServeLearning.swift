import ArgumentParser
import Encodings
import LearningNetwork
import Platform
import Reports
import Serving

struct ServeLearning: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learning",
        abstract: "Run a node of the training ledger: JSON-RPC, REST and OpenAI's interface.",
        discussion: """
            The address that is served is the first line of standard output. POST / speaks \
            JSON-RPC 2.0 with Ethereum's names, /api/v1/ is REST, and /v1/chat/completions and \
            /v1/models answer as clients of OpenAI's interface expect, by a model of this house \
            that takes the likeliest token in integers. The node signs for nobody: transactions \
            come signed. --network is a folder that 'system create-network learning' made. With \
            --identity, a validator's key, it trains sampled steps of each proof again and votes; \
            --mine makes a block when the last is --block-seconds old. SIGINT or SIGTERM lets \
            running requests end; the exit code is 0 then, and 65 for a damaged store. \
            --profile published serves the published node with its holes: its chain is in memory, \
            and its wallet, --identity, is open to everybody.
            Example: glyphlab system serve learning --network pol --store node.store \
            --listen 127.0.0.1:8080 --peer http://127.0.0.1:8081
            Example: glyphlab system serve learning --profile published --identity wallet.key
            """)

    @Option(help: "The rules: hardened or published.")
    var profile = ServedProfile.hardened

    @Option(help: "The network's folder: its genesis, and its data.")
    var network: String?

    @Option(
        help: """
            The file that keeps the chain, made where there is none; without it the node forgets \
            all when it ends.
            """)
    var store: String?

    @Option(help: "The key file of the validator that votes here; or the published wallet's.")
    var identity: String?

    @Option(help: "Another node's URL; may be repeated.")
    var peer: [ServerURL] = []

    @Flag(help: "Make blocks, whose rewards go to --miner, or else to the identity's address.")
    var mine = false

    @Option(help: "The address that blocks pay.")
    var miner: String?

    @Option(help: "The seconds from one block to the next, from 1 to 3600.")
    var blockSeconds = 5

    @Option(help: "The name of the node.")
    var name = "node"

    @OptionGroup var listen: ListenOptions

    @Option(help: "The model that chats: its folder or name.")
    var model = EmbeddedTextModel.defaultName

    @Option(help: "How many tokens a chat's answer has at most, whatever is asked for.")
    var tokensMax = 64

    @OptionGroup var format: FormatOption

    func validate() throws {
        let isHardened = profile == .hardened
        guard (network != nil) == isHardened else {
            throw ValidationError(
                "network: expected with --profile hardened, got "
                    + (isHardened ? "none" : "--profile published"))
        }
        guard isHardened || (store == nil && peer.isEmpty && !mine && miner == nil) else {
            throw ValidationError(
                "store, peer, mine, miner: expected with --profile hardened only")
        }
        guard mine || miner == nil else { throw ValidationError("miner: expected --mine with it") }
        guard !mine || miner != nil || identity != nil else {
            throw ValidationError("mine: expected --miner or --identity with it")
        }
        guard miner.map({ LearningKey.address(named: $0) != nil }) ?? true else {
            throw ValidationError("miner: expected 0x and 40 digits of hexadecimal")
        }
        guard (1...3_600).contains(blockSeconds) else {
            throw ValidationError("block-seconds: expected 1 to 3600, got \(blockSeconds)")
        }
        guard (1...1_000_000).contains(tokensMax) else {
            throw ValidationError("tokens-max: expected 1 to 1000000, got \(tokensMax)")
        }
        guard peer.count <= 64 else {
            throw ValidationError("peer: expected at most 64, got \(peer.count)")
        }
    }

    func run() throws {
        try Outcome.ending {
            switch profile {
            case .published: try servePublished()
            case .hardened: try serveHardened()
            }
        }
    }

    private func servePublished() throws -> Outcome {
        let server = try PublishedLearningServer(
            name: name, wallet: identity,
            model: EmbeddedTextModel(folder: model, tokenCountMax: tokensMax))
        return try listen.serve(server.answer) { report($0, server.address) }
    }

    private func serveHardened() throws -> Outcome {
        let folder = try LearningFolder(path: network ?? "")
        let validator = try identity.map(LearningKeyFile.signer)
        let address = miner.flatMap(LearningKey.address(named:)) ?? validator?.address
        let server = try LearningServer(
            folder: folder, store: store,
            facts: ServedNodeFacts(
                name: name, client: ThisRun.userAgent, peers: peer.map(\.text),
                validator: validator?.key.text, miner: mine ? address : nil),
            validator: validator,
            model: EmbeddedTextModel(folder: model, tokenCountMax: tokensMax),
            tokenCountMax: tokensMax)
        defer { server.stop() }
        return try listen.serve(
            server.answer, messageByteCount: LearningServer.messageByteCount(folder.genesis)
        ) { address in
            report(address, validator?.address ?? "")
            server.begin(blockSeconds: blockSeconds)
        }
    }

    private func report(_ address: ListeningAddress, _ account: String) {
        format.write(
            text: "\(address.url)\n",
            json: .object([
                JSONMember("url", .string(address.url)),
                JSONMember("profile", .string(profile.rawValue)),
                JSONMember("address", .string(account)),
            ]))
    }
}
