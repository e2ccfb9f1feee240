package import Scenarios
package import Trials

/// The judge of a trial on the gateway network: the journal, the books and a view of the ledger in,
/// a finding out. It holds no system and reads all bytes by code of its own.
package struct GatewayReferee {
    let profile: Profile
    let parties: GatewayParties
    /// All messages to the gateway, in their order.
    let journal: [Submission]
    let books: GatewayBooks
    let view: GatewayView
    let reading: GatewayReading

    package init(
        profile: Profile, parties: GatewayParties, journal: [Submission], books: GatewayBooks,
        view: GatewayView
    ) {
        self.profile = profile
        self.parties = parties
        self.journal = journal
        self.books = books
        self.view = view
        reading = GatewayReading(profile: profile)
    }

    /// **Throws:** ``StepFault`` where nothing was noted that the oracle could judge.
    package func finding(of oracle: GatewayOracle) throws -> Finding {
        switch oracle {
        case .receiptsConsent: return overReceipts { consent($0) }
        case .receiptsOneObject: return oneObject()
        case .receiptsBounds: return overReceipts { bounds($0) }
        case .encodingOneMeaning: return oneMeaning()
        case .partiesRegistered: return registered()
        case .settlementExact: return exact()
        case .settlementOnce: return profile == .published ? windowsOnce() : once()
        case .snapshotStable: return stable()
        case .settlementPaid: return profile == .published ? paid() : hardenedPaid()
        case .supplyBounded: return profile == .published ? windowsBounded() : supply()
        case .quorumWeight: return profile == .published ? quorumOfMints() : quorum()
        case .quorumCount: return counted()
        case .storeState:
            guard let before = books.heldBefore, let after = books.heldAfter else {
                throw StepFault("nothing was restarted")
            }
            return after == before
                ? .intact("it holds what it held")
                : .violated("it serves a state that it never held")
        case .accountsExact: return profile == .published ? accounts() : hardenedAccounts()
        case .pricesRegistered: return profile == .published ? prices() : hardenedAccounts()
        case .notesConsent: return notes()
        case .recordsConsent: return records()
        case .nodesConsent: return nodesConsent()
        case .callsRegistered: return callsRegistered()
        case .pullComplete:
            return profile == .published ? pullComplete() : hardenedPullComplete()
        case .resourcesBounded: throw StepFault("the bounds of a budget are the engine's")
        case .serviceAlive:
            return books.hasDied ? .violated("the gateway died") : .intact("it answers")
        case .networkAgreement: return try agreement()
        case .determinismReplay:
            guard let again = books.replayed else { throw StepFault("nothing was replayed") }
            return again == view.state
                ? .intact("the same state of \(journal.count) messages")
                : .violated("another state of the same messages")
        }
    }

    // MARK: Receipts

    /// Judges each counted receipt as the referee reads it; what he cannot read exactly is a
    /// violation.
    private func overReceipts(_ judge: (ExactReceipt) -> String?) -> Finding {
        for (position, receipt) in view.receipts.enumerated() {
            switch reading.receipt(receipt.bytes) {
            case .failure(let inexact):
                return .violated("receipt \(position): \(inexact.why)")
            case .success(let exact):
                if let complaint = judge(exact) {
                    return .violated("receipt \(position): \(complaint)")
                }
            }
        }
        return .intact("\(view.receipts.count) receipts")
    }

    private func consent(_ receipt: ExactReceipt) -> String? {
        for (party, key) in [("gateway", receipt.gateway), ("node", receipt.node)]
        where !books.hasConsent(receipt.payload, key) {
            return "its \(party) never signed it for this network"
        }
        return nil
    }

    private func bounds(_ receipt: ExactReceipt) -> String? {
        let latest = view.clockMilliseconds + 600_000
        for (name, value, max) in [
            ("input tokens", receipt.inputTokens, 10_000_000),
            ("output tokens", receipt.outputTokens, 10_000_000),
            ("milliseconds of work", receipt.wallMilliseconds, 86_400_000),
            ("milliseconds since 1970", receipt.createdMilliseconds, latest),
        ] where !(0...max).contains(value) {
            return "\(value) \(name), expected 0 to \(max)"
        }
        return nil
    }

    private func oneObject() -> Finding {
        var seen: [[UInt8]: [UInt8]] = [:]  // looked up, never iterated
        for bytes in books.honestReceipts {
            if case .success(let payload) = reading.payload(bytes) { seen[payload] = bytes }
        }
        var counted: Set<[UInt8]> = []  // membership only, never iterated
        for (position, receipt) in view.receipts.enumerated() {
            switch reading.payload(receipt.bytes) {
            case .failure(let inexact):
                return .violated("receipt \(position): \(inexact.why)")
            case .success(let payload):
                guard counted.insert(payload).inserted else {
                    return .violated("receipt \(position) was counted before")
                }
                guard receipt.id == reading.id(payload: payload) else {
                    return .violated("receipt \(position) goes by another's id")
                }
                if let other = seen[payload], other != receipt.bytes {
                    return .violated(
                        "receipt \(position) has two byte strings of one id")
                }
                seen[payload] = receipt.bytes
            }
        }
        return .intact("\(view.receipts.count) receipts, each once and in one form")
    }

    // MARK: Meaning

    private func oneMeaning() -> Finding {
        for message in journal where message.isAccepted {
            if let complaint = complaint(ofMeaning: message.surface.name, message.bytes) {
                return .violated("taken at \(message.surface.name), though \(complaint)")
            }
        }
        return overReceipts { _ in nil }
    }

    private func complaint(ofMeaning surface: String, _ bytes: [UInt8]) -> String? {
        func complaint<Value>(
            _ result: Result<Value, Inexact>, _ canonical: (Value) -> [UInt8]
        ) -> String? {
            switch result {
            case .failure(let inexact): inexact.why
            case .success(let value):
                canonical(value) == bytes ? nil : "it is another spelling"
            }
        }
        switch surface {
        case "http": return meaning(ofRequest: bytes)
        case "mint" where profile == .published:
            return complaint(reading.mint(bytes), \.self)
        case "receipt": return complaint(reading.receipt(bytes), \.canonicalBytes)
        case "vote": return complaint(reading.vote(bytes), \.canonicalBytes)
        case "settlement":
            return complaint(reading.request(bytes), \.canonicalBytes)
        case "gossip":
            switch reading.batch(bytes) {
            case .failure(let inexact): return inexact.why
            case .success(let parts):
                return parts.lazy.compactMap {
                    self.complaint(ofMeaning: "receipt", $0)
                }.first
            }
        case "note", "credit", "order", "ask", "proposal", "partial", "record", "token", "pause",
            "pull":
            return self.complaint(ofMessage: bytes, surface)
        default: return nil
        }
    }

    // MARK: Parties

    private func registered() -> Finding {
        let receipts = overReceipts { receipt in
            guard parties.isGateway(receipt.gateway) else { return "its gateway is a stranger" }
            guard parties.node(receipt.node) != nil else { return "its node is a stranger" }
            return receipt.route == receipt.node ? nil : "it was routed to somebody else"
        }
        guard case .intact = receipts else { return receipts }
        for (index, vote) in view.votes.enumerated() {
            guard case .success(let exact) = reading.vote(vote),
                parties.isValidator(exact.validator)
            else { return .violated("vote \(index) is a stranger's") }
        }
        let notes = try? hardenedNotes()
        let addresses =
            parties.addresses
            + parties.nodeKeys.compactMap { notes?.address($0, within: .max) }
        if let paid = view.balances.first(where: { !addresses.contains($0.address) }) {
            return .violated("\(paid.address) was paid \(paid.amount) and is nobody's")
        }
        return .intact("all parties are registered")
    }
}
