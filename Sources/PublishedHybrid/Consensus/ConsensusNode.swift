/// The consensus node: it asks the record network whether a committee acknowledged the update of
/// a block.
///
/// A value: copies go on by themselves. **Source:** page, section 2.
package struct ConsensusNode: Sendable {
    /// The answer of the record network to a look-up.
    package enum LookUp: Sendable, Equatable {
        case failed
        case missing
        case value([UInt8])
    }

    /// The slasher, which takes what it is handed or does not.
    package enum Slasher: String, Sendable {
        case up
        case down
        case refuses
    }

    /// All that a judgement depends on besides the block, the node's own settings and its cache.
    package struct Surroundings {
        /// The validators of the state, after the transition.
        package let validators: [BeaconValidator]
        package let passesStateTransition: Bool
        package let slasher: Slasher
        /// A look-up at the time of judging.
        package let lookUp: (RecordKey) -> LookUp

        package init(
            validators: [BeaconValidator], passesStateTransition: Bool = true,
            slasher: Slasher = .up, lookUp: @escaping (RecordKey) -> LookUp
        ) {
            self.validators = validators
            self.passesStateTransition = passesStateTransition
            self.slasher = slasher
            self.lookUp = lookUp
        }
    }

    /// `AI_QUORUM`; the empty text where it is not set.
    package let quorumSetting: String
    /// `MVP_MODE=true`: the slash path is not gone.
    package let isMinimal: Bool
    private let checks: HybridChecks
    package private(set) var cache = ProposerCache()

    package init(quorumSetting: String = "", isMinimal: Bool = false, checks: HybridChecks = .all) {
        self.quorumSetting = quorumSetting
        self.isMinimal = isMinimal
        self.checks = checks
    }

    /// Loses what is in memory alone.
    package mutating func restart() { cache = ProposerCache() }

    /// Judges a block. The state transition has changed the state before this asks for votes, and
    /// nothing takes that back.
    package mutating func judge(
        _ block: ConsensusBlock, in surroundings: Surroundings
    ) -> BlockJudgement {
        var judgement = BlockJudgement()
        if !surroundings.passesStateTransition, checks.has(.stateTransition) {
            judgement.refusal = .stateTransition
            return judgement
        }
        guard let update = block.updateIdentifier else { return judgement }
        let members = Committee.members(slot: block.slot, validators: surroundings.validators)
        let required = AcknowledgementQuorum.required(
            memberCount: members.count, setting: quorumSetting)
        // Both at most the number of members.
        var votes = 0
        var errors = 0
        for member in members {
            let key = AcknowledgementKey(updateIdentifier: update, peer: member).recordKey
            judgement.lookUps.append(key)
            switch surroundings.lookUp(key) {
            case .failed, .missing: errors += 1
            case .value(let value): votes += value == AcknowledgementKey.value ? 1 : 0
            }
        }
        if errors > members.count / 2, checks.has(.network) {
            judgement.votes = .failed(errors: errors, memberCount: members.count)
            judgement.refusal = .network
            return judgement
        }
        judgement.votes = .counted(votes: votes, memberCount: members.count)
        if votes >= required || !checks.has(.quorum) {
            cache.keep(block)
            return judgement
        }
        let path = slashPath(of: block, surroundings)
        judgement.slashPath = path
        if path == .submitted, let cached = cache.block(of: block.proposer) {
            judgement.slashing = ProposerSlashing(cached: cached, present: block)
        }
        judgement.refusal = path == .submitted ? .slashed : .quorum
        return judgement
    }

    /// How far the path to the slasher is gone for a block without a quorum.
    private func slashPath(of block: ConsensusBlock, _ surroundings: Surroundings) -> SlashPath {
        if isMinimal { return .disabled }
        guard let cached = cache.block(of: block.proposer) else { return .noCachedBlock }
        if cached.signature == .empty { return .cachedUnsigned }
        if block.signature == .empty { return .unsigned }
        guard let index = Int(exactly: block.proposer), index < surroundings.validators.count else {
            return .proposerIndex
        }
        guard surroundings.validators[index].isKeyValid else { return .publicKey }
        switch block.signature {
        case .malformed, .empty: return .signatureForm
        case .wrong: return .signature
        case .good: break
        }
        guard cached.signature == .good else { return .cachedSignature }
        return surroundings.slasher == .up ? .submitted : .slasher
    }
}
