internal import BigInt
internal import Encodings
internal import Scenarios
internal import Trials

/// The referee's accounts of the published network: there an epoch is a window of time, settling
/// stores what it pays, and a token is minted for it afterwards.
extension GatewayReferee {
    /// The requests to settle an epoch that were taken, with what the gateway made of each; up to
    /// the first that the referee cannot read, and why he cannot.
    private func asked() -> (all: [(GatewayView.Settlement, ExactRequest)], failure: Inexact?) {
        var all: [(GatewayView.Settlement, ExactRequest)] = []
        for settlement in view.settlements {
            do throws(Inexact) {
                all.append((settlement, try reading.request(settlement.bytes).get()))
            } catch {
                return (all, error)
            }
        }
        return (all, nil)
    }

    /// Windows follow each other without a gap, under one ticker, so that no receipt is paid twice.
    func windowsOnce() -> Finding {
        let (all, failure) = asked()
        var end: Int?
        for (index, (_, request)) in all.enumerated() {
            guard let window = request.window, window.start < window.end else {
                return .violated("settlement \(index) is of no window of time")
            }
            if let end, window.start != end {
                return .violated(
                    "settlement \(index) is of \(window.id), where the one before ended at "
                        + "\(end) ms")
            }
            end = window.end
        }
        if let failure { return .violated(failure.why) }
        return .intact("\(all.count) windows, each settled once")
    }

    /// No epoch pays more than its total, nor less than nothing, and no more was minted for it.
    func windowsBounded() -> Finding {
        let (all, failure) = asked()
        for (index, (settlement, request)) in all.enumerated() {
            if let complaint = Self.complaint(settlement, request) {
                return .violated("settlement \(index): \(complaint)")
            }
        }
        if let failure { return .violated(failure.why) }
        for epoch in Self.names(view.mints.map(\.epoch)) {
            let minted = view.mints.filter { $0.epoch == epoch }.flatMap(\.payouts)
                .reduce(BigInt(0)) { $0 + $1.amount }
            guard let total = all.last(where: { $0.1.epoch == epoch })?.1.total else {
                return .violated("\(minted) units minted for \(epoch), which nobody settled")
            }
            guard minted <= BigInt(total) else {
                return .violated("\(minted) units minted for \(epoch) of \(total)")
            }
        }
        let held = view.balances.reduce(BigInt(0)) { $0 + $1.amount }
        let minted = view.mints.flatMap(\.payouts).reduce(BigInt(0)) { $0 + $1.amount }
        return held == minted
            ? .intact("\(all.count) settlements, \(minted) units minted")
            : .violated("balances sum to \(held), \(minted) was minted")
    }

    private static func complaint(
        _ settlement: GatewayView.Settlement, _ request: ExactRequest
    ) -> String? {
        guard (1...1_000_000_000_000).contains(request.total) else {
            return "a total of \(request.total), expected 1 to 10^12"
        }
        guard !settlement.payouts.isEmpty else { return "it pays nobody" }
        if let payout = settlement.payouts.first(where: { $0.amount < 0 }) {
            return "\(payout.address) is paid \(payout.amount)"
        }
        return settlement.minted <= BigInt(request.total)
            ? nil : "\(settlement.minted) units of \(request.total)"
    }

    /// Texts, each once, in the order of their first coming.
    private static func names(_ texts: [String]) -> [String] {
        texts.reduce(into: []) { names, text in
            if !names.contains(text) { names.append(text) }
        }
    }

    /// The weight of those who signed the snapshot that was minted.
    func quorumOfMints() -> Finding {
        let granted = grantedVotes()
        for (index, mint) in view.mints.enumerated() {
            let weight = zip(parties.validatorKeys, GatewayParties.validators).reduce(0) {
                let (key, validator) = $1
                let hasSigned =
                    books.hasSigned(validator.0, mint.root, epoch: nil)
                    || granted.has(key, mint.root)
                return hasSigned ? $0 + validator.1 : $0
            }
            guard 3 * weight > 2 * GatewayParties.totalWeight else {
                return .violated(
                    "mint \(index): minted with a weight of \(weight) of "
                        + "\(GatewayParties.totalWeight)")
            }
        }
        return .intact("\(view.mints.count) mints, each with enough signatures")
    }

    /// Each epoch that counts as paid was paid by the token, once, as its snapshot says.
    func paid() -> Finding {
        func lines(_ payouts: [(address: String, amount: BigInt)]) -> [String] {
            payouts.filter { $0.amount != 0 }.map { "\($0.address) \($0.amount)" }.sorted()
        }
        for epoch in view.epochs where epoch.isFinalized {
            let expected = lines(epoch.payouts.map { ($0.address, $0.amount) })
            let minted = lines(
                view.mints.filter { $0.epoch == epoch.id }.flatMap(\.payouts))
            guard minted == expected else {
                return .violated(
                    "epoch \(epoch.id) counts as paid: \(minted.count) payments were made of "
                        + "\(expected.count)")
            }
        }
        for mint in view.mints where !view.epochs.contains(where: { $0.id == mint.epoch }) {
            return .violated("\(mint.epoch) was minted, which no gateway settled")
        }
        return .intact("\(view.mints.count) mints, each of what an epoch pays")
    }

    /// Compares settlements of one epoch that pay the same.
    func stable() -> Finding {
        struct Settled {
            let epoch: String
            let payouts: [String]
            let root: String
        }
        var seen: [Settled] = []
        for settlement in ([view] + books.others).flatMap(\.settlements) {
            let settled = Settled(
                epoch: settlement.epoch,
                payouts: settlement.payouts.map { "\($0.node) \($0.amount)" }.sorted(),
                root: settlement.root)
            if seen.contains(where: {
                $0.epoch == settled.epoch && $0.payouts == settled.payouts
                    && $0.root != settled.root
            }) {
                return .violated("epoch \(settled.epoch) of the same payouts has two roots")
            }
            seen.append(settled)
        }
        return .intact("\(seen.count) settlements, each epoch with one root")
    }

    /// A complaint about an accepted request of HTTP: of those that set an address, which must be
    /// written in the one way.
    func meaning(ofRequest bytes: [UInt8]) -> String? {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", maxSplits: 1)
        guard lines.count == 2, lines[0].hasSuffix("/set_eth_address") else { return nil }
        let value = try? GatewayReading.parse(Array(lines[1].utf8))
        let address = value?.member("eth_address")?.stringValue ?? ""
        return address.wholeMatch(of: /0x[0-9a-f]{40}/) == nil
            ? "\(address) is no address in its one spelling" : nil
    }

    /// Proposals to mint count signatures of validators alone.
    func proposals() -> Finding? {
        for proposal in view.signedProposals {
            for signer in proposal.signers where !parties.isValidator(signer) {
                return .violated("a proposal counts the signature of a stranger")
            }
        }
        return nil
    }

    // MARK: Users, nodes and peers

    func accounts() -> Finding {
        for (user, balance) in view.accounts {
            let expected = books.balance(of: user)
            guard balance == expected else {
                return .violated("a user holds \(balance), expected \(expected)")
            }
        }
        return .intact("\(view.accounts.count) accounts, exact")
    }

    func prices() -> Finding {
        view.price == books.price
            ? .intact("1,000 tokens cost \(books.price)")
            : .violated("1,000 tokens cost \(view.price), where gateways ask \(books.price)")
    }

    func nodesConsent() -> Finding {
        for node in view.nodes where node.signed > node.generated {
            return .violated(
                "\(node.name) signed \(node.signed) receipts and generated \(node.generated) texts")
        }
        return .intact("\(view.nodes.count) nodes signed what they generated")
    }

    func callsRegistered() -> Finding {
        let hosts = GatewayParties.nodes.map(\.0)
        let strange = view.calls.first { call in
            let host = call.drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != "/" }
            return !hosts.contains(String(host)) && !host.hasPrefix("peer-")
        }
        return strange.map { .violated("the gateway called \($0)") }
            ?? .intact("\(view.calls.count) calls, to registered nodes and peers")
    }

    func pullComplete() -> Finding {
        let missed = view.receipts.filter { !view.pulled.contains($0.bytes) }.count
        return missed == 0
            ? .intact("\(view.receipts.count) receipts, all seen by a peer that follows")
            : .violated("a peer that follows missed \(missed) of \(view.receipts.count) receipts")
    }
}
