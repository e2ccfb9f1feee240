internal import BigInt
internal import Chains
internal import Cryptography
internal import GlyphChain
internal import Routing
internal import Trials

/// The answers to the node's calls.
extension HardenedChainNode {
    /// Takes the answer to a call: cheap, and never an inference. An answer to a call that nobody
    /// waits for is not heard.
    package func hear(
        _ answer: NodeCallAnswer, to call: NodeCall, atMilliseconds milliseconds: Int
    ) {
        guard fault == nil, let place = outstanding.firstIndex(where: { $0.call == call }) else {
            return
        }
        outstanding.remove(at: place)
        guard case .answered(let status, let body) = answer, body.count <= call.answerByteCountMax,
            status < 500
        else { return fail(call, milliseconds) }
        if let place = book.place(of: call.peer) { book.change(place) { $0.failureCount = 0 } }
        switch call.kind {
        case .greet: hearGreeting(status == 200 ? body : [], call)
        case .status: hearStatus(status == 200 ? body : [], call, milliseconds)
        case .peers: hearPeers(status == 200 ? body : [], call, milliseconds)
        case .headers:
            guard status == 200 else {
                let other = refusal(HardenedNodeGuards.chain, "no point of this chain is known")
                return end(call, other, milliseconds)
            }
            hearHeaders(body, call, milliseconds)
        case .blocks:
            // The peer's chain is another one by now: the next poll tells.
            if status == 409 { return endSession(call.peer) }
            guard status == 200 else { return fail(call, milliseconds) }
            hearBlocks(body, call, milliseconds)
        case .announce, .push, .payments: break
        }
    }

    func refusal(_ by: Guard, _ message: String) -> Refusal {
        Refusal(index: nil, by: by, message: message)
    }

    func endSession(_ peer: NodeAddress) {
        sessions.removeAll { $0.peer == peer }
    }

    /// Ends what a call was for, since it failed; a peer that fails again and again is forgotten.
    private func fail(_ call: NodeCall, _ milliseconds: Int) {
        counts.failedCalls += 1
        if call.kind == .greet {
            _ = book.settle(call.peer, isNode: false)
            return
        }
        if [.headers, .blocks].contains(call.kind) { endSession(call.peer) }
        if book.noteFailure(call.peer, atMilliseconds: milliseconds) {
            endSession(call.peer)
            note(.peerLost(call.peer))
        }
    }

    /// Fails a call by a refusal that may be an honest peer's of another version or chain.
    private func end(_ call: NodeCall, _ refusal: Refusal, _ milliseconds: Int) {
        note(.refused(source: "\(call.peer)", refusal))
        fail(call, milliseconds)
    }

    /// Ends a peer's session for what no honest peer sends.
    func convict(_ peer: NodeAddress, _ refusal: Refusal, _ milliseconds: Int) {
        note(.refused(source: "\(peer)", refusal))
        endSession(peer)
        guard node.rules.guards.has(HardenedNodeGuards.budget) else { return }
        ledger.pause(.peer(peer), atMilliseconds: milliseconds)
        note(.paused(source: "\(peer)"))
        guard book.remove(peer) else { return }
        note(.peerLost(peer))
        // Under another port, or a neighbour's address, it would be listened to again.
        if !peer.isPrivate { pause(.caller(peer.group), milliseconds) }
    }

    // MARK: Peers

    private func hearGreeting(_ body: [UInt8], _ call: NodeCall) {
        let status = NodeStatus(bytes: body, isStrict: isStrict)
        let guards = node.rules.guards
        let isOwn = status?.node == settings.name && guards.has(HardenedNodeGuards.peerOwn)
        let isOther =
            status?.chain != node.rules.chainID && guards.has(HardenedNodeGuards.chain)
        let stopped =
            status == nil
            ? refusal(HardenedNodeGuards.message, "expected a status")
            : isOwn
                ? refusal(HardenedNodeGuards.peerOwn, "the node itself")
                : isOther ? refusal(HardenedNodeGuards.chain, "of another chain") : nil
        if let stopped { note(.refused(source: "\(call.peer)", stopped)) }
        if book.settle(call.peer, isNode: stopped == nil) { note(.peerAdded(call.peer)) }
    }

    private func hearPeers(_ body: [UInt8], _ call: NodeCall, _ milliseconds: Int) {
        guard let named = PeerLists.peers(body, isStrict: isStrict) else {
            return end(
                call, refusal(HardenedNodeGuards.message, "expected a list of peers"),
                milliseconds)
        }
        for address in named
        where !ledger.isPaused(.peer(address), atMilliseconds: milliseconds)
            && !ledger.isPaused(.caller(address.group), atMilliseconds: milliseconds)
        {
            if let refusal = book.consider(address, from: call.peer) {
                note(.refused(source: "\(call.peer)", refusal))
            }
        }
    }

    /// Believes a peer's word, where no guard forbids it.
    private func hearStatus(_ body: [UInt8], _ call: NodeCall, _ milliseconds: Int) {
        guard let status = NodeStatus(bytes: body, isStrict: isStrict) else {
            return end(
                call, refusal(HardenedNodeGuards.message, "expected a status"), milliseconds)
        }
        guard !status.tip.utf8.elementsEqual(node.tipHash.utf8),
            let work = BigInt(status.work), work > node.work,
            hasPlace(for: call.peer, milliseconds)
        else { return }
        sessions.append(HeaderSession(peer: call.peer, atMilliseconds: milliseconds))
    }

    // MARK: Headers

    private func hearHeaders(_ body: [UInt8], _ call: NodeCall, _ milliseconds: Int) {
        guard let place = sessions.firstIndex(where: { $0.peer == call.peer }) else { return }
        guard let headers = BlockLists.headers(body, isStrict: isStrict) else {
            return end(
                call, refusal(HardenedNodeGuards.message, "expected headers"), milliseconds)
        }
        guard let first = headers.first, let last = headers.last else {
            return endSession(call.peer)
        }
        if node.rules.guards.has(HardenedNodeGuards.locator), isSkipping(headers, call) {
            return convict(
                call.peer,
                refusal(HardenedNodeGuards.locator, "headers from below a common point"),
                milliseconds)
        }
        var session = sessions[place]
        // Where an answer does not go on from the last one, a session would never end.
        if let heard = session.heard, first.header.previous != heard.hash {
            return endSession(call.peer)
        }
        let isNext = session.row.map { first.header.previous == $0.tip && holds($0) }
        // The peer's chain, or the node's own, has changed since: the next poll tells.
        guard isNext ?? (row(beginning: first) != nil) else { return endSession(call.peer) }
        session.isFull = headers.count == HardenedNodeLimits.headerCountMax
        session.heard = Int(exactly: last.header.index).map {
            ChainPoint(height: $0, hash: last.block.hash)
        }
        let new = session.row == nil ? unknown(headers) : headers[...]
        if session.row == nil, let first = new.first { session.row = row(beginning: first) }
        if !new.isEmpty {
            guard var row = session.row else {
                return convict(
                    call.peer, refusal(HardenedNodeGuards.message, "headers in a row"),
                    milliseconds)
            }
            // Nobody else holds the links while they grow.
            session.row = nil
            sessions[place].row = nil
            if let refusal = extend(&row, with: new) {
                return convict(call.peer, refusal, milliseconds)
            }
            session.row = row
        }
        sessions[place] = session
        decide(place, milliseconds)
    }

    /// Whether an answer begins at no point of its call, or leads through a higher one than it
    /// begins at: no node answers like that, and whoever does would have known headers fetched for
    /// nothing.
    private func isSkipping(_ headers: [SealedHeader], _ call: NodeCall) -> Bool {
        guard let have = HeadersQuery(call.request.query)?.have, let first = headers.first,
            let begin = have.first(where: {
                $0.hash == first.header.previous && UInt64($0.height + 1) == first.header.index
            })
        else { return true }
        return have.contains { point in
            let place = point.height - begin.height - 1
            return headers.indices.contains(place) && headers[place].block.hash == point.hash
        }
    }

    /// Goes on with headers or with blocks, or ends the session.
    private func decide(_ place: Int, _ milliseconds: Int) {
        let peer = sessions[place].peer
        guard let row = sessions[place].row else {
            if !sessions[place].isFull { endSession(peer) }
            return
        }
        let part = part(of: row, clockSeconds: milliseconds / 1_000, allowsBuried: true)
        if part.usableCount > 0, isWorthJudging(row, count: part.usableCount) {
            // The same blocks are fetched once, unless they come slowly.
            let recent = milliseconds - HardenedNodeLimits.sharedMilliseconds
            let isShared = sessions.contains {
                $0.phase == .blocks && $0.beganMilliseconds > recent
                    && $0.row?.links.last?.digest == row.links.last?.digest
            }
            guard !isShared else { return endSession(peer) }
            sessions[place].part = part
            sessions[place].phase = .blocks
            return
        }
        let countMax = 2 * (node.height - row.forkHeight) + settings.headerExcessMax
        if row.links.count > countMax, node.rules.guards.has(HardenedNodeGuards.headerDepth) {
            return convict(
                peer,
                refusal(
                    HardenedNodeGuards.headerDepth,
                    "\(row.links.count) headers without more work"),
                milliseconds)
        }
        guard !sessions[place].isFull else { return }
        if part.usableCount < row.links.count {
            note(.early(source: "\(peer)", height: row.forkHeight + 1 + part.usableCount))
        }
        endSession(peer)
    }

    // MARK: Blocks

    private func hearBlocks(_ body: [UInt8], _ call: NodeCall, _ milliseconds: Int) {
        guard let place = sessions.firstIndex(where: { $0.peer == call.peer }),
            sessions[place].phase == .blocks, let row = sessions[place].row,
            let range = sessions[place].range
        else { return }
        guard
            let blocks = BlockLists.blocks(body, countMax: range.count, isStrict: isStrict),
            !blocks.isEmpty
        else {
            return end(
                call, refusal(HardenedNodeGuards.message, "expected blocks"), milliseconds)
        }
        let links = row.links[sessions[place].fetchedCount...]
        let isChecked = node.rules.guards.has(HardenedNodeGuards.rangeBlocks)
        for (bytes, link) in zip(blocks, links) where isChecked {
            guard let block = try? node.rules.block(bytes), block.hash == link.digest else {
                return convict(
                    call.peer,
                    refusal(HardenedNodeGuards.rangeBlocks, "a block of another header"),
                    milliseconds)
            }
        }
        sessions[place].blocks = blocks
        sessions[place].fetchedCount += blocks.count
    }
}
