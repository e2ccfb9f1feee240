internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// Honest use of the published network: an operator settles windows of time that follow each other,
/// validators sign what is stored then, and the operator has it paid.
extension GatewayArena {
    /// The machine of a node, of a gateway, or of a peer.
    static func url(_ name: String) -> String { "http://\(name)" }

    /// Work of an operator when a gateway starts: nodes register, peers are named.
    func connectPublished() throws {
        for (place, node) in GatewayParties.nodes.enumerated() {
            try ask(
                "POST", "/register",
                [
                    ("node_pubkey", keyring.parties.nodeKeys[place]),
                    ("node_url", Self.url(node.0)), ("public_name", node.0),
                ])
        }
        for (url, _) in system.published?.setup.peers ?? [] {
            try ask("POST", "/add_peer?url=\(url)", nil)
        }
    }

    /// Work of an operator, done once: the addresses of nodes, the validators, the token.
    func configurePublished() throws {
        for (place, key) in keyring.parties.nodeKeys.enumerated() {
            try ask(
                "POST", "/set_eth_address",
                [("eth_address", keyring.parties.addresses[place]), ("node_pubkey", key)])
        }
        for key in keyring.parties.validatorKeys {
            try ask("POST", "/validators/add", [("pubkey", key)])
        }
        try ask("POST", "/config/token", [("token_address", PublishedSystem.tokenAddress)])
    }

    private func ask(
        _ method: String, _ target: String, _ members: [(String, String)]?
    ) throws {
        let body = members.map { RawObject($0.map { ($0, RawObject.text($1)) }).bytes } ?? []
        let reply = try send(
            Array("\(method) \(target)\n".utf8) + body, to: PublishedSurfaces.http,
            from: Self.honestSource, as: "the operator's \(target)")
        if let refusal = reply.refusals.first {
            complain("the operator's \(target) is refused: \(refusal)")
        }
    }

    // MARK: Epochs

    /// Epochs that the gateway was asked for, each once and in their order.
    var settledEpochs: [(id: String, window: ExactWindow?)] {
        var epochs: [(id: String, window: ExactWindow?)] = []
        for settlement in system.settlements
        where !epochs.contains(where: { $0.id == settlement.epoch }) {
            epochs.append((settlement.epoch, try? reading.request(settlement.bytes).get().window))
        }
        return epochs
    }

    /// The snapshot of an epoch by its number, as the gateway holds it; nil before it is settled.
    func storedEpoch(_ number: Int) -> GatewayView.Epoch? {
        let settled = settledEpochs
        guard (1...max(1, settled.count)).contains(number), number <= settled.count else {
            return nil
        }
        return system.epochs.first { $0.id == settled[number - 1].id }
    }

    /// The window of an epoch: one that was settled, or the one that ends at a time.
    func window(epoch number: Int, endMilliseconds: Int) -> ExactWindow {
        let settled = settledEpochs
        if number >= 1, number <= settled.count, let window = settled[number - 1].window {
            return window
        }
        let ends = settled.compactMap { $0.window?.end }.filter { $0 <= endMilliseconds }
        return ExactWindow(
            start: ends.max() ?? Self.startMilliseconds, end: endMilliseconds,
            ticker: PublishedForms.ticker)
    }

    /// **Result:** the epoch's snapshot; nil where the gateway refuses to settle it.
    func settledPublished(epoch: Int, total: Int) throws -> GatewayView.Epoch? {
        if let stored = storedEpoch(epoch) { return stored }
        // Receipts of this moment belong to the epoch.
        try nodes.advance(1)
        let window = window(epoch: epoch, endMilliseconds: record.clock.milliseconds)
        let reply = try send(
            PublishedForms.settlement(window, total: total).bytes,
            to: GatewaySurfaces.settlement, from: Self.honestSource,
            as: "the settlement of epoch \(epoch)")
        if let refusal = reply.refusals.first {
            complain("the settlement of epoch \(epoch) is refused: \(refusal)")
            return nil
        }
        if nodes.here == 0 { openEpoch = epoch }
        return storedEpoch(epoch)
    }

    func votePublished(_ name: String, epoch: Int, total: Int) throws {
        guard let stored = try settledPublished(epoch: epoch, total: total) else {
            return complain("\(name) has no snapshot of epoch \(epoch) to sign")
        }
        books.note(
            GatewayBooks.Ballot(
                validator: name, epoch: stored.id, total: stored.total, receiptCount: 0,
                root: stored.root, round: 0))
        let sent = SentVote(node: nodes.here, validator: name, root: stored.root)
        guard sentVotes.insert(sent).inserted else { return }
        let reply = try send(
            workshop.vote(stored, by: name), to: GatewaySurfaces.vote, from: Self.honestSource,
            as: "\(name)'s vote for epoch \(epoch)")
        if let refusal = reply.refusals.first {
            complain("\(name)'s vote for epoch \(epoch) is refused: \(refusal)")
        }
    }

    /// **Result:** whether the epoch was settled and paid.
    func settlePublished(epoch: Int, total: Int, by validators: [String]) throws -> Bool {
        guard try settledPublished(epoch: epoch, total: total) != nil else { return false }
        for name in validators { try votePublished(name, epoch: epoch, total: total) }
        return try mintPublished(epoch: epoch)
    }

    /// Has an epoch paid, if it was not and if it pays anything.
    private func mintPublished(epoch: Int) throws -> Bool {
        if nodes.here == 0 { openEpoch = nil }
        guard let stored = storedEpoch(epoch) else { return false }
        guard !stored.isFinalized, stored.payouts.contains(where: { $0.amount > 0 }) else {
            return true
        }
        let reply = try send(
            PublishedForms.mint(epoch: stored.id).bytes, to: PublishedSurfaces.mint,
            from: Self.honestSource, as: "the payment of epoch \(epoch)")
        if let refusal = reply.refusals.first {
            complain("the payment of epoch \(epoch) is refused: \(refusal)")
        }
        return reply.isAccepted
    }
}
