internal import BigInt
internal import Scenarios
internal import Trials

/// The referee's own accounts of what was minted.
extension GatewayReferee {
    /// A settlement as the referee reads it, and the receipts that it is of.
    private struct Minting {
        let settlement: GatewayView.Settlement
        let request: ExactRequest
        let first: Int
        let receiptCount: Int
    }

    private func minting(_ index: Int) -> Result<Minting, Inexact> {
        Result { () throws(Inexact) in
            var first = 0
            for place in 0...index {
                let settlement = view.settlements[place]
                let request = try reading.request(settlement.bytes).get()
                guard place < books.countsAtSettlement.count else {
                    throw Inexact(why: "settlement \(place) was never asked for")
                }
                let count = request.receiptCount ?? books.countsAtSettlement[place]
                guard (first...books.countsAtSettlement[place]).contains(count) else {
                    throw Inexact(
                        why: "settlement \(place) is of \(count) receipts, where there were "
                            + "\(books.countsAtSettlement[place])")
                }
                if place == index {
                    return Minting(
                        settlement: settlement, request: request, first: first,
                        receiptCount: count)
                }
                first = count
            }
            throw Inexact(why: "no settlement \(index)")
        }
    }

    /// Judges each settlement; one that the referee cannot read is a violation.
    private func overMintings(_ judge: (Int, Minting) -> String?) -> Finding {
        for index in view.settlements.indices {
            switch minting(index) {
            case .failure(let inexact): return .violated(inexact.why)
            case .success(let minting):
                if let complaint = judge(index, minting) {
                    return .violated("settlement \(index): \(complaint)")
                }
            }
        }
        return .intact("\(view.settlements.count) settlements, \(view.minted) units")
    }

    /// Payouts that an epoch should have made, by key.
    func expectedPayouts(at index: Int) -> Result<[(key: String, amount: Int)], Inexact> {
        Result { () throws(Inexact) in
            let minting = try minting(index).get()
            var contributions: [(key: String, amount: Int)] = []
            for position in minting.first..<minting.receiptCount {
                let receipt = view.receipts[position]
                let exact = try reading.receipt(receipt.bytes).get()
                guard let node = parties.node(exact.node) else {
                    throw Inexact(why: "receipt \(position) is a stranger's")
                }
                let amount = exact.outputTokens.multipliedReportingOverflow(by: node.permille)
                guard !amount.overflow else { throw Inexact(why: "tokens beyond 63 bits") }
                if let place = contributions.firstIndex(where: { $0.key == exact.node }) {
                    contributions[place].amount += amount.partialValue
                } else {
                    contributions.append((exact.node, amount.partialValue))
                }
            }
            guard
                let payouts = ExactSettlement.payouts(
                    total: minting.request.total, contributions: contributions)
            else { throw Inexact(why: "nobody contributed to epoch \(minting.request.epoch)") }
            return payouts
        }
    }

    func exact() -> Finding {
        var balances: [(name: String, amount: Int)] = GatewayParties.nodes.map {
            (GatewayParties.address($0.0), 0)
        }
        for (index, settlement) in view.settlements.enumerated() {
            switch expectedPayouts(at: index) {
            case .failure(let inexact): return .violated(inexact.why)
            case .success(let payouts):
                let paid = settlement.payouts.map { "\($0.node) \($0.amount)" }.sorted()
                let expected = payouts.map { "\($0.key) \($0.amount)" }.sorted()
                guard paid == expected else {
                    let total = payouts.reduce(0) { $0 + $1.amount }
                    return .violated(
                        "settlement \(index) pays \(settlement.minted) of \(total) units, or "
                            + "others than contributed")
                }
                for payout in payouts {
                    let address = parties.node(payout.key).map { GatewayParties.address($0.name) }
                    if let place = balances.firstIndex(where: { $0.name == address }) {
                        balances[place].amount += payout.amount
                    }
                }
            }
        }
        let held = view.balances.filter { $0.amount != 0 }.map { "\($0.address) \($0.amount)" }
        let expected = balances.filter { $0.amount != 0 }.map { "\($0.name) \($0.amount)" }
        guard held.sorted() == expected.sorted() else {
            return .violated("balances are not what the settlements paid")
        }
        return .intact("\(view.settlements.count) settlements, exact to the unit")
    }

    func once() -> Finding {
        overMintings { index, minting in
            minting.request.epoch == String(index + 1)
                ? nil : "epoch \(minting.request.epoch), expected \(index + 1)"
        }
    }

    func supply() -> Finding {
        let finding = overMintings { _, minting in
            guard (1...1_000_000_000_000).contains(minting.request.total) else {
                return "a total of \(minting.request.total), expected 1 to 10^12"
            }
            let settlement = minting.settlement
            if let payout = settlement.payouts.first(where: { $0.amount < 0 }) {
                return "\(payout.address) is paid \(payout.amount)"
            }
            return settlement.minted <= BigInt(minting.request.total)
                ? nil : "\(settlement.minted) units minted of \(minting.request.total)"
        }
        guard case .intact = finding else { return finding }
        let held = view.balances.reduce(BigInt(0)) { $0 + $1.amount }
        let minted = view.settlements.reduce(BigInt(0)) { $0 + $1.minted }
        return held == minted
            ? finding : .violated("balances sum to \(held), \(minted) was minted")
    }

    /// The weight of those whose last word on the epoch was this snapshot.
    func quorum() -> Finding {
        overMintings { _, minting in
            let root = minting.request.root ?? minting.settlement.root
            let weight = books.latestBallots(epoch: minting.request.epoch).filter {
                $0.root == root && $0.total == minting.request.total
                    && $0.receiptCount == minting.receiptCount
            }.reduce(0) { sum, ballot in
                sum + (GatewayParties.validators.first { $0.0 == ballot.validator }?.1 ?? 0)
            }
            return 3 * weight > 2 * GatewayParties.totalWeight
                ? nil : "minted with a weight of \(weight) of \(GatewayParties.totalWeight)"
        }
    }

    /// Compares the gateway's tallies with the signatures; a published vote weighs 1 and has no
    /// epoch.
    func counted() -> Finding {
        for tally in view.tallies {
            let signers = GatewayParties.validators.filter { name, _ in
                books.ballots.contains {
                    $0.validator == name && $0.root == tally.root
                        && (profile == .published || $0.epoch == tally.epoch)
                }
            }
            let weight = signers.reduce(0) { $0 + (profile == .published ? 1 : $1.1) }
            guard tally.weight <= weight else {
                return .violated(
                    "a snapshot counts a weight of \(tally.weight), \(weight) signed it")
            }
        }
        return .intact("\(view.tallies.count) snapshots, each signer counted once")
    }
}

extension GatewayReferee {
    /// A complaint where the last epoch does not pay as it should: to the unit, or as near as
    /// floats come.
    func complaintOfLastSettlement() -> String? {
        guard let last = view.settlements.last else { return "no epoch was settled" }
        guard case .success(let expected) = expectedPayouts(at: view.settlements.count - 1) else {
            return "an honest epoch cannot be settled exactly"
        }
        let distance = profile == .hardened ? 0 : 1
        for payout in expected {
            let paid = last.payouts.first { $0.node == payout.key }?.amount ?? 0
            guard abs(paid - BigInt(payout.amount)) <= BigInt(distance) else {
                return "an honest node was paid \(paid), not \(payout.amount)"
            }
        }
        return nil
    }
}
