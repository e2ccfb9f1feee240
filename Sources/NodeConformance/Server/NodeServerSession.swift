internal import Conformance
internal import PublishedNode
internal import PythonValues

/// The exchanges of one group with one serving node.
struct NodeServerSession {
    private static let names = [
        ("chain", NodeFile.chain), ("peers", .peers), ("inbox", .inbox),
    ]

    private let group: VectorValue
    private let chains: NodeChains
    /// Whether the files are put back before each exchange. In a group of connections that are open
    /// at once, they are not, whatever the group says: its inbox goes on from step to step.
    private let resets: Bool
    private let files = HeldFiles()
    private let server: PublishedServer
    private let gate = BodyGate()
    private var slowPosts: NodeSlowPosts?

    init(_ group: VectorValue, _ chains: NodeChains) throws {
        self.group = group
        self.chains = chains
        let isAtOnce = try group.member("exchanges").elements().contains { exchange in
            try exchange.member("request").optional("while") != nil
        }
        resets = try group.member("reset_before_each").boolean() && !isAtOnce
        server = PublishedServer(folder: PublishedFolder(files: files))
        try put(group.member("files"))
    }

    /// Writes files as a member `files` or `before` tells them; null takes one away.
    private func put(_ told: VectorValue) throws {
        for (name, file) in Self.names {
            guard let body = try told.optional(name) else { continue }
            if body.isNull {
                files.remove(file)
            } else {
                files.overwrite(file, with: try chains.bytes(of: body))
            }
        }
    }

    mutating func outcome(of exchange: VectorValue) throws -> VectorOutcome {
        if resets {
            for (_, file) in Self.names { files.remove(file) }
            try put(group.member("files"))
        }
        for name in ["files", "before"] {
            if let told = try exchange.optional(name) { try put(told) }
        }
        let request = try exchange.member("request")
        let reader = WireReader(server: server, gate: gate, clockSeconds: { 1_760_000_000 })
        let step: WireStep
        if let circumstances = try request.optional("while") {
            if slowPosts == nil { slowPosts = try NodeSlowPosts(server, gate, chains) }
            step = try slowPosts?.step(circumstances) ?? Self.step(reader, request, chains)
        } else {
            step = try Self.step(reader, request, chains)
        }
        let response = try exchange.member("response")
        return VectorOutcome(
            index: try exchange.member("id").string(),
            expected: try NodeAnswerText.told(response, chains) + "\ninbox: "
                + inboxText(exchange.member("inbox_after")),
            got: NodeAnswerText.made(step, like: response) + "\ninbox: "
                + NodeAnswerText.digest(files.read(.inbox)))
    }

    private func inboxText(_ told: VectorValue) throws -> String {
        NodeAnswerText.digest(told.isNull ? nil : try chains.bytes(of: told))
    }

    private static func step(
        _ reader: WireReader, _ request: VectorValue, _ chains: NodeChains
    ) throws -> WireStep {
        let step = reader.take(try NodeRequestBytes.bytes(of: request, chains))
        let then = try request.optional("then") ?? request.optional("raw")?.optional("then")
        guard step == .needsMore, let then else { return step }
        guard try then.string() == "half close" else {
            throw VectorFormError(
                place: then.place, expected: "half close", got: try then.string())
        }
        return reader.end()
    }
}

/// Two posts that have not sent their bodies yet, and hold both places for bodies.
struct NodeSlowPosts {
    private let readers: [WireReader]
    private let rests: [ArraySlice<UInt8>]

    /// Ten bytes of the first body are there, none of the second.
    init(_ server: PublishedServer, _ gate: BodyGate, _ chains: NodeChains) throws {
        let name = VectorValue(.text("A:7"), place: "the judge")
        let body = try NodeJSON.spaced(chains.chain(named: name))
        let head = "POST /chain HTTP/1.1\r\nContent-Length: \(body.count)\r\n\r\n"
        readers = [10, 0].map { count in
            let reader = WireReader(server: server, gate: gate, clockSeconds: { 1_760_000_000 })
            _ = reader.take(Array(head.utf8) + body.prefix(count))
            return reader
        }
        rests = [body[10...], body[...]]
    }

    /// The answer to a slow post; nil where the exchange is one of another connection.
    func step(_ circumstances: VectorValue) throws -> WireStep? {
        switch try circumstances.string() {
        case "first slow post, body completed": return readers[0].take(rests[0])
        case "second slow post, body completed": return readers[1].take(rests[1])
        case "two posts have sent head and 10 or 0 body bytes", "the same",
            "one slow post left":
            return nil
        case let other:
            throw VectorFormError(
                place: circumstances.place, expected: "a state of two slow posts", got: other)
        }
    }
}
