internal import BigInt
package import Trials

/// A node that talks to peers: bytes from a peer in, messages for peers out. It knows no network.
package final class GossipNode<Rules: ChainRules> {
    package struct Envelope: Sendable {
        package let target: PeerAddress
        package let message: GossipMessage
    }

    /// The outcome of a message or a payment.
    package struct Heard: Sendable {
        package fileprivate(set) var envelopes: [Envelope] = []
        /// The refusals of parts of the message, in the order in which they came up.
        package fileprivate(set) var refusals: [Refusal] = []
    }

    package let node: ChainNode<Rules>
    package let address: PeerAddress
    package private(set) var peers: PeerTable
    private var budget = SourceBudget()

    package init(node: ChainNode<Rules>, address: PeerAddress, peers: [PeerAddress]) {
        self.node = node
        self.address = address
        self.peers = PeerTable(
            limitsSources: node.rules.limitsSources, own: address, given: peers,
            guards: node.rules.guards)
    }

    // MARK: Sending

    private var status: GossipMessage {
        .status(tip: node.tip, work: BigUInt(node.work))
    }

    private func toAll(_ message: GossipMessage, but source: PeerAddress? = nil) -> [Envelope] {
        peers.peers.filter { $0 != source }.map { Envelope(target: $0, message: message) }
    }

    /// Messages that the node sends unasked from time to time, so that peers make up for lost ones.
    package func heartbeat() -> [Envelope] {
        toAll(status)
            + (peers.peers.first.map { [Envelope(target: $0, message: .peersRequest)] }
                ?? [])
    }

    /// Mines on the tip. **Throws:** as ``ChainNode/mine(miner:clockSeconds:attemptCountMax:)``.
    package func mine(
        miner: String, clockSeconds: Int, attemptCountMax: Int, random: inout ActorRandom
    ) throws -> [Envelope] {
        let parent = node.tip
        guard
            let block = try node.mine(
                miner: miner, clockSeconds: clockSeconds, attemptCountMax: attemptCountMax,
                random: &random)
        else { return [] }
        return toAll(.blocks(parent: parent, blocks: [block]))
    }

    /// Takes a payment of the node's own wallet. **Throws:** ``StoreError``.
    package func pay(_ transaction: [UInt8]) throws(StoreError) -> Heard {
        try take(transaction, from: nil)
    }

    // MARK: Receiving

    /// **Throws:** ``StoreError``; never because of the bytes.
    package func receive(
        _ bytes: [UInt8], from source: PeerAddress, clockSeconds: Int
    ) throws(StoreError) -> Heard {
        let message: GossipMessage
        do throws(Refusal) {
            message = try GossipMessage(bytes: bytes)
        } catch {
            // Without the guard, bytes that are no message are ignored.
            return Heard(refusals: node.rules.guards.has(error.by) ? [error] : [])
        }
        func reply(_ message: GossipMessage) -> Heard {
            Heard(envelopes: [Envelope(target: source, message: message)])
        }
        switch message {
        case .status(let tip, let work):
            let isBehind = work > BigUInt(node.work) && !node.knows(tip)
            return isBehind ? reply(.request(locator: node.locator)) : Heard()
        case .request(let locator): return try answer(locator).map(reply) ?? Heard()
        case .blocks(let parent, let blocks):
            return try take(blocks, on: parent, from: source, clockSeconds: clockSeconds)
        case .transaction(let transaction): return try take(transaction, from: source)
        case .peersRequest:
            return reply(.peers(Array(peers.peers.prefix(GossipMessage.peerCountMax))))
        case .peers(let named):
            return Heard(refusals: named.compactMap { peers.add($0, from: source) })
        }
    }

    /// The blocks after the first that both nodes have.
    private func answer(_ locator: [EntryID]) throws(StoreError) -> GossipMessage? {
        guard let common = node.mainHeight(ofFirstIn: locator), common < node.height else {
            return nil
        }
        var blocks: [[UInt8]] = []
        var byteCount = 0
        for height in common + 1...node.height where blocks.count < GossipMessage.blockCountMax {
            let block = try node.blockBytes(atHeight: height)
            byteCount += block.count + 4
            if byteCount > GossipMessage.byteCountMax - 64, !blocks.isEmpty { break }
            blocks.append(block)
        }
        return .blocks(parent: node.entryID(atHeight: common), blocks: blocks)
    }

    private func take(
        _ blocks: [[UInt8]], on parent: EntryID, from source: PeerAddress, clockSeconds: Int
    ) throws(StoreError) -> Heard {
        guard node.knows(parent) else {
            return Heard(
                envelopes: [Envelope(target: source, message: .request(locator: node.locator))])
        }
        let before = node.tip
        let isSaving = node.rules.limitsSources && node.rules.guards.has(GossipGuards.budget)
        let payer = peers.has(source) ? source : nil
        let (submissions, last) = try node.submit(
            blocks, on: parent, clockSeconds: clockSeconds,
            costlyCheck: (isSaving ? budget.refusal(for: payer, clockSeconds: clockSeconds) : nil)
                .map { .refused($0) } ?? .made)
        var heard = Heard(refusals: submissions.flatMap(\.refusals))
        for refusal in heard.refusals {
            // Unless a clock explains the refusal, the sender did not verify the block.
            if isSaving, !node.rules.clockCodes.contains(refusal.by),
                refusal.by != GossipGuards.budget
            {
                budget.noteWrongBlock(from: payer, clockSeconds: clockSeconds)
            }
        }
        // A source of several blocks, or of a branch, may have the blocks that follow.
        let isNews = submissions == [.extended] || submissions == [.known]
        if !isNews, !submissions.isEmpty, submissions.allSatisfy(\.isTaken) {
            heard.envelopes.append(
                Envelope(target: source, message: .request(locator: [last] + node.locator)))
        }
        guard node.tip != before else { return heard }
        // A single new block is passed on as it came; after several, peers hear the status and ask.
        let news: GossipMessage =
            blocks.count == 1 ? .blocks(parent: parent, blocks: blocks) : status
        heard.envelopes += toAll(news, but: source)
        return heard
    }

    private func take(
        _ transaction: [UInt8], from source: PeerAddress?
    ) throws(StoreError) -> Heard {
        switch try node.submit(transaction: transaction) {
        case .success(let isNew):
            return Heard(
                envelopes: isNew ? toAll(.transaction(transaction), but: source) : [])
        case .failure(let refusal): return Heard(refusals: [refusal])
        }
    }
}
