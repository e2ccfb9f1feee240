internal import Cryptography
internal import MeshLedger
internal import MeshNetwork
internal import Scenarios

/// Calls to the ledger as parties sign them, honest ones and others.
struct LedgerWorkshop: Sendable {
    private let keyring: MeshKeyring

    init(_ keyring: MeshKeyring) { self.keyring = keyring }

    func signed(
        _ body: MeshCallBody, by name: String, _ ledger: MeshLedger, ahead: Int = 0
    ) -> [UInt8] {
        let signer = keyring.signer(name)
        let nonce = ledger.state.accounts[signer.key]?.nonce ?? 0
        return MeshCall(
            body, nonce: nonce + UInt64(ahead), by: signer, chain: ledger.chain
        ).bytes
    }

    // MARK: Honest parts

    private func isRanked(_ key: MeshKey, _ rank: MeshClass, _ ledger: MeshLedger) -> Bool {
        guard let seat = ledger.state.accounts[key]?.seat else { return false }
        return seat.rank >= rank && seat.startEpoch <= ledger.state.epoch.number
            && !seat.beacon.isEmpty
    }

    /// A heartbeat of this epoch that the ledger has not got.
    func heartbeat(_ name: String, _ ledger: MeshLedger) -> MeshCallBody? {
        let key = keyring.signer(name).key
        guard isRanked(key, .idle, ledger), ledger.state.epoch.heartbeats[key] == nil else {
            return nil
        }
        let sequence = ledger.state.accounts[key]?.nextSequence ?? 0
        let plan = LedgerRecordPlan(
            kind: .heartbeat, owner: name, sequence: Int(clamping: sequence), value: "here")
        return .heartbeat(record(plan, ledger))
    }

    /// Scores of 1 for all who were there, as all verifiers see the ledger's own list.
    private func scores(_ ledger: MeshLedger) -> [UInt64] {
        [UInt64](repeating: UInt64(FixedPoint.one), count: ledger.state.epoch.heartbeats.count)
    }

    private func salt(_ name: String, _ ledger: MeshLedger) -> [UInt8] {
        Digests.sha256(keyring.secret(name) + Array("\(ledger.state.epoch.number)".utf8)).bytes
    }

    private func hash(_ name: String, _ scores: [UInt64], _ ledger: MeshLedger) -> [UInt8] {
        MeshLedgerRules.scoresHash(
            chain: ledger.chain, epoch: ledger.state.epoch.number,
            key: keyring.signer(name).key, list: ledger.state.epoch.heartbeatRoot,
            salt: salt(name, ledger), scores)
    }

    func commit(_ name: String, _ ledger: MeshLedger) -> MeshCallBody? {
        let key = keyring.signer(name).key
        guard isRanked(key, .validator, ledger), ledger.state.epoch.commits[key] == nil else {
            return nil
        }
        return .commit(
            epoch: ledger.state.epoch.number, hash: hash(name, scores(ledger), ledger))
    }

    /// Scores that the party has committed to.
    func reveal(_ name: String, _ ledger: MeshLedger) -> MeshCallBody? {
        let (key, epoch) = (keyring.signer(name).key, ledger.state.epoch)
        guard isRanked(key, .validator, ledger), epoch.commits[key] != nil,
            epoch.reveals[key] == nil
        else { return nil }
        return .reveal(
            epoch: epoch.number, salt: salt(name, ledger), scores: scores(ledger))
    }

    func proposal(_ name: String, _ ledger: MeshLedger) -> MeshCallBody? {
        let epoch = ledger.state.epoch
        guard epoch.proposal == nil, let snapshot = epoch.snapshot,
            snapshot.elected == keyring.signer(name).key
        else { return nil }
        return ledger.expectedProposal
    }

    /// An attestation to the proposal that the ledger itself would make.
    func attestation(_ name: String, _ ledger: MeshLedger) -> MeshCallBody? {
        let (key, epoch) = (keyring.signer(name).key, ledger.state.epoch)
        guard let proposal = epoch.proposal, let snapshot = epoch.snapshot,
            proposal.entries == snapshot.entries, snapshot.electors.contains(key),
            ledger.state.accounts[key]?.seat != nil,
            !epoch.attests.contains(where: { $0.key == key })
        else { return nil }
        return .attest(epoch: epoch.number, proposal: proposal.id)
    }

    // MARK: Calls of any kind

    func record(_ plan: LedgerRecordPlan, _ ledger: MeshLedger) -> MeshRecord {
        let kind: MeshRecord.Kind = plan.kind == .heartbeat ? .heartbeat : .commit
        let epoch = ledger.state.epoch.number
        var draft = MeshRecord.Draft(
            kind: kind, epoch: epoch, slot: ledger.state.slot,
            expiry: epoch + 1, value: Array(plan.value.utf8))
        draft.sequence = UInt64(plan.sequence)
        return MeshRecord(
            draft, by: keyring.signer(plan.owner), network: ledger.genesis.parameters.network)
    }

    /// **Throws:** ``StepFault`` where the ledger has not got what the call speaks of.
    func calls(
        _ plan: LedgerCallPlan, _ ledger: MeshLedger, _ artefacts: Artefacts<Never>
    ) throws -> [[UInt8]] {
        try names(plan.signer, ledger).flatMap { name in
            let body = try body(plan, by: name, ledger, artefacts)
            return (0..<plan.count).map { number in
                signed(body, by: name, ledger, ahead: plan.ahead + number)
            }
        }
    }

    private func names(_ signer: String, _ ledger: MeshLedger) throws -> [String] {
        let elected = ledger.state.epoch.snapshot?.elected
        let peer = MeshParties.attackers.first { keyring.signer($0).key == elected }
        switch signer {
        case "elected":
            guard let peer else { throw StepFault("none of the attacker's is elected") }
            return [peer]
        case "others": return MeshParties.attackers.filter { $0 != peer }
        case "idle": return ChainParties.newcomers
        default: return [signer]
        }
    }

    private func body(
        _ plan: LedgerCallPlan, by name: String, _ ledger: MeshLedger,
        _ artefacts: Artefacts<Never>
    ) throws -> MeshCallBody {
        func part(_ name: String?) throws -> [UInt8] {
            guard let name else { throw StepFault("\(plan.kind): an artefact is missing") }
            return try artefacts.oneByteString(name)
        }
        func record(_ name: String?) throws -> MeshRecord {
            guard let record = MeshRecord(bytes: try part(name)) else {
                throw StepFault("\(plan.kind): an artefact is no record")
            }
            return record
        }
        switch plan.kind {
        case .transfer:
            return .transfer(to: keyring.signer(plan.to).key, units: plan.units)
        case .register: return .register(units: plan.units)
        case .stake: return .addStake(units: plan.units)
        case .withdraw: return .withdraw(units: plan.units)
        case .heartbeat: return .heartbeat(try record(plan.first))
        case .calls: return .twoCalls(first: try part(plan.first), second: try part(plan.second))
        case .records:
            return .twoRecords(first: try record(plan.first), second: try record(plan.second))
        case .emergency:
            let members = plan.members.map { keyring.signer($0).key }.sorted()
            return .emergency(lastEpoch: epoch(plan, ledger), members: members)
        default: return try consensusBody(plan, by: name, ledger)
        }
    }

    private func epoch(_ plan: LedgerCallPlan, _ ledger: MeshLedger) -> UInt64 {
        UInt64(max(0, Int(clamping: ledger.state.epoch.number) + plan.epochs))
    }

    private func consensusBody(
        _ plan: LedgerCallPlan, by name: String, _ ledger: MeshLedger
    ) throws -> MeshCallBody {
        let epoch = epoch(plan, ledger)
        let scores = twisted(scores(ledger), plan.twist)
        switch plan.kind {
        case .commit:
            let hash = hash(name, scores, ledger)
            return .commit(epoch: epoch, hash: plan.twist == .other ? ledger.chain : hash)
        case .reveal:
            return .reveal(epoch: epoch, salt: salt(name, ledger), scores: scores)
        case .propose:
            guard let snapshot = ledger.state.epoch.snapshot else {
                throw StepFault("propose: there is no snapshot yet")
            }
            return .propose(
                epoch: epoch, root: plan.twist == .other ? ledger.chain : snapshot.root,
                entries: twisted(snapshot.entries, plan))
        default:
            let id = ledger.state.epoch.proposal?.id
            guard plan.twist == .other || id != nil else {
                throw StepFault("attest: there is no proposal yet")
            }
            return .attest(
                epoch: epoch, proposal: plan.twist == .other ? ledger.chain : id ?? [])
        }
    }

    private func twisted(_ scores: [UInt64], _ twist: LedgerCallPlan.Twist) -> [UInt64] {
        switch twist {
        case .zero: scores.map { _ in 0 }
        case .over: scores.map { $0 + 1 }
        case .short: Array(scores.dropLast())
        default: scores
        }
    }

    private func twisted(
        _ entries: [ScoredKey], _ plan: LedgerCallPlan
    ) -> [ScoredKey] {
        let own = MeshParties.attackers.map { keyring.signer($0).key }
        switch plan.twist {
        case .huge:
            guard let first = entries.first else { return [] }
            return [ScoredKey](repeating: first, count: min(max(plan.units, 0), 4_000))
        case .doubled: return entries + entries.filter { own.contains($0.key) }
        case .rivals:
            return entries.map { entry in
                ScoredKey(key: entry.key, score: own.contains(entry.key) ? entry.score : 0)
            }
        case .short: return Array(entries.dropLast())
        default: return entries
        }
    }
}
