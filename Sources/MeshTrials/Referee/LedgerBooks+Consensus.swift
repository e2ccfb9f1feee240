internal import MeshLedger
internal import MeshNetwork
internal import Trials

extension LedgerBooks {
    mutating func propose(
        _ call: MeshCall, _ number: UInt64, _ root: [UInt8], _ entries: [ScoredKey]
    ) {
        expect(number == epoch.number, .consensusQuorum, "a proposal of epoch \(number)")
        expect((13..<16).contains(place), .consensusQuorum, "a proposal at place \(place)")
        expect(epoch.proposal == nil, .consensusQuorum, "a second proposal of an epoch")
        let own = epoch.snapshot ?? Snapshot()
        expect(
            own.elected == call.sender, .consensusQuorum,
            "a proposal by another one than the elected")
        expect(
            zip(entries, entries.dropFirst()).allSatisfy { $0.key < $1.key }, .consensusPay,
            "a proposal counts a peer twice, which thins out the others' shares")
        expect(
            root == LedgerEpoch.snapshotRoot(epoch.number, own.entries), .consensusScores,
            "a proposal of another snapshot")
        // A peer that stands twice is the matter of another complaint.
        let isExact =
            own.entries.allSatisfy { entries.contains($0) }
            && entries.allSatisfy { own.entries.contains($0) }
        expect(isExact, .consensusScores, "a proposal of other scores than the ledger's")
        epoch.proposal = (slot, call.sender, call.proposalID(chain: chain), entries)
        epoch.attests = [(call.sender, slot)]
    }

    mutating func attest(_ key: MeshKey, _ number: UInt64, _ id: [UInt8]) {
        expect(
            number == epoch.number && id == epoch.proposal?.id, .consensusQuorum,
            "an attestation to something else than the epoch's proposal")
        let own = epoch.snapshot ?? Snapshot()
        expect(
            own.validators.contains(key) && accounts[key]?.stake != nil, .consensusQuorum,
            "somebody attests who is no validator")
        expect(
            !own.isEmergency || own.electors.contains(key), .consensusQuorum,
            "somebody attests who is not of the emergency set")
        expect(
            !epoch.attests.contains { $0.key == key }, .consensusQuorum,
            "a validator attests twice")
        if epoch.proposal?.entries.isEmpty == true {
            stood(MeshLedgerGuards.emptyAttestable)
        }
        epoch.attests.append((key, slot))
    }

    mutating func name(_ members: [MeshKey], until last: UInt64, by key: MeshKey) {
        expect(key == genesis.owner, .consensusQuorum, "an emergency set of somebody's choice")
        expect(hasFailed, .consensusQuorum, "an emergency set without an emergency")
        expect(
            last >= epoch.number && last < epoch.number + 3, .consensusQuorum,
            "an emergency set up to epoch \(last)")
        expect(
            members.count >= 3 && members.allSatisfy { holds($0, .validator) }
                && zip(members, members.dropFirst()).allSatisfy { $0 < $1 },
            .consensusQuorum, "an emergency set of \(members.count)")
        emergency = (last, members)
    }

    // MARK: Evidence

    /// Judges two calls that were shown against their sender.
    mutating func judge(_ first: [UInt8], _ second: [UInt8]) {
        guard let one = MeshCall(bytes: first), let two = MeshCall(bytes: second) else {
            return complain(.consensusPay, "bytes that are no calls are evidence")
        }
        let numbers = [one, two].map { Self.number($0.body) }
        expect(
            one.sender == two.sender && one.body.kind == two.body.kind && one.body != two.body
                && numbers[0] != nil && numbers[0] == numbers[1],
            .consensusPay, "two calls that do not exclude each other cost a stake")
        expect(
            one.isSigned(.ed25519, chain: chain) && two.isSigned(.ed25519, chain: chain),
            .consensusPay, "words that nobody signed cost a stake")
        slash(one.sender, of: numbers[0].flatMap { $0 } ?? 0)
    }

    private static func number(_ body: MeshCallBody) -> UInt64? {
        switch body {
        case .commit(let number, _), .propose(let number, _, _), .attest(let number, _): number
        default: nil
        }
    }

    mutating func judge(_ first: MeshRecord, _ second: MeshRecord) {
        expect(
            first.owner == second.owner && first.kind == second.kind
                && first.epoch == second.epoch && first.name == second.name
                && first.sequence == second.sequence
                && first.bytes.dropLast(64) != second.bytes.dropLast(64),
            .consensusPay, "two records that do not exclude each other cost a stake")
        let network = genesis.parameters.network
        expect(
            first.isSigned(.ed25519, network: network)
                && second.isSigned(.ed25519, network: network),
            .consensusPay, "records that nobody signed cost a stake")
        slash(first.owner, of: max(first.slot, second.slot) / Self.slotCount)
    }

    /// Half of all that a key has staked is burnt, once.
    private mutating func slash(_ key: MeshKey, of number: UInt64) {
        expect(
            number <= epoch.number && epoch.number - number <= 1, .consensusPay,
            "a misdeed of epoch \(number) costs a stake")
        expect(
            !self[key].isSlashed && self[key].held > 0, .consensusPay,
            "a misdeed costs a stake twice")
        var account = self[key]
        if let stake = account.stake { account.hold(stake, until: epoch.number + 2) }
        account.stake = nil
        for place in account.endings.indices {
            let rest = account.endings[place].units / 2
            burnt += account.endings[place].units - rest
            account.endings[place].units = rest
        }
        account.isSlashed = true
        account.reputation = 0
        self[key] = account
    }
}
