internal import GatewayNetwork
internal import Scenarios
internal import Trials

/// Messages that only the hardened network has.
extension GatewayArena {
    /// **Throws:** ``StepFault`` in `published`.
    private func hardened() throws -> GatewaySystem {
        guard let hardened = system.hardened else {
            throw StepFault("a step of the hardened network alone")
        }
        return hardened
    }

    private func facts(_ step: MessageStep) throws -> MessageFacts {
        let system = try hardened()
        let user = keyring.key(step.party.name)
        return MessageFacts(
            receipt: system.receipts.first.map { ($0.id, $0.node) },
            agreed: system.agreed(epoch: String(step.epoch)),
            snapshot: snapshot(epoch: step.epoch, total: step.total),
            nonce: system.accounts.first { $0.user == user }?.nextNonce ?? 0)
    }

    func makeMessages(_ step: MessageStep) throws {
        let parts = try workshop.messages(step, facts(step))
        if script == nil { noteSigned(parts, step) }
        try keep(step.artefact ?? "", parts)
    }

    /// Lets a party sign a message and send it.
    func say(_ step: MessageStep) throws {
        let parts = try workshop.messages(step, facts(step))
        noteSigned(parts, step)
        if let name = step.artefact { try keep(name, parts) }
        for bytes in parts {
            let name = "\(step.party.name)'s \(step.kind.rawValue)"
            let reply = try send(
                bytes, to: Surface(step.kind.surface), from: Self.honestSource, as: name)
            if let refusal = reply.refusals.first { complain("\(name) is refused: \(refusal)") }
        }
    }

    private func noteSigned(_ parts: [[UInt8]], _ step: MessageStep) {
        let key = keyring.key(step.party.signer)
        for bytes in parts {
            books.noteMessage(bytes, step.kind.surface, key: key, reading)
        }
    }

    /// Says something with edits of one member each.
    private func say(
        _ kind: MessageStep.Kind, by name: String, prompt: String = "hello",
        _ members: [(String, String)]
    ) throws {
        try say(
            MessageStep(
                artefact: nil, kind: kind, party: NamedSigner(name), epoch: 1, total: 1_000,
                prompt: prompt, votes: [], count: 1, edits: .setting(members)))
    }

    // MARK: Users

    func creditHardened(_ user: String, amount: Int, payment: String) throws {
        try say(
            .credit, by: GatewayParties.treasury,
            [
                ("amount", String(amount)), ("payment", RawObject.text(payment)),
                ("user", RawObject.text(keyring.key(user))),
            ])
    }

    /// A user orders a text, the node that comes next writes it, and both parties sign.
    func inferHardened(_ plan: InferencePlan) throws {
        let key = keyring.key(plan.user)
        let balance = try hardened().accounts.first { $0.user == key }?.balance ?? 0
        let count = try hardened().sessions.count
        try say(
            .order, by: plan.user, prompt: plan.prompt,
            [
                ("max_price", String(min(max(balance, 1), 100))),
                ("max_tokens", String(max(1, plan.tokenCountMax))),
            ])
        guard let session = try hardened().sessions.dropFirst(count).first,
            let node = keyring.parties.node(session.node)?.name
        else { return complain("\(plan.user)'s order opened no session") }
        try receipt(
            ReceiptPlan(
                gateway: GatewayParties.gateways[0], node: node, session: session.id,
                inputTokens: plan.prompt.utf8.count, outputTokens: min(5, plan.tokenCountMax),
                seconds: 0))
    }

    func abandon(_ order: String, _ node: String) throws {
        let session = try workshop.session(of: workshop.artefacts.oneByteString(order))
        let (key, clock) = (keyring.key(node), record.clock)
        _ = try hardened()
        try nodes.change { system in
            try system.hardened?.release(session, failed: key, at: clock)
        }
        record.note("the gateway gives up a session of \(node), which failed")
    }

    // MARK: Epochs and peers

    /// Has all epochs paid that are settled and not minted yet.
    func mintHardened() throws {
        for settlement in try hardened().settlements {
            let epoch = settlement.snapshot.epoch
            guard try hardened().stage(ofEpoch: epoch) != .minted else { continue }
            let reply = try send(
                Array("{\"epoch\":\(epoch)}".utf8), to: HardenedSurfaces.mint,
                from: Self.honestSource, as: "the payment of epoch \(epoch)")
            if let refusal = reply.refusals.first {
                return complain("the payment of epoch \(epoch) is refused: \(refusal)")
            }
        }
    }

    /// Notes the size of an answer to a pull of the attacker's.
    func noteAnswer(_ reply: Reply, to surface: Surface) {
        guard profile == .hardened, surface == GatewaySurfaces.pull else { return }
        for message in reply.messages {
            let count = (try? workshop.goods(message.bytes))?.count ?? .max
            books.largestAnswer = max(books.largestAnswer, count)
            answeredReceipts = max(answeredReceipts, count)
        }
    }

    /// The call of a settled epoch's first batch as the minter sends it.
    func mintCall(epoch: Int) throws -> [UInt8] {
        guard let call = system.hardenedNetwork?.mintCall(epoch: epoch) else {
            throw StepFault("epoch \(epoch) is not settled")
        }
        books.noteMessage(call, "token", key: keyring.parties.minterKey, reading)
        return call
    }

    // MARK: After the attack

    /// Honest use of what only the hardened network has.
    func pollHardened() throws {
        guard let network = system.hardenedNetwork else { return }
        if network.token.token.isPaused {
            let rounds = nodes.probes[0].submissions.filter { $0.surface.name == "pause" }.count
            try say(
                .pause, by: GatewayParties.minter,
                [("paused", "0"), ("round", String(rounds + 1_000))])
        }
        try creditHardened("poll-user", amount: 1_000, payment: "poll-payment")
        try inferHardened(
            InferencePlan(user: "poll-user", prompt: "still there?", tokenCountMax: 16))
        guard let receipt = network.system.receipts.last else { return }
        for name in honestValidators {
            try say(
                .quality, by: name,
                [
                    ("node", RawObject.text(receipt.node)), ("permille", "900"),
                    ("receipt", RawObject.text(receipt.id)),
                ])
        }
    }
}
