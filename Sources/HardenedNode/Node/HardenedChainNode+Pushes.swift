internal import Chains
internal import Encodings
internal import GlyphChain
internal import Routing
package import Trials

/// Blocks and payments that callers bring.
extension HardenedChainNode {
    // MARK: Blocks

    /// Looks at pushed blocks by their headers.
    func review(_ blocks: [[UInt8]], _ milliseconds: Int) -> PushReview {
        var headers: [SealedHeader] = []
        for bytes in blocks {
            do throws(Refusal) {
                headers.append(SealedHeader(try node.rules.block(bytes)))
            } catch {
                return .refused(error)
            }
        }
        let new = unknown(headers)
        guard let first = new.first else { return .known }
        guard var row = row(beginning: first) else { return .orphan }
        let fork = node.entryID(atHeight: row.forkHeight)
        guard node.rules.guards.has(HardenedNodeGuards.headersFirst) else {
            return .worth(Array(blocks[new.startIndex...]), on: fork)
        }
        if let refusal = extend(&row, with: new) { return .refused(refusal) }
        let part = part(of: row, clockSeconds: milliseconds / 1_000, allowsBuried: false)
        guard row.work(ofFirst: part.usableCount) > node.work else {
            return part.usableCount < row.links.count
                ? .early(height: row.forkHeight + 1 + part.usableCount) : .noMoreWork
        }
        return .worth(Array(blocks[new.startIndex...].prefix(part.usableCount)), on: fork)
    }

    func take(
        blocks body: [UInt8], from source: String, atMilliseconds milliseconds: Int
    ) -> WebAnswer {
        let caller = SourceGroup(source: source)
        if let refusal = callersRefusal(caller, milliseconds) {
            return refused(refusal, 429, from: source)
        }
        guard body.count <= HardenedNodeLimits.pushByteCountMax,
            let blocks = BlockLists.blocks(
                body, countMax: HardenedNodeLimits.pushBlockCountMax, isStrict: isStrict),
            !blocks.isEmpty
        else { return malformed("a list of blocks", from: source) }
        switch review(blocks, milliseconds) {
        case .known: return outcome(200, "known")
        case .noMoreWork: return outcome(200, "not more work")
        case .early(let height):
            note(.early(source: source, height: height))
            return outcome(200, "early")
        case .orphan:
            hint(source, milliseconds)
            return outcome(409, "stands on no block of this chain")
        case .refused(let refusal):
            pause(.caller(caller), milliseconds)
            return refused(refusal, 400, from: source)
        case .worth(let blocks, _):
            if let refusal = inboxRefusal(caller) { return refused(refusal, 429, from: source) }
            inbox.append(InboxEntry(source: caller, blocks: blocks))
            return outcome(202, "queued")
        }
    }

    private func outcome(_ status: Int, _ result: String) -> WebAnswer {
        WebAnswer(
            status: status,
            body: Array(
                JSONValue.object([JSONMember("result", .string(result))]).compactText.utf8))
    }

    private func callersRefusal(_ caller: SourceGroup, _ milliseconds: Int) -> Refusal? {
        let guards = node.rules.guards
        if guards.has(HardenedNodeGuards.budget),
            ledger.isPaused(.caller(caller), atMilliseconds: milliseconds)
        {
            return refusal(HardenedNodeGuards.budget, "its network sent what no honest node sends")
        }
        if guards.has(HardenedNodeGuards.strangerBudget),
            ledger.areCallersSpent(atMilliseconds: milliseconds)
        {
            return refusal(
                HardenedNodeGuards.strangerBudget, "callers have wasted their inferences")
        }
        return nil
    }

    private func inboxRefusal(_ caller: SourceGroup) -> Refusal? {
        let guards = node.rules.guards
        if guards.has(HardenedNodeGuards.inboxShare),
            inbox.count(where: { $0.source == caller })
                >= HardenedNodeLimits.inboxCountMaxPerSource
        {
            return refusal(HardenedNodeGuards.inboxShare, "blocks of its network wait already")
        }
        if guards.has(HardenedNodeGuards.inboxRoom), inbox.count >= HardenedNodeLimits.inboxCountMax
        {
            return refusal(HardenedNodeGuards.inboxRoom, "too many blocks wait")
        }
        return nil
    }

    /// Asks the peers at a caller's host soon: one of them may have what the caller spoke of.
    private func hint(_ source: String, _ milliseconds: Int) {
        let soon = HardenedNodeLimits.hintMilliseconds
        for place in book.places(ofHost: SourceHost.host(ofSource: source))
        where book.peers[place].failureCount == 0 {
            book.change(place) { peer in
                let last = peer.nextPoll - HardenedNodeLimits.pollMilliseconds
                peer.nextPoll = min(peer.nextPoll, max(milliseconds, last + soon))
            }
        }
    }

    // MARK: Payments

    /// Takes a payment of the node's own wallet, and tells all peers.
    package func pay(_ payment: [UInt8], atMilliseconds milliseconds: Int) -> Refusal? {
        take(payment, from: "own").refusal
    }

    private func take(_ payment: [UInt8], from source: String) -> (isNew: Bool, refusal: Refusal?) {
        do throws(StoreError) {
            switch try node.submit(transaction: payment) {
            case .failure(let refusal): return (false, refusal)
            case .success(false): return (false, nil)
            case .success(true):
                counts.payments += 1
                note(.payment(source: source))
                let host = SourceHost.host(ofSource: source)
                for place in book.peers.indices
                where !book.peers[place].address.host.utf8.elementsEqual(host.utf8) {
                    book.change(place) { $0.nextPayments = 0 }
                }
                return (true, nil)
            }
        } catch {
            fault = error
            return (false, nil)
        }
    }

    func take(
        payments body: [UInt8], from source: String, atMilliseconds milliseconds: Int
    ) -> WebAnswer {
        let caller = SourceGroup(source: source)
        let guards = node.rules.guards
        if guards.has(HardenedNodeGuards.budget),
            ledger.isPaused(.caller(caller), atMilliseconds: milliseconds)
        {
            return refused(
                refusal(HardenedNodeGuards.budget, "its network sent what no honest node sends"),
                429, from: source)
        }
        guard let payments = PaymentLists.payments(body) else {
            return malformed("one payment to \(HardenedNodeLimits.paymentCountMax)", from: source)
        }
        var senders: [Address: Int] = [:]  // looked up, never iterated
        for waiting in node.waitingTransactions { senders[waiting.from, default: 0] += 1 }
        var (newCount, names) = (0, [String]())
        for payment in payments where fault == nil {
            let sender = try? node.rules.transaction(payment).from
            let isShare = sender.map {
                senders[$0, default: 0] < HardenedNodeLimits.waitingCountMaxPerSender
            }
            let outcome =
                isShare != false || !guards.has(HardenedNodeGuards.paymentShare)
                ? take(payment, from: source)
                : (false, refusal(HardenedNodeGuards.paymentShare, "many of its sender wait"))
            if outcome.0 {
                newCount += 1
                if let sender { senders[sender, default: 0] += 1 }
            }
            guard let stopped = outcome.1 else { continue }
            note(.refused(source: source, stopped))
            names.append(stopped.by.name)
            if isDishonest(stopped) {
                pause(.caller(caller), milliseconds)
                break
            }
        }
        guard fault == nil else { return unavailable }
        let members = [
            JSONMember("new", .integer(newCount)),
            JSONMember("refused", .array(names.map { .string($0) })),
        ]
        return WebAnswer(
            status: names.isEmpty ? 200 : 400,
            body: Array(JSONValue.object(members).compactText.utf8))
    }

    /// Whether no state of any chain excuses a payment: its sender passed it on unchecked.
    private func isDishonest(_ refusal: Refusal) -> Bool {
        [
            HardenedGuards.encoding, HardenedGuards.key, HardenedGuards.amount,
            HardenedGuards.signature,
        ]
        .contains(refusal.by)
    }
}
