internal import BigInt
internal import Encodings
internal import Scenarios
internal import Trials

/// The referee's own accounts of what was minted.
extension GatewayReferee {
    /// A settlement as the referee reads it, and the receipts that it is of.
    private struct Minting {
        let settlement: GatewayView.Settlement
        let request: ExactRequest
        /// The receipts that it pays, by position, each once.
        let positions: [Int]
        /// The number of all that it could pay; 0 in `published`, which asks for a window of time.
        let receiptCount: Int
    }

    /// All settlements up to the first that the referee cannot read, and why he cannot.
    private func mintings() -> (all: [Minting], failure: Inexact?) {
        var all: [Minting] = []
        for (place, settlement) in view.settlements.enumerated() {
            do throws(Inexact) {
                switch profile {
                case .hardened:
                    all.append(try minting(settlement, place, all.last?.receiptCount ?? 0))
                case .published: all.append(try windowed(settlement, place, all))
                }
            } catch {
                return (all, error)
            }
        }
        return (all, nil)
    }

    private func minting(
        _ settlement: GatewayView.Settlement, _ place: Int, _ first: Int
    ) throws(Inexact) -> Minting {
        let request = try reading.request(settlement.bytes).get()
        guard place < books.countsAtSettlement.count else {
            throw Inexact(why: "settlement \(place) was never asked for")
        }
        let countThen = books.countsAtSettlement[place]
        let count = request.receiptCount ?? countThen
        guard first <= count, count <= countThen, count <= view.receipts.count else {
            throw Inexact(
                why: "settlement \(place) is of \(count) receipts, where there were \(countThen)")
        }
        return Minting(
            settlement: settlement, request: request, positions: Array(first..<count),
            receiptCount: count)
    }

    /// A published epoch: receipts whose time is in its window and that none before it paid.
    private func windowed(
        _ settlement: GatewayView.Settlement, _ place: Int, _ before: [Minting]
    ) throws(Inexact) -> Minting {
        let request = try reading.request(settlement.bytes).get()
        guard let window = request.window, place < books.countsAtSettlement.count else {
            throw Inexact(why: "settlement \(place) was never asked for")
        }
        let count = min(books.countsAtSettlement[place], view.receipts.count)
        let paid = Set(before.flatMap(\.positions))  // membership only, never iterated
        var positions: [Int] = []
        for position in 0..<count where !paid.contains(position) {
            let exact = try reading.receipt(view.receipts[position].bytes).get()
            if window.contains(exact.createdMilliseconds) { positions.append(position) }
        }
        return Minting(
            settlement: settlement, request: request, positions: positions, receiptCount: 0)
    }

    /// Judges each settlement; one that the referee cannot read is a violation.
    private func overMintings(_ judge: (Int, Minting) -> String?) -> Finding {
        let (all, failure) = mintings()
        for (index, minting) in all.enumerated() {
            if let complaint = judge(index, minting) {
                return .violated("settlement \(index): \(complaint)")
            }
        }
        if let failure { return .violated(failure.why) }
        return .intact("\(view.settlements.count) settlements, \(view.minted) units")
    }

    /// Payouts that an epoch should have made, by key.
    private func expectedPayouts(
        of minting: Minting
    ) -> Result<[(key: String, amount: Int)], Inexact> {
        Result { () throws(Inexact) in
            let notes = try hardenedNotes()
            var contributions: [(key: String, amount: Int)] = []
            for position in minting.positions {
                let receipt = view.receipts[position]
                let exact = try reading.receipt(receipt.bytes).get()
                guard let node = parties.node(exact.node) else {
                    throw Inexact(why: "receipt \(position) is a stranger's")
                }
                // Nobody rates receipts in `published`, where each counts as four fifths.
                let permille =
                    profile == .published
                    ? 800
                    : notes.permille(
                        exact.id, registered: node.permille, within: minting.request.notes)
                let amount = exact.outputTokens.multipliedReportingOverflow(by: permille)
                guard !amount.overflow else { throw Inexact(why: "tokens beyond 63 bits") }
                guard let place = contributions.firstIndex(where: { $0.key == exact.node }) else {
                    contributions.append((exact.node, amount.partialValue))
                    continue
                }
                let sum = contributions[place].amount.addingReportingOverflow(amount.partialValue)
                guard !sum.overflow else { throw Inexact(why: "tokens beyond 63 bits") }
                contributions[place].amount = sum.partialValue
            }
            guard
                let payouts = ExactSettlement.payouts(
                    total: minting.request.total, contributions: contributions)
            else { throw Inexact(why: "nobody contributed to epoch \(minting.request.epoch)") }
            return payouts
        }
    }

    func exact() -> Finding {
        var balances: [(name: String, amount: BigInt)] = []
        let notes: HardenedNotes
        do throws(Inexact) {
            notes = try hardenedNotes()
        } catch {
            return .violated(error.why)
        }
        let (mintings, failure) = mintings()
        for (index, minting) in mintings.enumerated() {
            let settlement = minting.settlement
            switch expectedPayouts(of: minting) {
            case .failure(let inexact): return .violated(inexact.why)
            case .success(let payouts):
                let paid = settlement.payouts.map { "\($0.node) \($0.amount)" }.sorted()
                // Who is paid nothing has no payout in `hardened`.
                let expected = payouts.filter { profile == .published || $0.amount != 0 }
                    .map { "\($0.key) \($0.amount)" }.sorted()
                guard paid == expected else {
                    let total = payouts.reduce(0) { $0 + $1.amount }
                    return .violated(
                        "settlement \(index) pays \(settlement.minted) of \(total) units, or "
                            + "others than contributed")
                }
                for payout in payouts {
                    let address = notes.address(payout.key, within: minting.request.notes)
                    if let place = balances.firstIndex(where: { $0.name == address }) {
                        balances[place].amount += BigInt(payout.amount)
                    } else {
                        balances.append((address, BigInt(payout.amount)))
                    }
                }
            }
        }
        if let failure { return .violated(failure.why) }
        guard profile == .hardened else {
            return .intact("\(view.settlements.count) settlements, exact to the unit")
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
            guard !settlement.payouts.isEmpty else { return "it pays nobody" }
            if let payout = settlement.payouts.first(where: { $0.amount < 0 }) {
                return "\(payout.address) is paid \(payout.amount)"
            }
            return settlement.minted <= BigInt(minting.request.total)
                ? nil : "\(settlement.minted) units minted of \(minting.request.total)"
        }
        guard case .intact = finding else { return finding }
        if let complaint = tokenSupplyComplaint() { return .violated(complaint) }
        let held = view.balances.reduce(BigInt(0)) { $0 + $1.amount }
        let minted = view.settlements.reduce(BigInt(0)) { $0 + $1.minted }
        return held == minted
            ? finding : .violated("balances sum to \(held), \(minted) was minted")
    }

    /// The weight of those whose last word on the epoch was this snapshot. A granted validator
    /// counts where the gateway took a vote for this root in its name, for nobody else can say what
    /// its key signed. Such validators have less than a third of the weight, so that minting
    /// without the honest ones is seen.
    func quorum() -> Finding {
        let granted = grantedVotes()
        if let complaint = tokenQuorumComplaint(granted) { return .violated(complaint) }
        return overMintings { _, minting in
            let root = minting.request.root ?? minting.settlement.root
            let weight =
                books.latestBallots(epoch: minting.request.epoch).filter {
                    $0.root == root && $0.total == minting.request.total
                        && $0.receiptCount == minting.receiptCount
                }.reduce(0) { sum, ballot in
                    sum + (GatewayParties.validators.first { $0.0 == ballot.validator }?.1 ?? 0)
                } + granted.weight(of: root)
            return 3 * weight > 2 * GatewayParties.totalWeight
                ? nil : "minted with a weight of \(weight) of \(GatewayParties.totalWeight)"
        }
    }

    /// Compares the gateway's tallies with the signatures; a published vote weighs 1 and has no
    /// epoch. A granted validator may have signed whatever the gateway took in its name.
    func counted() -> Finding {
        if let finding = proposals() { return finding }
        let granted = grantedVotes()
        for tally in view.tallies {
            let epoch = profile == .published ? nil : tally.epoch
            let signers = GatewayParties.validators.enumerated().filter { place, validator in
                granted.has(parties.validatorKeys[place], tally.root)
                    || books.hasSigned(validator.0, tally.root, epoch: epoch)
            }.map(\.element)
            let weight = signers.reduce(0) { $0 + (profile == .published ? 1 : $1.1) }
            guard tally.weight <= weight else {
                return .violated(
                    "a snapshot counts a weight of \(tally.weight), \(weight) signed it")
            }
        }
        if let complaint = proposalComplaint() ?? notesToComeComplaint() {
            return .violated(complaint)
        }
        return .intact("\(view.tallies.count) snapshots, each signer counted once")
    }
}

extension GatewayReferee {
    /// Votes that read more notes than there are.
    private func notesToComeComplaint() -> String? {
        guard profile == .hardened else { return nil }
        let count = view.rows.count { $0.kind == "note" }
        let isEarly = view.votes.contains { bytes in
            let vote = try? GatewayReading.parse(bytes)
            return (vote?.member("notes")?.integerValue ?? .max) > count
        }
        return isEarly ? "a vote counts that reads notes to come" : nil
    }

    /// Votes that the gateway took in the names of validators whose keys were granted.
    struct GrantedVotes {
        var votes: Set<String> = []  // membership only, never iterated
        let parties: GatewayParties

        func has(_ key: String, _ root: String) -> Bool { votes.contains("\(key) \(root)") }

        func weight(of root: String) -> Int {
            zip(parties.validatorKeys, GatewayParties.validators).reduce(0) {
                has($1.0, root) ? $0 + $1.1.1 : $0
            }
        }
    }

    func grantedVotes() -> GrantedVotes {
        var found = GrantedVotes(parties: parties)
        guard !books.grantedKeys.isEmpty else { return found }
        for bytes in view.votes {
            guard let vote = try? reading.vote(bytes).get(),
                books.grantedKeys.contains(vote.validator)
            else { continue }
            let root = vote.root ?? view.epochs.first { $0.id == vote.epoch }?.root
            found.votes.insert("\(vote.validator) \(root ?? "")")
        }
        return found
    }

    /// A complaint where the last epoch does not pay as it should: to the unit, or as near as
    /// floats come.
    func complaintOfLastSettlement() -> String? {
        guard let last = view.settlements.last else { return "no epoch was settled" }
        let (mintings, failure) = mintings()
        guard failure == nil, let minting = mintings.last,
            case .success(let expected) = expectedPayouts(of: minting)
        else { return "an honest epoch cannot be settled exactly" }
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
