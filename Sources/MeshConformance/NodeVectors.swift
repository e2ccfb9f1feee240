internal import BigInt
internal import Conformance
internal import Cryptography
internal import PublishedMesh
internal import PythonValues

/// Histories of whole nodes on a wire that takes no time.
struct NodeVectors: VectorJudge {
    let name = "nodes"

    func recognises(_ document: PythonDictionary) -> Bool {
        document["settings"] != nil
            && document.firstHistory.map { $0["nodes"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let listed = try document.vectorDocument.member("settings")
        var settings = NodeSettings()
        settings.bucketSize = try listed.member("bucket_size").int()
        settings.replicaCount = try listed.member("num_replicas").int()
        settings.workerCount = try listed.member("num_workers").int()
        settings.depthModulo = try listed.member("depth_modulo").int()
        settings.cacheNearestCount = try listed.member("cache_nearest").int()
        let blacklist = try listed.member("blacklist").elements(count: 2)
        settings.blacklistBase = try blacklist[0].instant()
        settings.blacklistRate = try blacklist[1].instant()
        return try document.vectorDocument.member("histories").elements().enumerated().flatMap {
            number, history in
            let mesh = try Self.mesh(history, settings)
            return try history.member("steps").elements().enumerated().map { index, step in
                try MeshCases.outcome("\(number) \(index)", step, Self.members(of: step, mesh))
            }
        }
    }

    private static func mesh(_ history: VectorValue, _ settings: NodeSettings) throws -> VectorMesh
    {
        let clock = VectorClock(
            now: try history.member("start").time(),
            block: try history.member("start_block").block())
        let nodes = try history.member("nodes").elements().map { node in
            PublishedNode(
                id: try node.member("id").meshID(),
                peer: PeerID(bytes: Array(try node.member("peer").string().utf8)),
                validator: try clock.validator(
                    history.member("validators"), key: node.member("seed").signingKey()),
                settings: settings)
        }
        return VectorMesh(clock: clock, nodes: nodes)
    }

    private static func members(
        of step: VectorValue, _ mesh: VectorMesh
    ) throws -> MeshCases.Members {
        mesh.clock.now = try step.member("now").time()
        if let block = try step.optional("block") { mesh.clock.block = try block.block() }
        var members: MeshCases.Members
        do {
            members = try done(step, mesh)
        } catch let error as PythonError {
            members = [("verdict", .text("crash")), ("exception", .text(error.name))]
        }
        members.append(("refresh", try refreshes(mesh)))
        let state = PythonValue.list(try mesh.nodes.map(state(of:)))
        members.append(("state_sha256", .text(try state.digest())))
        if try step.optional("state") != nil { members.append(("state", state)) }
        return members
    }

    private static func done(
        _ step: VectorValue, _ mesh: VectorMesh
    ) throws -> MeshCases.Members {
        func place(_ name: String) throws -> Int {
            let place = try step.member(name).int()
            guard mesh.nodes.indices.contains(place) else {
                throw VectorFormError(
                    place: step.place, expected: "a node's number", got: String(place))
            }
            return place
        }
        switch try step.member("op").string() {
        case "tick", "blocks": break
        case "offline": mesh.offline.insert(try place("node"))
        case "online": mesh.offline.remove(try place("node"))
        case "evil":
            if try step.member("mode").string() == "off" {
                mesh.evil.remove(try place("node"))
            } else {
                mesh.evil.insert(try place("node"))
            }
        case "join":
            var join = JoinOperation(via: mesh.nodes[try place("via")].peer, validate: true)
            try mesh.perform(&join, at: place("node"))
            return [("pinged", join.pinged.map { .identifier($0) } ?? .none)]
        case "store": return try stored(step, mesh, place("node"))
        case "get":
            var get = try GetOperation(
                step.keyName(), latest: step.member("latest").boolean(),
                mesh.nodes[place("node")], now: mesh.clock.now)
            try mesh.perform(&get, at: place("node"))
            return [("result", try SearchStateVectors.result(get.state.outcome) ?? .none)]
        case "raw":
            let request = try request(step, mesh.nodes[place("node")])
            let areStored = try mesh.send(
                request, from: place("node"), to: mesh.nodes[place("to")].peer)
            let isAccepted = areStored?.allSatisfy { $0 } ?? false
            return [
                ("verdict", .text(isAccepted ? "accept" : "reject")),
                ("result", areStored.map { .list($0.map { .boolean($0) }) } ?? .text("no answer")),
            ]
        case let other:
            throw VectorFormError(
                place: step.place + ".op", expected: "a node's operation", got: other)
        }
        return []
    }

    private static func stored(
        _ step: VectorValue, _ mesh: VectorMesh, _ place: Int
    ) throws -> MeshCases.Members {
        let value = MeshValue.integer(try step.member("value").integer())
        let subkey = try step.member("subkey").unlessNull?.hexadecimal()
        var store = StoreOperation(
            try MessagePack.bytes(of: value, now: mesh.clock.now),
            for: try step.keyName(), subkey: subkey.map { .bytes($0) },
            expiration: try step.member("expiration").time(), mesh.nodes[place])
        try mesh.perform(&store, at: place)
        return [
            ("verdict", .text(store.result == true ? "accept" : "reject")),
            ("result", store.result.map { .boolean($0) } ?? .none),
        ]
    }

    private static func request(
        _ step: VectorValue, _ node: PublishedNode
    ) throws -> StoreRequest {
        let record = try step.member("record")
        var request = StoreRequest()
        request.peer = node.info
        request.keys = [try record.member("key").hexadecimal()]
        request.subkeys = [try record.member("subkey").hexadecimal()]
        request.values = [try record.member("value").hexadecimal()]
        request.expirations = [try record.member("expiration").instant()]
        request.areInCache = [try step.member("cache").boolean()]
        return request
    }

    private static func refreshes(_ mesh: VectorMesh) throws -> PythonValue {
        .list(
            try mesh.nodes.flatMap { node in
                try node.takeRefreshes().map { refresh in
                    .list([
                        node.peer.listed, .identifier(refresh.key),
                        try MeshForm.time(refresh.time),
                    ])
                }
            })
    }

    private static func state(of node: PublishedNode) throws -> PythonValue {
        .members([
            ("storage", try node.storage.listed()), ("cache", try node.cache.listed()),
            (
                "ids",
                .list(
                    node.table.peers.members.map { .list([.identifier($0.key), $0.value.listed]) })
            ),
            (
                "peers",
                .list(
                    node.table.ids.members.map { .list([$0.key.listed, .identifier($0.value)]) })
            ),
            (
                "banned",
                .list(
                    try node.blacklist.bans.map {
                        .list([$0.peer.listed, try MeshForm.time($0.until)])
                    })
            ),
        ])
    }
}

extension PeerID {
    /// The name of a peer of the files, which is a text.
    fileprivate var listed: PythonValue { .text(String(decoding: bytes, as: UTF8.self)) }
}

extension VectorValue {
    /// The id of the key that the step names.
    fileprivate func keyName() throws -> MeshID {
        .generated(from: try member("name").string())
    }
}
