internal import MeshLedger
internal import MeshNetwork
internal import Trials

/// The end of an epoch, as the referee computes it from the proposal and the attestations.
extension LedgerBooks {
    private static let tenth = one / 10

    mutating func settle(_ before: LedgerState, _ after: LedgerState) {
        for key in accounts.keys {
            if let account = before.accounts[key] {
                self[key].reputation = UInt128(account.reputation)
            }
        }
        let own = epoch.snapshot ?? Snapshot()
        for key in epoch.commits.keys where epoch.reveals[key] == nil { lower(key, Self.tenth) }
        hasFailed = true
        if let proposal = epoch.proposal {
            var distinct = KeyedList<UInt64>()
            for attest in epoch.attests where distinct[attest.key] == nil {
                if own.electors.contains(attest.key) { distinct[attest.key] = attest.slot }
            }
            hasFailed = 3 * distinct.count < 2 * own.electors.count
            expect(
                after.hasFailed == hasFailed, .consensusQuorum,
                "\(distinct.count) of \(own.electors.count) validators attested, and the epoch "
                    + (after.hasFailed ? "failed" : "paid"))
            if hasFailed {
                stood(MeshLedgerGuards.quorum)
                expect(
                    !proposal.entries.isEmpty, .consensusQuorum,
                    "nobody attests that nobody was there")
                punish(own, distinct)
            } else {
                pay(proposal.slot, proposal.key, proposal.entries, own, distinct)
            }
        } else if let elected = own.elected {
            lower(elected, Self.one / 20)
        }
        for key in accounts.keys
        where self[key].stake != nil && self[key].reputation < Self.tenth {
            let stake = self[key].stake ?? 0
            self[key].stake = nil
            self[key].hold(stake, until: epoch.number + 3)
        }
        for (key, account) in zip(after.accounts.keys, after.accounts.values) {
            expect(
                UInt128(account.reputation) == self[key].reputation, .consensusPay,
                "a reputation of \(account.reputation), \(self[key].reputation) is due")
        }
    }

    /// Units whose time has come are free.
    mutating func free(_ number: UInt64) {
        for key in accounts.keys {
            var account = self[key]
            let ready = account.endings.filter { $0.epoch <= number }
            guard !ready.isEmpty else { continue }
            account.balance = ready.reduce(account.balance) { $0 &+ $1.units }
            account.endings.removeAll { $0.epoch <= number }
            self[key] = account
        }
    }

    private mutating func lower(_ key: MeshKey, _ fraction: UInt128) {
        let reputation = self[key].reputation
        if accounts[key] != nil {
            self[key].reputation = reputation - reputation * fraction / Self.one
        }
    }

    private mutating func raise(_ key: MeshKey) {
        let reputation = self[key].reputation
        self[key].reputation = reputation + (Self.one - reputation) * Self.tenth / Self.one
    }

    // MARK: No quorum

    /// Those who did not attest lose; nobody who did.
    private mutating func punish(_ own: Snapshot, _ distinct: KeyedList<UInt64>) {
        let shortfall =
            Self.one - 3 * UInt128(distinct.count) * Self.one / (2 * UInt128(own.electors.count))
        for key in own.electors where distinct[key] == nil {
            let share = Self.share(self[key].held, 3_125 * Self.one / 100_000)
            lose(key, min(Self.share(share, shortfall), 1_000_000_000))
            lower(key, Self.tenth * shortfall / Self.one)
            stood(MeshLedgerGuards.absentPays)
        }
    }

    private mutating func lose(_ key: MeshKey, _ units: Int) {
        var (account, left) = (self[key], units)
        burnt += units
        if let stake = account.stake {
            let part = min(left, max(stake - 1, 0))
            account.stake = stake - part
            left -= part
        }
        for place in account.endings.indices.reversed() {
            let part = min(left, max(account.endings[place].units, 0))
            account.endings[place].units -= part
            left -= part
        }
        self[key] = account
    }

    // MARK: Pay

    private mutating func pay(
        _ slot: UInt64, _ proposer: MeshKey, _ entries: [ScoredKey], _ own: Snapshot,
        _ attests: KeyedList<UInt64>
    ) {
        let isOpen = issued <= 1 << 62 - genesis.pot - 1_000_000_000
        let pot = isOpen ? genesis.pot : 0
        let progress = UInt128(max(slot % Self.slotCount, 13) - 13) * Self.one / 3
        if accounts[proposer]?.stake != nil, isOpen {
            let reward = Self.share(1_000_000_000, Self.proposerFactor(min(progress, Self.one)))
            credit(proposer, reward)
            stood(MeshLedgerGuards.curveTable)
        }
        let ownerUnits = Self.share(pot, 23 * Self.one / 100)
        let delegates = Self.share(pot - ownerUnits, Self.tenth)
        self[genesis.owner].balance += ownerUnits
        pool += delegates
        issued += ownerUnits + delegates
        let validators = entries.filter { own.members[$0.key] == .validator }
        let sum = validators.reduce(UInt128(0)) { $0 + UInt128($1.score) }
        for (key, rank) in zip(own.members.keys, own.members.values)
        where self[key].stake != nil {
            let entry = entries.first { $0.key == key }
            judge(key, entry, isElector: own.electors.contains(key), attests[key])
            guard rank == .validator, let entry, sum > 0 else { continue }
            let weight = UInt128(entry.score) * Self.one / sum
            let share = Self.share(pot - ownerUnits - delegates, weight)
            guard let attest = attests[key] else {
                if share > 0 { stood(MeshLedgerGuards.attestedPay) }
                continue
            }
            if attest > slot { stood(MeshLedgerGuards.attestSlot) }
            credit(key, Self.share(share, Self.attestorFactor(attest, proposal: slot)))
        }
    }

    private mutating func judge(
        _ key: MeshKey, _ entry: ScoredKey?, isElector: Bool, _ attest: UInt64?
    ) {
        if entry == nil { lower(key, Self.tenth) } else { raise(key) }
        if entry?.score == 0 { lower(key, Self.tenth) }
        if isElector, attest == nil { lower(key, Self.tenth) }
    }

    private mutating func credit(_ key: MeshKey, _ units: Int) {
        guard let stake = self[key].stake else { return }
        self[key].stake = stake + units
        issued += units
    }

    /// 1 ÷ (1 + e^(20(p − ½))), by the table that stands in the ledger's page.
    private static func proposerFactor(_ progress: UInt128) -> UInt128 {
        let step = one / 100
        func entry(_ place: Int) -> UInt128 {
            place <= 50
                ? UInt128(RewardCurves.table[place])
                : one - UInt128(RewardCurves.table[100 - place])
        }
        let (place, rest) = progress.quotientAndRemainder(dividingBy: step)
        guard rest > 0 else { return entry(Int(place)) }
        return entry(Int(place))
            - (entry(Int(place)) - entry(Int(place) + 1)) * rest / step
    }

    /// 0.33 + 0.67·(1 − p^10) of an attestation's progress from its proposal to the epoch's end.
    private static func attestorFactor(_ slot: UInt64, proposal: UInt64) -> UInt128 {
        let left = slotCount - proposal % slotCount
        let progress = min(one, UInt128(slot - proposal) * one / UInt128(left))
        let second = progress * progress / one
        let eighth = (second * second / one) * (second * second / one) / one
        let least = one / 100 * 33
        return least + (one - least) * (one - eighth * second / one) / one
    }
}
