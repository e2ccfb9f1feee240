internal import BigInt
internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Routing
internal import Trials

/// The calls that the node wants made.
extension HardenedChainNode {
    /// The calls to be made now. Each is to be answered by ``hear(_:to:atMilliseconds:)``; one that
    /// is not counts as failed some time after its deadline.
    package func due(atMilliseconds milliseconds: Int) -> [NodeCall] {
        guard fault == nil else { return [] }
        for call in overdue(milliseconds) { hear(.failed, to: call, atMilliseconds: milliseconds) }
        flushTip()
        var calls: [NodeCall] = []
        if milliseconds >= book.nextCandidate,
            let candidate = book.candidates.first(where: { !isCalled($0.address, [.greet]) })
        {
            book.nextCandidate = milliseconds + HardenedNodeLimits.candidateMilliseconds
            calls.append(
                call(.greet, candidate.address, get(NodeStatus.path), milliseconds))
        }
        // Whoever waits longest for a way comes first.
        let places = book.peers.indices.sorted {
            (book.peers[$0].nextPoll, $0) < (book.peers[$1].nextPoll, $1)
        }
        for place in places {
            let peer = book.peers[place]
            if peer.failureCount > 0, milliseconds < peer.nextPoll { continue }
            if !isCalled(peer.address, [.status, .headers, .blocks]),
                let next = syncCall(place, milliseconds)
            {
                calls.append(next)
            }
            if !isCalled(peer.address, [.peers, .announce, .push, .payments]),
                let next = otherCall(place, milliseconds)
            {
                calls.append(next)
            }
        }
        return calls
    }

    private func overdue(_ milliseconds: Int) -> [NodeCall] {
        outstanding.filter { milliseconds >= $0.untilMilliseconds }.map(\.call)
    }

    private func isCalled(_ peer: NodeAddress, _ kinds: [NodeCall.Kind]) -> Bool {
        outstanding.contains { $0.call.peer == peer && kinds.contains($0.call.kind) }
    }

    private func get(_ path: String, _ query: String = "") -> WebRequest {
        WebRequest(method: "GET", path: path, query: query)
    }

    private func call(
        _ kind: NodeCall.Kind, _ peer: NodeAddress, _ request: WebRequest, _ milliseconds: Int
    ) -> NodeCall {
        let byteCountMax =
            switch kind {
            case .headers: 4 + HardenedNodeLimits.headerCountMax * SealedHeader.byteCount
            case .blocks: HardenedNodeLimits.rangeByteCountMax
            default: HardenedNodeLimits.jsonByteCountMax
            }
        counts.calls += 1
        let call = NodeCall(
            number: counts.calls, peer: peer, kind: kind, request: request,
            answerByteCountMax: byteCountMax,
            milliseconds: HardenedNodeLimits.callMilliseconds)
        outstanding.append(
            OutstandingCall(
                call: call,
                untilMilliseconds: milliseconds + HardenedNodeLimits.callMilliseconds
                    + HardenedNodeLimits.overdueMilliseconds))
        return call
    }

    // MARK: Syncing

    private func syncCall(_ place: Int, _ milliseconds: Int) -> NodeCall? {
        let peer = book.peers[place].address
        if let session = sessions.first(where: { $0.peer == peer }) {
            return sessionCall(session, milliseconds)
        }
        guard milliseconds >= book.peers[place].nextPoll,
            !ledger.isPaused(.peer(peer), atMilliseconds: milliseconds),
            hasPlace(for: peer, milliseconds)
        else { return nil }
        book.change(place) { $0.nextPoll = milliseconds + HardenedNodeLimits.pollMilliseconds }
        guard node.rules.guards.has(HardenedNodeGuards.claims) else {
            return call(.status, peer, get(NodeStatus.path), milliseconds)
        }
        let session = HeaderSession(peer: peer, atMilliseconds: milliseconds)
        sessions.append(session)
        return sessionCall(session, milliseconds)
    }

    /// Whether a way to a peer's chain may begin: given peers need no place, and an old way makes
    /// room.
    func hasPlace(for peer: NodeAddress, _ milliseconds: Int) -> Bool {
        func isGiven(_ peer: NodeAddress) -> Bool {
            book.place(of: peer).map { book.peers[$0].isGiven } ?? false
        }
        let learned = sessions.filter { !isGiven($0.peer) }
        guard !isGiven(peer), learned.count >= HardenedNodeLimits.sessionCountMax else {
            return true
        }
        guard
            let oldest = learned.min(by: { $0.beganMilliseconds < $1.beganMilliseconds }),
            milliseconds - oldest.beganMilliseconds >= HardenedNodeLimits.sessionMilliseconds
        else { return false }
        endSession(oldest.peer)
        if let place = book.place(of: oldest.peer) {
            book.change(place) {
                $0.nextPoll = milliseconds + HardenedNodeLimits.pollMilliseconds
            }
        }
        return true
    }

    private func sessionCall(_ session: HeaderSession, _ milliseconds: Int) -> NodeCall? {
        switch session.phase {
        case .headers:
            let have = (session.heard.map { [$0] } ?? []) + locator
            return call(
                .headers, session.peer, get(HeadersQuery.path, HeadersQuery(have: have).text),
                milliseconds)
        case .blocks:
            return session.range.map {
                call(.blocks, session.peer, get(BlocksQuery.path, $0.text), milliseconds)
            }
        }
    }

    // MARK: Telling

    /// Marks the peers that are to hear of a new tip, once no more blocks follow it at once.
    private func flushTip() {
        guard let news = tipNews, !sessions.contains(where: { $0.phase == .blocks }) else { return }
        tipNews = nil
        guard node.rules.guards.has(HardenedNodeGuards.relay) else { return }
        for place in book.peers.indices where news != .from(.peer(book.peers[place].address)) {
            book.change(place) { $0.needsTip = true }
        }
    }

    private func otherCall(_ place: Int, _ milliseconds: Int) -> NodeCall? {
        let peer = book.peers[place]
        if peer.needsTip, node.height > 0 {
            book.change(place) { $0.needsTip = false }
            return lastBlocks().map {
                call(.push, peer.address, post(BlocksQuery.path, $0), milliseconds)
            }
        }
        if milliseconds >= peer.nextPayments, node.waitingTransactionCount > 0 {
            let next = milliseconds + HardenedNodeLimits.paymentsMilliseconds
            let (body, offset) = someWaiting(from: peer.paymentOffset)
            book.change(place) {
                $0.nextPayments = next
                $0.paymentOffset = offset
            }
            return call(.payments, peer.address, post(PaymentLists.path, body), milliseconds)
        }
        if let own = settings.address, milliseconds >= peer.nextAnnounce {
            let next = milliseconds + HardenedNodeLimits.announceMilliseconds
            book.change(place) { $0.nextAnnounce = next }
            return call(
                .announce, peer.address, post(PeerLists.path, PeerLists.bytes([own])),
                milliseconds)
        }
        if milliseconds >= peer.nextPeers {
            let next = milliseconds + HardenedNodeLimits.peersMilliseconds
            book.change(place) { $0.nextPeers = next }
            return call(.peers, peer.address, get(PeerLists.path), milliseconds)
        }
        return nil
    }

    private func post(_ path: String, _ body: [UInt8]) -> WebRequest {
        WebRequest(method: "POST", path: path, body: body)
    }

    /// The last blocks of the main chain: a peer that missed some of them needs no second call.
    private func lastBlocks() -> [UInt8]? {
        do throws(StoreError) {
            var blocks: [[UInt8]] = []
            var byteCount = 4
            for height in (1...node.height).suffix(HardenedNodeLimits.pushBlockCountMax).reversed()
            {
                let block = try node.blockBytes(atHeight: height)
                byteCount += block.count + 4
                if byteCount > HardenedNodeLimits.pushByteCountMax, !blocks.isEmpty { break }
                blocks.insert(block, at: 0)
            }
            return BlockLists.bytes(blocks: blocks)
        } catch {
            fault = error
            return nil
        }
    }

    /// Waiting payments, and where the next call goes on.
    private func someWaiting(from offset: Int) -> (bytes: [UInt8], offset: Int) {
        let waiting = node.waitingTransactions
        let start = offset < waiting.count ? offset : 0
        let part = waiting[start...].prefix(HardenedNodeLimits.paymentCountMax)
        let end = start + part.count
        return (part.flatMap(\.bytes), end < waiting.count ? end : 0)
    }
}
