internal import Conformance
internal import Encodings
internal import PublishedNode
internal import PythonValues

/// A case of the client's vectors: what the node has, the peer's answers, and what came of it.
struct ClientCase {
    /// The address that the file calls HOST:PORT.
    static let peerHost = "127.0.0.1"
    static let peerPort = 9400
    private static let nameOfPeer = Array("HOST:PORT".utf8)
    private static let peer = Array("\(peerHost):\(peerPort)".utf8)

    let vector: VectorValue
    let chains: NodeChains

    // MARK: Before

    /// The chain that is pushed, which no file holds: the one that the request's body names. Nil
    /// for a sync.
    func pushedChain() throws -> PythonValue? {
        guard try vector.member("kind").string() == "push" else { return nil }
        let exchanges = try vector.member("exchanges")
        guard let first = try exchanges.elements().first else {
            throw VectorFormError(
                place: exchanges.place, expected: "an exchange", got: "none")
        }
        return try chains.chain(named: first.member("request").member("body").member("chain"))
    }

    func url() throws -> PythonText {
        let text = try vector.member("url").string()
        return PythonText(
            String(decoding: Self.replaced(Array(text.utf8), toPeer: true), as: UTF8.self))
    }

    func clockSeconds() throws -> Int { try vector.member("clock").int() }

    /// The chain that the node has; nil for none.
    func localChain() throws -> PythonValue? {
        let name = try vector.member("local_chain")
        return try name.isNull ? nil : chains.chain(named: name)
    }

    func files() throws -> HeldFiles {
        let files = HeldFiles()
        if let chain = try localChain() {
            files.replace(.chain, with: try NodeJSON.indented(chain))
        }
        let peers = try vector.member("peers_before")
        if !peers.isNull { files.replace(.peers, with: try Self.peersFile(peers)) }
        return files
    }

    func answers() throws -> [[UInt8]] {
        try vector.member("exchanges").elements().map { exchange in
            Self.replaced(try answer(exchange.member("response")), toPeer: true)
        }
    }

    private func answer(_ response: VectorValue) throws -> [UInt8] {
        if case .string = response.value {
            guard try response.string() == "plain 404, no body" else {
                throw VectorFormError(
                    place: response.place, expected: "plain 404, no body",
                    got: try response.string())
            }
            return Array("HTTP/1.0 404 Not Found\r\nServer: x\r\nDate: x\r\n\r\n".utf8)
        }
        if let raw = try response.optional("raw") { return try chains.bytes(of: raw) }
        let lines = try response.member("head").elements().map { try $0.string() }
        let head = Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
        guard let body = try response.optional("body") else { return head }
        return try head + chains.bytes(of: body)
    }

    // MARK: After

    /// The requests that the node has made.
    func requests() throws -> [[UInt8]] {
        try vector.member("exchanges").elements().map { exchange in
            let request = try exchange.member("request")
            var lines = [try request.member("start").string()]
            for header in try headers(request.member("headers")) {
                lines.append("\(header.name): \(header.value)")
            }
            let head = Array((lines + ["", ""]).joined(separator: "\r\n").utf8)
            let body = try request.optional("body").map { try chains.bytes(of: $0) }
            return head + (body ?? [])
        }
    }

    private func headers(_ value: VectorValue) throws -> [(name: String, value: String)] {
        guard case .string = value.value else {
            return try value.elements().map { header in
                let pair = try header.elements()
                guard pair.count == 2 else {
                    throw VectorFormError(
                        place: header.place, expected: "a name and a value", got: "something else")
                }
                return (try pair[0].string(), try pair[1].string())
            }
        }
        guard try value.string() == "std" else {
            throw VectorFormError(
                place: value.place, expected: "std", got: try value.string())
        }
        return [
            ("Accept-Encoding", "identity"), ("Host", "HOST:PORT"),
            ("User-Agent", "glyph-node/0.3"), ("Connection", "close"),
        ]
    }

    /// The value that the function returned, or the class of what it raised.
    func result() throws -> String {
        let result = try vector.member("result")
        if let raised = try result.optional("raises") { return "raises \(try raised.string())" }
        return "returns \(try Self.json(result.member("returns").value))"
    }

    static func json(_ value: PythonValue) throws(PythonError) -> String {
        try PythonJSONWriter.text(value)
    }

    /// The file of the chain; nil for none.
    func chainAfter() throws -> [UInt8]? {
        let after = try vector.member("chain_after")
        switch after.value {
        case .none: return nil
        case .string:
            guard try after.string() == "unchanged" else {
                throw VectorFormError(
                    place: after.place, expected: "unchanged", got: try after.string())
            }
            return try localChain().map { try NodeJSON.indented($0) }
        default:
            guard let text = try after.optional("json") else { return try chains.bytes(of: after) }
            return try text.text().utf8()
        }
    }

    /// The file of peers; nil for none.
    func peersAfter() throws -> [UInt8]? {
        let after = try vector.member("peers_after")
        return after.isNull ? nil : try Self.peersFile(after)
    }

    private static func peersFile(_ value: VectorValue) throws -> [UInt8] {
        replaced(try NodeJSON.indented(value.value), toPeer: true)
    }

    /// Bytes with the peer's address in the place of its name, or the reverse.
    static func replaced(_ bytes: [UInt8], toPeer: Bool) -> [UInt8] {
        let (old, new) = toPeer ? (nameOfPeer, peer) : (peer, nameOfPeer)
        var replaced: [UInt8] = []
        var rest = bytes[...]
        while let first = rest.first {
            if first == old[0], rest.starts(with: old) {
                replaced += new
                rest = rest.dropFirst(old.count)
            } else {
                replaced.append(first)
                rest = rest.dropFirst()
            }
        }
        return replaced
    }
}
