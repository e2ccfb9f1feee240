internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedMesh
internal import PythonValues

/// Stores and finds at one server, what is kept of hostile answers, and how searches merge.
struct RemoteCallVectors: VectorJudge {
    let name = "rpc"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["call_find"] != nil && document["search"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let whole = document.vectorDocument
        let key = try whole.member("about").member("client_seed").signingKey()
        let stores = try whole.member("store").elements().enumerated().flatMap {
            number, history in
            try Self.stores(history, number: number, key: key)
        }
        return try stores + MeshCases.outcomes(whole, "find") { try Self.found($0) }
            + MeshCases.outcomes(whole, "call_find") { try Self.kept($0, key: key) }
            + SearchStateVectors.outcomes(whole, key: key)
    }

    private static let own = MeshID.generated(from: "server")
    private static let stranger = MeshContact(
        id: .generated(from: "client"), peer: PeerID(bytes: Array("client".utf8)))

    // MARK: Stores

    private static func stores(
        _ history: VectorValue, number: Int, key: Ed25519PrivateKey
    ) throws -> [VectorOutcome] {
        let clock = VectorClock(
            now: try history.member("now").time(), block: try history.member("block").block())
        let node = PublishedNode(
            id: own, peer: PeerID(bytes: []),
            validator: try clock.validator(history.member("validators"), key: key))
        return try history.member("steps").elements().enumerated().map { index, step in
            let request = try request(step.member("request"))
            var members: MeshCases.Members = []
            do throws(PythonError) {
                let response = try node.answer(request, from: stranger.peer, now: clock.now)
                let verdict = response.areStored.allSatisfy { $0 } ? "accept" : "reject"
                members.append(("verdict", .text(verdict)))
                members.append(("store_ok", .list(response.areStored.map { .boolean($0) })))
            } catch {
                members.append(("verdict", .text("crash")))
                members.append(("exception", .text(error.name)))
            }
            members.append(("storage", try node.storage.listed()))
            members.append(("cache", try node.cache.listed()))
            return try MeshCases.outcome("store \(number) \(index)", step, members)
        }
    }

    private static func request(_ request: VectorValue) throws -> StoreRequest {
        var message = StoreRequest()
        message.keys = try request.member("keys").elements().map { try $0.hexadecimal() }
        message.subkeys = try request.member("subkeys").elements().map { try $0.hexadecimal() }
        message.values = try request.member("values").elements().map { try $0.hexadecimal() }
        message.expirations = try request.member("expiration").elements().map {
            try $0.instant()
        }
        message.areInCache = try request.member("in_cache").elements().map { try $0.boolean() }
        return try StoreRequest(parsing: message.serialized)
    }

    // MARK: Finds

    private static func found(_ vector: VectorValue) throws -> MeshCases.Members {
        let now = try vector.member("now").time()
        let node = PublishedNode(id: own, peer: PeerID(bytes: []), validator: nil)
        for peer in try vector.member("peers").elements() {
            let parts = try peer.elements(count: 2)
            _ = try node.table.add(
                MeshContact(
                    id: try parts[0].meshID(), peer: PeerID(bytes: Array(parts[1].string().utf8))))
        }
        try StoredVectors.fill(node.storage, vector.member("storage"))
        try StoredVectors.fill(node.cache, vector.member("cache"))
        var request = FindRequest()
        request.keys = try vector.member("keys").elements().map { try $0.hexadecimal() }
        if let asker = try vector.member("asker").unlessNull {
            request.peer = NodeInfo(try asker.meshID())
        }
        let response = try node.answer(request, from: stranger.peer, now: now)
        let results = response.results.map { result in
            PythonValue.members([
                ("type", .integer(BigInt(result.kind))), ("value", .hexadecimal(result.value)),
                ("expiration", .instant(result.expiration)),
                (
                    "nearest",
                    .list(
                        zip(result.nearestNodeIDs, result.nearestPeerIDs).map {
                            .list([
                                .hexadecimal($0), .text(String(decoding: $1, as: UTF8.self)),
                            ])
                        })
                ),
            ])
        }
        return [("results", .list(results))]
    }

    // MARK: What is kept of answers

    /// The results of one answer in a file.
    private static let resultCountMax = 1000

    private static func kept(
        _ vector: VectorValue, key signingKey: Ed25519PrivateKey
    ) throws -> MeshCases.Members {
        let clock = VectorClock(now: try vector.member("now").time())
        let node = PublishedNode(
            id: own, peer: PeerID(bytes: []),
            validator: try clock.validator(vector.member("validators"), key: signingKey))
        let key = try vector.member("key").meshID()
        let answer = try vector.member("answer")
        var result = FindResult()
        result.kind = Int32(truncatingIfNeeded: try answer.member("type").int())
        result.value = try answer.member("value").hexadecimal()
        result.expiration = try answer.member("expiration").instant()
        for (index, id) in try answer.member("nearest").elements().enumerated() {
            result.nearestNodeIDs.append(try id.hexadecimal())
            result.nearestPeerIDs.append(Array("q\(index)".utf8))
        }
        var response = FindResponse()
        response.peer = NodeInfo(stranger.id)
        let count = try answer.member("results").int()
        guard (0...resultCountMax).contains(count) else {
            throw VectorFormError(
                place: answer.place, expected: "0 to \(resultCountMax) results",
                got: String(count))
        }
        response.results = Array(repeating: result, count: count)
        let kept = node.concludeFind(
            at: stranger.peer, keys: [key], try FindResponse(parsing: response.serialized),
            now: clock.now)
        for job in node.takeJobs() { _ = try node.run(job, now: clock.now) }
        let isKnown = node.table.ids[stranger.peer] != nil
        return try [("knows_peer_after", .boolean(isKnown))] + outcome(kept)
    }

    private static func outcome(_ kept: [KeptAnswer]?) throws -> MeshCases.Members {
        func rejected(_ outcome: String) -> MeshCases.Members {
            [("verdict", .text("reject")), ("outcome", .text(outcome))]
        }
        guard let kept else { return rejected("no answer") }
        guard let answer = kept.first else { return rejected("left out") }
        let neighbours = PythonValue.list(
            answer.neighbours.sorted { $0.id < $1.id }.map {
                .list([.identifier($0.id), .text(String(decoding: $0.peer.bytes, as: UTF8.self))])
            })
        guard let found = answer.value else {
            return rejected("no value, neighbours kept") + [("neighbours", neighbours)]
        }
        let items: PythonValue
        switch found.value {
        case .bytes(let bytes): items = .hexadecimal(bytes)
        case .dictionary(let dictionary): items = try dictionary.listed()
        default: items = try found.value.form()
        }
        return [
            ("verdict", .text("accept")), ("outcome", .text("value")),
            ("neighbours", neighbours), ("items", items),
            ("expiration", try MeshForm.time(found.expiration)),
        ]
    }
}
