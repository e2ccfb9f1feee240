internal import PublishedMesh
internal import PythonValues
internal import Trials

/// Exchanges within a published mesh: each is over before anything else happens, and what nodes do
/// on the side waits in one line.
extension PublishedMeshSystem {
    /// Jobs of one operation, after which it is taken for one that never rests.
    private static var jobCountMax: Int { 3000 }

    /// Makes all calls of an operation, and the jobs after each.
    ///
    /// **Throws:** ``PythonError``: of what the caller waits for ever.
    func perform(
        _ operation: inout some NodeOperation, at place: Int
    ) throws(PythonError) {
        let node = parties[place].node
        var held: [(number: Int, answer: OperationAnswer)] = []
        loop: while true {
            let step = try operation.next(node, now: clock.now)
            collectJobs(of: place)
            guard case .call(let number, let peer, let call) = step else {
                // All answers of a batch are there: they are handled in the other order.
                guard !held.isEmpty else { break loop }
                for (number, answer) in held.reversed() {
                    try operation.answered(number, answer, node, now: clock.now)
                }
                held = []
                collectJobs(of: place)
                continue
            }
            let reply = exchange(from: place, to: peer, call)
            let answer = try node.conclude(operation: peer, call, reply, now: clock.now)
            collectJobs(of: place)
            try runJobs()
            if case .store = call, rules.order == .backward {
                held.append((number, answer))
                continue
            }
            try operation.answered(number, answer, node, now: clock.now)
            collectJobs(of: place)
        }
        try runJobs()
    }

    private func collectJobs(of place: Int) {
        for job in parties[place].node.takeJobs() { line.append((place, job)) }
    }

    /// **Throws:** ``PythonError``: `livelock` where the jobs do not end.
    func runJobs() throws(PythonError) {
        var count = 0
        while !line.isEmpty {
            count += 1
            wire.jobCountMax = max(wire.jobCountMax, count)
            guard count <= Self.jobCountMax else {
                line = []
                throw .other(name: PublishedMeshGuards.livelock.name, "the exchange never rests")
            }
            let (place, job) = line.removeFirst()
            let node = parties[place].node
            // A task that dies takes nobody with it.
            let outgoing = try? node.run(job, now: clock.now)
            collectJobs(of: place)
            guard let (peer, call) = outgoing ?? nil else { continue }
            let reply = exchange(from: place, to: peer, call)
            try? node.conclude(peer, call, reply, now: clock.now)
            collectJobs(of: place)
        }
    }

    // MARK: One exchange

    /// The reply to a call, in the bytes of its message; nil where none comes.
    private func exchange(from place: Int, to peer: PeerID, _ call: MeshCall) -> MeshReply? {
        wire.callCount += 1
        guard let server = parties.firstIndex(where: { $0.peer == peer }),
            parties[server].lie?.mode != .silent
        else { return nil }
        defer { collectJobs(of: server) }
        do {
            switch call {
            case .ping(let ping):
                return .ping(
                    try exchange(ping, from: place, to: server) { request in
                        try answer(request, at: server, from: parties[place].peer)
                    })
            case .store(let store):
                return .store(
                    try exchange(store, from: place, to: server) { request in
                        try answer(request, at: server, from: parties[place].peer)
                    })
            case .find(let find):
                return .find(
                    try exchange(find, from: place, to: server) { request in
                        try answer(request, at: server, from: parties[place].peer)
                    })
            }
        } catch {
            return nil
        }
    }

    private func exchange<Request: AuthorizedRequest, Response: AuthorizedResponse>(
        _ body: Request, from place: Int, to server: Int,
        _ handle: (Request) throws -> Response
    ) throws -> Response {
        let (client, host) = (parties[place], parties[server])
        let now = clock.seconds
        let nonce = client.nonce()
        let signed = try client.authorizer.signed(body, nonce: nonce, now: now)
        let request = try Request(parsing: signed.serialized)
        if let refusal = try admission(of: request, at: server) {
            throw PythonError.other(name: refusal.name, "not admitted")
        }
        let response = try sign(handle(request), to: request, by: host)
        if !host.isHonest, let found = response as? FindResponse {
            wire.answers.append(
                PublishedMeshWire.Answer(from: host.name, nonce: nonce, response: found))
        }
        let heard = try Response(parsing: response.serialized)
        let refusal = try client.authorizer.refusal(of: heard, nonce: nonce, now: now) {
            peer throws(PythonError) in stakeAnswer(peer)
        }
        if let refusal {
            let by = PublishedMeshGuards.of(refusal)
            if setup.guards.has(by) {
                wire.answerRefusals.append(by.name)
                throw PythonError.other(name: by.name, "not believed")
            }
        }
        return heard
    }

    private func sign<Response: AuthorizedResponse>(
        _ response: Response, to request: some AuthorizedRequest, by host: PublishedMeshParty
    ) throws(PythonError) -> Response {
        var asked = request
        if host.lie?.isStale == true { asked.authorization?.nonce = [0] }
        let signer = parties.first { $0.name == host.lie?.signer } ?? host
        return try signer.authorizer.signed(response, to: asked, now: clock.seconds)
    }

    private func stakeAnswer(_ peer: PythonText) -> PythonDictionary {
        var answer = PythonDictionary()
        answer["result"] = .boolean(hasStake(peer))
        return answer
    }

    /// Why a node does not serve a request; nil where it does.
    ///
    /// **Throws:** ``PythonError`` where the token's key cannot be read.
    private func admission(
        of request: some AuthorizedRequest, at server: Int
    ) throws(PythonError) -> Guard? {
        let host = parties[server]
        var refusal: Guard?
        let check = { () throws(PythonError) -> Bool in
            let found = try host.authorizer.refusal(of: request, now: self.clock.seconds) {
                peer throws(PythonError) in self.stakeAnswer(peer)
            }
            refusal = found.map { PublishedMeshGuards.of($0) }
            if let by = refusal, !self.setup.guards.has(by) { refusal = nil }
            return refusal == nil
        }
        guard rules.limiter == .on else {
            _ = try check()
            return refusal
        }
        let keyText = request.authorization?.token?.publicKey ?? []
        let isAdmitted = try host.limiter.admits(
            keyText: keyText, now: clock.seconds, inner: check)
        return isAdmitted ? nil : refusal ?? PublishedMeshGuards.limiter
    }

    // MARK: Serving

    private func answer(
        _ request: PingRequest, at server: Int, from sender: PeerID
    ) throws -> PingResponse {
        let node = parties[server].node
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
        return try node.answer(
            request, from: sender, pingedBack: pingedBack, now: clock.seconds)
    }

    private func answer(
        _ request: StoreRequest, at server: Int, from sender: PeerID
    ) throws(PythonError) -> StoreResponse {
        let host = parties[server]
        note(request, at: host.name)
        if let mode = host.lie?.mode, mode != .honest {
            var response = StoreResponse()
            response.peer = host.node.info
            response.areStored = request.keys.map { _ in mode == .results }
            return response
        }
        return try host.node.answer(request, from: sender, now: clock.now)
    }

    private func note(_ request: StoreRequest, at target: String) {
        for (place, key) in request.keys.enumerated() {
            guard let id = try? MeshID(bytes: key), place < request.subkeys.count,
                place < request.values.count
            else { continue }
            var tag = request.subkeys[place]
            if let subkey = try? MessagePack.value(of: tag) {
                tag = (try? MessagePack.bytes(of: subkey, now: clock.now)) ?? tag
            }
            wire.offers.append(
                PublishedMeshWire.Offer(
                    target: target, key: id, subkey: tag, value: request.values[place]))
        }
    }

    private func answer(
        _ request: FindRequest, at server: Int, from sender: PeerID
    ) throws(PythonError) -> FindResponse {
        let host = parties[server]
        guard let lie = host.lie, lie.mode == .results else {
            return try host.node.answer(request, from: sender, now: clock.now)
        }
        var response = FindResponse()
        response.peer = host.node.info
        for key in request.keys {
            let result = key == lie.key ? try? FindResult(parsing: lie.result) : nil
            response.results.append(result ?? FindResult())
        }
        return response
    }

    // MARK: Messages from outside

    /// A message to a node: the kind in the two lowest bits of its first byte, the node's number in
    /// the others, then the request.
    ///
    /// **Result:** the checks that refused it, or a part of it.
    func receive(_ bytes: [UInt8], from source: Source) -> [Guard] {
        guard let first = bytes.first, Int(first >> 2) < parties.count else {
            return [PublishedMeshGuards.message]
        }
        let (server, body) = (Int(first >> 2), Array(bytes.dropFirst()))
        _ = parties[server].notes.take()
        var refusals: [Guard] = []
        do {
            switch first & 3 {
            case 0: refusals = try served(PingRequest(parsing: body), at: server, source)
            case 1: refusals = try served(StoreRequest(parsing: body), at: server, source)
            case 2: refusals = try served(FindRequest(parsing: body), at: server, source)
            default: return [PublishedMeshGuards.message]
            }
        } catch is ProtobufWireError {
            return [PublishedMeshGuards.message]
        } catch {
            refusals = parties[server].notes.take() + [PublishedMeshGuards.exception]
        }
        collectJobs(of: server)
        do {
            try runJobs()
        } catch {
            refusals.append(PublishedMeshGuards.livelock)
        }
        return refusals
    }

    /// The peer at the other end: the attacker's by its connection, else that of the token's key.
    private func sender(_ request: some AuthorizedRequest, _ source: Source) -> PeerID {
        let place = MeshParties.honest.count + Int(source.number) - 1
        if source.number >= 1, place < parties.count { return parties[place].peer }
        let text = request.authorization?.token?.publicKey ?? []
        return (try? MeshPublicKey(text: text).peerID) ?? PeerID(bytes: [])
    }

    private func served(
        _ request: PingRequest, at server: Int, _ source: Source
    ) throws -> [Guard] {
        if let refusal = try admission(of: request, at: server) { return [refusal] }
        _ = try answer(request, at: server, from: sender(request, source))
        return []
    }

    private func served(
        _ request: StoreRequest, at server: Int, _ source: Source
    ) throws -> [Guard] {
        if let refusal = try admission(of: request, at: server) { return [refusal] }
        let response = try answer(request, at: server, from: sender(request, source))
        let refusals = parties[server].notes.take()
        let refusedCount = response.areStored.count { !$0 }
        return refusals.isEmpty && refusedCount > 0 ? [PublishedMeshGuards.older] : refusals
    }

    private func served(
        _ request: FindRequest, at server: Int, _ source: Source
    ) throws -> [Guard] {
        if let refusal = try admission(of: request, at: server) { return [refusal] }
        _ = try answer(request, at: server, from: sender(request, source))
        return []
    }
}
