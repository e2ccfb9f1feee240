internal import Encodings
internal import Trials

/// Votes on proofs of the present epoch: the first of each validator on each proof, and a second
/// one with another verdict as evidence.
struct VotePool {
    /// In the order of their coming.
    private(set) var all: [LearningVote] = []

    mutating func take(_ vote: LearningVote, _ guards: Guards) throws(Refusal) {
        let earlier = all.filter { $0.validator == vote.validator && $0.proof == vote.proof }
        if earlier.count == 1, earlier[0].isValid != vote.isValid { all.append(vote) }
        try guards.require(
            earlier.isEmpty, LearningGuards.voteOnce,
            "expected one vote of a validator on a proof, got another")
        if earlier.isEmpty { all.append(vote) }
    }

    /// The certificates that a block on the tip can have.
    func certificates(_ rules: LearningRules, _ before: LearningState) -> [[UInt8]] {
        let guilty = doubles(before)
        var made = guilty.map(\.certificate)
        // Those who lose their bond first count no more in the certificates after it.
        var state = before
        state.slashed += guilty.map(\.validator)
        for entry in state.proofs where entry.status == .open {
            for kind in [LearningCertificate.Kind.valid, .invalid] {
                let votes = all.filter { vote in
                    vote.proof == entry.proof.digest && vote.isValid == (kind == .valid)
                        && vote.beacon == entry.beacon && state.isValidator(vote.validator)
                        && !isDouble(vote)
                }
                let approving = votes.reduce(0) { $0.saturating(state.stake(of: $1.validator)) }
                guard votes.count >= LearningRules.quorumCount,
                    rules.isQuorum(approving, of: state.validatorUnits)
                else { continue }
                let sorted = votes.sorted {
                    $0.validator.bytes.lexicographicallyPrecedes($1.validator.bytes)
                }
                made.append(
                    LearningCertificate.bytes(
                        kind, proof: entry.proof.digest,
                        reward: kind == .valid
                            ? rules.reward(entry.proof, approving: approving, state) : 0,
                        votes: sorted))
                break
            }
        }
        return made
    }

    private func isDouble(_ vote: LearningVote) -> Bool {
        all.contains {
            $0.validator == vote.validator && $0.proof == vote.proof && $0.isValid != vote.isValid
        }
    }

    /// Evidence of two verdicts, one of each validator.
    private func doubles(
        _ state: LearningState
    ) -> [(validator: LearningKey, certificate: [UInt8])] {
        var made: [(validator: LearningKey, certificate: [UInt8])] = []
        var seen: [LearningKey] = []
        for vote in all where vote.isValid && !seen.contains(vote.validator) {
            let other = all.first {
                $0.validator == vote.validator && $0.proof == vote.proof && !$0.isValid
            }
            guard let other, state.isValidator(vote.validator) else { continue }
            seen.append(vote.validator)
            let certificate = LearningCertificate.bytes(
                .double, proof: vote.proof, reward: 0, votes: [vote, other])
            made.append((vote.validator, certificate))
        }
        return made
    }
}
