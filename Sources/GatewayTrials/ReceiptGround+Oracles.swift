internal import BigInt
internal import ReceiptNetwork
internal import Scenarios
internal import Trials

extension ReceiptGround {
    func finding(of oracle: ReceiptOracle) throws -> Finding {
        switch oracle {
        case .receiptsConsent: return overReceipts { consent($0) }
        case .receiptsOneObject: return oneObject()
        case .receiptsBounds: return overReceipts { bounds($0) }
        case .encodingOneMeaning: return oneMeaning()
        case .partiesRegistered: return registered()
        case .settlementExact: return exact()
        case .settlementOnce: return once()
        case .supplyBounded: return supply()
        case .quorumWeight: return quorum()
        case .quorumCount: return counted()
        case .storeState:
            guard let before = books.heldBefore, let after = books.heldAfter else {
                throw StepFault("nothing was restarted")
            }
            return after == before
                ? .intact("it holds what it held")
                : .violated("it serves a state that it never held")
        case .resourcesBounded: return try budgetFinding()
        case .serviceAlive:
            return books.hasDied ? .violated("the gateway died") : .intact("it answers")
        case .determinismReplay: return try replayed()
        }
    }

    // MARK: Receipts

    /// Judges each counted receipt as the referee reads it; what he cannot read exactly is a
    /// violation.
    private func overReceipts(_ judge: (ExactReceipt) -> String?) -> Finding {
        for receipt in system.receipts {
            switch reading.receipt(receipt.bytes) {
            case .failure(let inexact):
                return .violated("receipt \(receipt.position): \(inexact.why)")
            case .success(let exact):
                if let complaint = judge(exact) {
                    return .violated("receipt \(receipt.position): \(complaint)")
                }
            }
        }
        return .intact("\(system.receipts.count) receipts")
    }

    private func consent(_ receipt: ExactReceipt) -> String? {
        for (party, key) in [("gateway", receipt.gateway), ("node", receipt.node)]
        where !books.hasConsent(receipt.payload, key) {
            return "its \(party) never signed it for this network"
        }
        return nil
    }

    private func bounds(_ receipt: ExactReceipt) -> String? {
        let latest = record.clock.milliseconds + 600_000
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
        for receipt in system.receipts {
            switch reading.payload(receipt.bytes) {
            case .failure(let inexact):
                return .violated("receipt \(receipt.position): \(inexact.why)")
            case .success(let payload):
                guard counted.insert(payload).inserted else {
                    return .violated("receipt \(receipt.position) was counted before")
                }
                guard receipt.id == reading.id(payload: payload) else {
                    return .violated("receipt \(receipt.position) goes by another's id")
                }
                if let other = seen[payload], other != receipt.bytes {
                    return .violated(
                        "receipt \(receipt.position) has two byte strings of one id")
                }
                seen[payload] = receipt.bytes
            }
        }
        return .intact("\(system.receipts.count) receipts, each once and in one form")
    }

    // MARK: Meaning

    private func oneMeaning() -> Finding {
        for message in books.messages where message.isAccepted {
            if let complaint = complaint(ofMeaning: message.surface, message.bytes) {
                return .violated("taken at \(message.surface.name), though \(complaint)")
            }
        }
        return overReceipts { _ in nil }
    }

    private func complaint(ofMeaning surface: Surface, _ bytes: [UInt8]) -> String? {
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
        case ReceiptSurfaces.receipt: return complaint(reading.receipt(bytes), \.canonicalBytes)
        case ReceiptSurfaces.vote: return complaint(reading.vote(bytes), \.canonicalBytes)
        case ReceiptSurfaces.settlement:
            return complaint(reading.request(bytes), \.canonicalBytes)
        case ReceiptSurfaces.gossip:
            switch reading.batch(bytes) {
            case .failure(let inexact): return inexact.why
            case .success(let parts):
                return parts.lazy.compactMap {
                    self.complaint(ofMeaning: ReceiptSurfaces.receipt, $0)
                }.first
            }
        default: return nil
        }
    }

    // MARK: Parties

    private func registered() -> Finding {
        let receipts = overReceipts { receipt in
            guard cast.isGateway(receipt.gateway) else { return "its gateway is a stranger" }
            guard cast.node(receipt.node) != nil else { return "its node is a stranger" }
            return receipt.route == receipt.node ? nil : "it was routed to somebody else"
        }
        guard case .intact = receipts else { return receipts }
        for (index, vote) in system.votes.enumerated() {
            guard case .success(let exact) = reading.vote(vote.bytes),
                cast.isValidator(exact.validator)
            else { return .violated("vote \(index) is a stranger's") }
        }
        let addresses = ReceiptCast.nodes.map { ReceiptCast.address($0.0) }
        if let paid = system.balances.first(where: { !addresses.contains($0.address) }) {
            return .violated("\(paid.address) was paid \(paid.amount) and is nobody's")
        }
        return .intact("all parties are registered")
    }

    // MARK: Cost and repetition

    /// What the attacker made the gateway spend.
    func count(of counter: String) -> Int? {
        let attacks = books.messages.filter {
            $0.isAttack && $0.surface != ReceiptSurfaces.store
        }
        switch counter {
        case "signature_checks":
            let sources = Set(attacks.map(\.source.number)).sorted()  // sorted, never iterated
            return sources.reduce(0) {
                $0 + system.signatureVerificationCount(from: Source($1))
            }
        case "read_bytes":
            // What is refused by its size is not read.
            return attacks.filter { !$0.refusals.contains(ReceiptGuards.size) }
                .reduce(0) { $0 + $1.bytes.count }
        case "snapshots": return system.tallies.count
        default: return nil
        }
    }

    /// All that came in, once more to a new gateway.
    private func replayed() throws -> Finding {
        let other = try ReceiptSystem(
            profile: profile, parameters: parameters, guards: setup.guards)
        for message in books.messages {
            _ = try other.submit(
                message.bytes, to: message.surface, from: message.source, at: message.clock)
        }
        return other.stateDigest == system.stateDigest && other.head == system.head
            ? .intact("the same state of \(books.messages.count) messages")
            : .violated("another state of the same messages")
    }
}
