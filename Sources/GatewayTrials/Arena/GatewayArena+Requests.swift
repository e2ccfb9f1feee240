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
        case .serve(let answer): try serve(answer)
        case .pull: follow()
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

    /// A peer asks for receipts since the latest time that it saw, page by page, until it sees
    /// nothing new.
    func follow() {
        guard let published = system.published else { return }
        follower.follow { since in
            published.pulled(since: since, at: record.clock)
        }
        record.note("a peer that follows has seen \(follower.seen.count) receipts")
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
}
