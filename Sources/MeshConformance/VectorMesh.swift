internal import Conformance
internal import Cryptography
internal import PublishedMesh
internal import PythonValues

/// Nodes on a wire that takes no time: each exchange is over before anything else happens, and what
/// nodes do on the side waits in one line.
final class VectorMesh {
    let clock: VectorClock
    let nodes: [PublishedNode]
    var offline: Set<Int> = []  // never iterated
    /// The nodes that answer every find with an empty dictionary that never expires.
    var evil: Set<Int> = []  // never iterated
    private var line: [(node: Int, job: NodeJob)] = []

    /// Jobs of one operation, after which it is taken for one that never rests.
    private static let jobCountMax = 3000

    init(clock: VectorClock, nodes: [PublishedNode]) {
        self.clock = clock
        self.nodes = nodes
    }

    /// Makes all calls of an operation, one after the other, and the jobs after each.
    func perform(_ operation: inout some NodeOperation, at place: Int) throws {
        let node = nodes[place]
        loop: while true {
            let step = try operation.next(node, now: clock.now)
            collectJobs(of: place)
            switch step {
            case .call(let number, let peer, let call):
                let reply = exchange(from: place, to: peer, call)
                let answer = try node.conclude(
                    operation: peer, call, reply, now: clock.now)
                collectJobs(of: place)
                try runJobs()
                try operation.answered(number, answer, node, now: clock.now)
                collectJobs(of: place)
            case .wait, .finished: break loop
            }
        }
        try runJobs()
    }

    /// Sends a store request as it is, and does the jobs that come of it.
    func send(_ request: StoreRequest, from place: Int, to peer: PeerID) throws -> [Bool]? {
        let reply = exchange(from: place, to: peer, .store(request))
        try runJobs()
        guard case .store(let response)? = reply else { return nil }
        return response.areStored
    }

    private func collectJobs(of place: Int) {
        for job in nodes[place].takeJobs() { line.append((place, job)) }
    }

    private func runJobs() throws {
        var count = 0
        while !line.isEmpty {
            count += 1
            guard count <= Self.jobCountMax else {
                throw PythonError.other(name: "livelock", "the exchange never rests")
            }
            let (place, job) = line.removeFirst()
            let node = nodes[place]
            // A task that dies takes nobody with it.
            let outgoing = try? node.run(job, now: clock.now)
            collectJobs(of: place)
            guard let (peer, call) = outgoing ?? nil else { continue }
            let reply = exchange(from: place, to: peer, call)
            try? node.conclude(peer, call, reply, now: clock.now)
            collectJobs(of: place)
        }
    }

    /// The reply to a call, in the bytes of its message; nil where none comes.
    private func exchange(from place: Int, to peer: PeerID, _ call: MeshCall) -> MeshReply? {
        guard let server = nodes.firstIndex(where: { $0.peer == peer }),
            !offline.contains(server), !offline.contains(place)
        else { return nil }
        defer { collectJobs(of: server) }
        return try? reply(of: server, to: call, from: place)
    }

    private func reply(of server: Int, to call: MeshCall, from place: Int) throws -> MeshReply {
        let node = nodes[server]
        let sender = nodes[place].peer
        switch call {
        case .ping(let ping):
            let request = try PingRequest(parsing: ping.serialized)
            var pingedBack: MeshID?
            if PublishedNode.wantsPingBack(request) {
                let back = MeshCall.ping(node.pingRequest())
                let reply = exchange(from: server, to: sender, back)
                if case .pinged(let id) = try node.conclude(
                    operation: sender, back, reply, now: clock.now)
                {
                    pingedBack = id
                }
            }
            let response = try node.answer(
                request, from: sender, pingedBack: pingedBack, now: clock.now.rounded())
            return .ping(try PingResponse(parsing: response.serialized))
        case .store(let store):
            let response = try node.answer(
                StoreRequest(parsing: store.serialized), from: sender, now: clock.now)
            return .store(try StoreResponse(parsing: response.serialized))
        case .find(let find):
            let request = try FindRequest(parsing: find.serialized)
            let response =
                evil.contains(server)
                ? try emptyDictionaries(request, node)
                : try node.answer(request, from: sender, now: clock.now)
            return .find(try FindResponse(parsing: response.serialized))
        }
    }

    private func emptyDictionaries(
        _ request: FindRequest, _ node: PublishedNode
    ) throws(PythonError) -> FindResponse {
        var result = FindResult()
        result.kind = FindResult.foundDictionary
        result.value = try MessagePack.bytes(of: .dictionary(DictionaryValue()), now: clock.now)
        result.expiration = PythonTimes.never
        var response = FindResponse()
        response.peer = node.info
        response.results = Array(repeating: result, count: request.keys.count)
        return response
    }
}
