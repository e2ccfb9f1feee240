import ArgumentParser
import Encodings
import HybridChain
import HybridServing
import Platform
import Reports
import Serving

struct ServeHybrid: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hybrid",
        abstract: "Run a node of the hybrid chain, or the published engine, over HTTP.",
        discussion: """
            The address that is served is the first line of standard output. --network is a \
            folder that 'system create-network hybrid' made; with --key, a validator's, the node \
            proposes, acknowledges and votes, and answers the engine's methods on /engine to who \
            shows the bearer token of the file beside the key. Nodes of one folder find each \
            other by .url files there; --peer names others. What a validator signs is in the \
            file of --store before anybody is told, so that a node that is killed signs nothing \
            twice. GET /status, /blocks and /votes tell how the chain stands. SIGINT or SIGTERM \
            lets running requests end; the exit code is 0 then, and 65 for a damaged store.
            The engine's params, all bytes as 0x and hexadecimal: of engine_forkchoiceUpdatedV1 \
            [{"forkchoiceState": {"headBlockHash": HASH}, "payloadAttributes": {}}], where an \
            object payloadAttributes asks for a job; of engine_getPayloadV1 [PAYLOADID]; of \
            engine_newPayloadV1 [{"block": BYTES, "deltas": [BYTES, ...]}], as the payload has them.
            The published engine speaks JSON-RPC on every path, without authentication: \
            engine_forkchoiceUpdatedV1 \
            makes a job, engine_getPayloadV1 waits for its acknowledgement, up to 30 s, and mines \
            a block, engine_newPayloadV1 calls everything valid. A request that its handler dies \
            of gets no answer: the connection is closed. Its records are in memory; PUT \
            /glyphlab/records/KEY?seconds=3600 stores the body under a key for so many seconds, \
            GET tells it. An acknowledgement is the byte 01 under ack:ID:79dfbb2e5e1a98cc, where \
            ID is the first half of the job's update id, the Keccak-256 hash of the payload id \
            and the head's text.
            Example: glyphlab system serve hybrid --network chain --key chain/validator_0.key \
            --store chain/validator_0.store
            Example: glyphlab system serve hybrid --profile published --listen 127.0.0.1:8552
            """)

    @Option(help: "The rules: hardened or published.")
    var profile = ServedProfile.hardened

    @Option(help: "The chain's folder.")
    var network: String?

    @Option(help: "The key file of the validator at the node; without it the node only listens.")
    var key: String?

    @Option(help: "The file with the engine's token; the one beside the key where nothing is said.")
    var token: String?

    @Option(
        help: """
            The file that keeps blocks and what was signed, made where there is none; without it \
            the node forgets all when it ends.
            """)
    var store: String?

    @Option(help: "Another node's URL; may be repeated.")
    var peer: [ServerURL] = []

    @Option(
        help: """
            The seconds of a slot, from 0.2 to 600: an empty block takes so long; 1 where nothing \
            is said.
            """)
    var slotSeconds: String?

    @Flag(help: "Train: send a delta of the validator's in each slot.")
    var train = false

    @OptionGroup var listen: ListenOptions

    @OptionGroup var format: FormatOption

    /// Whole milliseconds of seconds with up to three digits behind a point.
    private var slotMilliseconds: Int? {
        let parts = (slotSeconds ?? "1").split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ (1...3).contains($0.utf8.count) }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let whole = Int(parts[0])
        else { return nil }
        let rest =
            parts.count == 2 ? parts[1] + String(repeating: "0", count: 3 - parts[1].count) : "0"
        guard let rest = Int(rest) else { return nil }
        let milliseconds = whole * 1_000 + rest
        return (200...600_000).contains(milliseconds) ? milliseconds : nil
    }

    func validate() throws {
        let isHardened = profile == .hardened
        guard (network != nil) == isHardened else {
            throw ValidationError(
                "network: expected with --profile hardened, got "
                    + (isHardened ? "none" : "--profile published"))
        }
        let given = [
            ("key", key != nil), ("token", token != nil), ("store", store != nil),
            ("peer", !peer.isEmpty), ("train", train), ("slot-seconds", slotSeconds != nil),
        ]
        if !isHardened, let option = given.first(where: \.1)?.0 {
            throw ValidationError(
                "\(option): expected with --profile hardened, got --profile published")
        }
        guard key != nil || (token == nil && !train) else {
            throw ValidationError("token, train: expected --key with it")
        }
        guard slotMilliseconds != nil else {
            throw ValidationError(
                "slot-seconds: expected 0.2 to 600, with up to 3 digits behind a point, got "
                    + (slotSeconds ?? ""))
        }
        guard !isHardened || listen.isLoopback else {
            throw ValidationError(
                "listen: expected an address of this machine alone, 127.0.0.1, since the engine's "
                    + "token comes in clear, got \(listen.listen)")
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
        let face = PublishedEngineFace()
        return try listen.serve { request, origin in
            face.answer(request, contentType: origin.contentType)
        } begun: {
            report($0, validator: nil)
        }
    }

    private func serveHardened() throws -> Outcome {
        let folder = try HybridFolder(path: network ?? "")
        let secret = try key.map(HybridFolder.key)
        let index = try secret.map { try folder.index(of: $0, key ?? "") }
        let others = folder.genesis.validators.indices.filter { $0 != index }
            .map { other in { @Sendable in folder.url(other) } }
        let named = peer.map { peer in { @Sendable () -> String? in peer.text } }
        let server = try HybridServer(
            folder.genesis, key: secret, store: store,
            facts: HybridFacts(
                client: ThisRun.userAgent, peers: others + named,
                token: try tokenFile(folder, index).map(HybridFolder.token)),
            slotMilliseconds: slotMilliseconds ?? 1_000, isTraining: train)
        defer {
            server.stop()
            if let index { try? WholeFile.remove(folder.urlFile(index)) }
        }
        return try listen.serve(
            server.answer, messageByteCount: HybridServer.messageByteCount
        ) { address in
            if let index {
                do {
                    try WholeFile.write(
                        Array("\(address.url)\n".utf8), to: folder.urlFile(index))
                } catch {
                    StandardStreams.writeMessage(
                        "glyphlab: other nodes of the folder will not find this one: \(error)\n")
                }
            }
            report(address, validator: index)
            server.begin()
        }
    }

    private func tokenFile(_ folder: HybridFolder, _ index: Int?) -> String? {
        if let token { return token }
        guard let index else { return nil }
        let file = HybridFolder.file(folder.path, index, "token")
        return Folder.fileExists(file) ? file : nil
    }

    private func report(_ address: ListeningAddress, validator: Int?) {
        format.write(
            text: "\(address.url)\n",
            json: .object([
                JSONMember("url", .string(address.url)),
                JSONMember("profile", .string(profile.rawValue)),
                JSONMember("validator", validator.map(JSONValue.integer) ?? .null),
            ]))
    }
}
