internal import BigInt
internal import GatewayNetwork
internal import PublishedGateways
internal import PythonValues
internal import Scenarios
internal import Trials

/// Requests to the published gateway that no other profile has, and its users.
extension GatewayArena {
    /// Settled epochs, each with its id and the root of its snapshot.
    var namedEpochs: [(id: String, root: String)] {
        switch profile {
        case .published:
            let epochs = system.epochs
            return settledEpochs.map { settled in
                (settled.id, epochs.first { $0.id == settled.id }?.root ?? "")
            }
        case .hardened: return system.settlements.map { ($0.epoch, $0.root) }
        }
    }

    func makeMint(_ step: MintStep) throws {
        guard profile == .published else {
            return try keep(step.artefact, [try workshop.mint(step, epoch: nil)])
        }
        guard let epoch = storedEpoch(step.epoch) else {
            throw StepFault("no snapshot of epoch \(step.epoch): it was not settled")
        }
        try keep(step.artefact, [try workshop.mint(step, epoch: epoch.id)])
    }

    func lastAnswer() throws -> [UInt8] {
        guard let answered else { throw StepFault("nothing was answered to the attacker") }
        return answered
    }

    func performPublished(_ operation: GatewayOperation) throws {
        guard system.published != nil else {
            throw StepFault("a step of the published network alone")
        }
        switch operation {
        case .infer(let plan): try infer(plan)
        case .credit(let user, let amount, let payment):
            try credit(user, amount: amount, payment: payment)
        case .ask(let name, let millis): try tellPrice(name, millis)
        case .token(let state): try turn(state)
        case .serve(let answer): try serve(answer)
        default: break
        }
    }

    private func infer(_ plan: InferencePlan) throws {
        let key = keyring.key(plan.user)
        let receiptCount = system.receiptCount
        let body = RawObject([
            ("max_new_tokens", String(plan.tokenCountMax)),
            ("prompt", RawObject.text(plan.prompt)), ("user_pubkey", RawObject.text(key)),
        ])
        let reply = try send(
            Array("POST /inference\n".utf8) + body.bytes, to: PublishedSurfaces.http,
            from: Self.honestSource, as: "\(plan.user)'s prompt")
        if let refusal = reply.refusals.first {
            complain("\(plan.user)'s prompt is refused: \(refusal)")
        }
        for receipt in system.receipts[receiptCount...] {
            books.noteServed(receipt.bytes, to: key, tokenCountMax: plan.tokenCountMax)
        }
    }

    /// The operator enters a payment into the ledger, for which there is no endpoint.
    private func credit(_ user: String, amount: Int, payment: String) throws {
        let key = keyring.key(user)
        books.notePayment(of: key, amount: amount, payment)
        let now = PublishedSeconds.seconds(milliseconds: record.clock.milliseconds)
        try nodes.change { system in
            try system.published?.change { gateway in
                try gateway.ledger.credit(
                    PythonText(key), amount: .integer(BigInt(amount)), payment: PythonText(payment),
                    now: now)
            }
        }
        record.note("\(user) pays \(amount) by \(payment)")
    }

    /// A gateway writes its price into the directory that all share.
    private func tellPrice(_ name: String, _ millis: Int) throws {
        let key = keyring.key(name)
        books.noteAsk(of: key, millis)
        let reply = try send(
            Array("\(key) {\"milli_glyph_per_1k\":\(millis)}".utf8),
            to: PublishedSurfaces.directory,
            from: Self.honestSource, as: "\(name)'s price")
        if let refusal = reply.refusals.first {
            complain("\(name)'s price is refused: \(refusal)")
        }
    }

    private func turn(_ state: GatewayOperation.TokenState) throws {
        try nodes.change { system in
            try system.published?.treasury.pause(state == .paused)
        }
        record.note("the token is \(state.rawValue)")
    }

    private func serve(_ answer: ServedAnswer) throws {
        var work = workshop.bounds.work
        let body = Array(try workshop.expanded(answer.body, 0, &work).utf8)
        let url = Self.url(answer.node) + answer.path
        try nodes.change { system in
            system.published?.surroundings.serve(
                .answered(status: answer.status, body: body), at: url)
        }
        record.note("\(url) answers \(answer.status) from here on")
    }

    /// A peer asks gateway 0 for what it has not seen. Nothing changes by it.
    func follow() throws {
        let system = nodes.probes[0].system
        if let published = system.published {
            follower.follow { published.pulled(since: $0, at: record.clock) }
        } else {
            try follower.follow(byPosition: { try pulled(from: $0, system) })
        }
        record.note("a peer that follows has seen \(follower.seen.count) receipts")
    }

    private func pulled(from position: Int, _ system: GatewayUnderTest) throws -> [[UInt8]] {
        let receipts = system.receipts
        guard position <= receipts.count else { return [] }
        let head = position == 0 ? workshop.builder.networkID : receipts[position - 1].chainHash
        let request = RawObject([
            ("count", String(GatewayLimits.batchCountMax)), ("from", String(position)),
            ("head", RawObject.text(head)),
            ("network", RawObject.text(workshop.builder.networkID)),
        ])
        let reply = try system.submit(
            request.bytes, to: GatewaySurfaces.pull, from: Self.otherHonestSource, at: record.clock)
        return try reply.messages.first.map { try workshop.goods($0.bytes) } ?? []
    }

    /// Keeps the last answer to the attacker, and how many receipts it had.
    func noteAnswer() {
        answered = system.published?.lastAnswerBody
        guard let answered, let elements = PublishedTexts.value(answered)?.foundElements else {
            return
        }
        answeredReceipts = max(
            answeredReceipts, elements.count { !$0.found("session_id").shownText.isEmpty })
    }

    /// Texts that honest nodes generated and for which no receipt was signed.
    var unpaidTextCount: Int {
        nodes.probes.reduce(0) { sum, probe in
            (probe.system.published?.surroundings.nodes ?? []).reduce(sum) {
                $0 + max(0, $1.generationCount - $1.signatureCount)
            }
        }
    }

    /// The gateway signs receipts of texts that anybody asks it for, and so does the node.
    func noteServed(
        _ bytes: [UInt8], _ surface: Surface, from receiptCount: Int
    ) {
        guard surface == PublishedSurfaces.http, bytes.starts(with: "POST /inference".utf8) else {
            return
        }
        for receipt in system.receipts[receiptCount...] {
            guard case .success(let exact) = reading.receipt(receipt.bytes) else { continue }
            books.noteConsent(receipt.bytes, keys: [exact.gateway, exact.node], reading)
        }
    }

    /// A user pays and is served. **Result:** what went wrong.
    func pollUsers() throws -> String? {
        guard profile == .published else { return nil }
        try performPublished(.credit(user: "customer", amount: 1_000, payment: "customer's"))
        let receiptCount = system.receiptCount
        try performPublished(
            .infer(InferencePlan(user: "customer", prompt: "hello", tokenCountMax: 64)))
        guard complaint == nil else { return complaint }
        return system.receiptCount == receiptCount + 1 ? nil : "a user's text has no receipt"
    }
}
