internal import PythonValues

extension PublishedPeer {
    // MARK: As client

    func signedBytes(
        of call: MeshCall, nonce: [UInt8], now: PythonNumber
    ) throws(PythonError) -> [UInt8] {
        switch call {
        case .ping(let request): try signed(request, nonce: nonce, now: now)
        case .store(let request): try signed(request, nonce: nonce, now: now)
        case .find(let request): try signed(request, nonce: nonce, now: now)
        }
    }

    private func signed(
        _ request: some AuthorizedRequest, nonce: [UInt8], now: PythonNumber
    ) throws(PythonError) -> [UInt8] {
        guard let authorizer else { return request.serialized }
        return try authorizer.signed(request, nonce: nonce, now: now.rounded()).serialized
    }

    /// The reply to a call; nil where the bytes are none, or are not admitted.
    func checkedReply(_ bytes: [UInt8], to call: PeerCall, now: PythonNumber) -> MeshReply? {
        switch call.call {
        case .ping:
            guard let response = try? PingResponse(parsing: bytes) else { return nil }
            return isAdmitted(response, call, now: now) ? .ping(response) : nil
        case .store:
            guard let response = try? StoreResponse(parsing: bytes) else { return nil }
            return isAdmitted(response, call, now: now) ? .store(response) : nil
        case .find:
            guard let response = try? FindResponse(parsing: bytes) else { return nil }
            return isAdmitted(response, call, now: now) ? .find(response) : nil
        }
    }

    private func isAdmitted(
        _ response: some AuthorizedResponse, _ call: PeerCall, now: PythonNumber
    ) -> Bool {
        guard let authorizer else { return true }
        do throws(PythonError) {
            return try authorizer.refusal(
                of: response, nonce: call.nonce, now: now.rounded(), chain: surroundings.chain)
                == nil
        } catch {
            return false
        }
    }

    // MARK: As server

    /// Answers a request, or says that it failed. A ping may be answered later.
    func serve(_ asked: AskedCall, _ bytes: [UInt8], now: PythonNumber) {
        switch asked.kind {
        case .ping:
            guard let request = try? PingRequest(parsing: bytes), isAdmitted(request, now: now)
            else { return fail(asked) }
            if PublishedNode.wantsPingBack(request) {
                let back = MeshCall.ping(node.pingRequest())
                send(back, to: asked.peer, for: .pingBack(asked, request), now: now)
            } else {
                answerPing(request, asked, pingedBack: nil, now: now)
            }
        case .store:
            guard let request = try? StoreRequest(parsing: bytes), isAdmitted(request, now: now),
                let response = try? node.answer(request, from: asked.peer, now: now)
            else { return fail(asked) }
            respond(response, to: request, asked, now: now)
        case .find:
            guard let request = try? FindRequest(parsing: bytes), isAdmitted(request, now: now),
                let response = try? node.answer(request, from: asked.peer, now: now)
            else { return fail(asked) }
            respond(response, to: request, asked, now: now)
        }
    }

    func answerPing(
        _ request: PingRequest, _ asked: AskedCall, pingedBack: MeshID?, now: PythonNumber
    ) {
        guard let time = try? now.rounded(),
            let response = try? node.answer(
                request, from: asked.peer, pingedBack: pingedBack, now: time)
        else { return fail(asked) }
        respond(response, to: request, asked, now: now)
    }

    private func isAdmitted(_ request: some AuthorizedRequest, now: PythonNumber) -> Bool {
        guard let authorizer else { return true }
        do throws(PythonError) {
            return try authorizer.refusal(
                of: request, now: now.rounded(), chain: surroundings.chain) == nil
        } catch {
            return false
        }
    }

    private func fail(_ asked: AskedCall) {
        add(
            MeshEnvelope(number: asked.number, kind: asked.kind, content: .failure),
            to: asked.peer)
    }

    private func respond(
        _ response: some AuthorizedResponse, to request: some AuthorizedRequest,
        _ asked: AskedCall, now: PythonNumber
    ) {
        var bytes = response.serialized
        if let authorizer {
            guard let time = try? now.rounded(),
                let signed = try? authorizer.signed(response, to: request, now: time)
            else { return fail(asked) }
            bytes = signed.serialized
        }
        add(
            MeshEnvelope(number: asked.number, kind: asked.kind, content: .response(bytes)),
            to: asked.peer)
    }
}
