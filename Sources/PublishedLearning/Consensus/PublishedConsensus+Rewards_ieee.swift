package import PythonValues

extension PublishedConsensus {
    /// `calculate_reward`: of any proof, known or not; 0 where it raises.
    package func reward(of proof: TrainingProofView, now: PythonFloat) -> PythonFloat {
        do throws(PythonError) {
            return PythonFloat(try computedReward(of: proof, now: now))
        } catch {
            return PythonFloat(0)
        }
    }

    private func computedReward(
        of proof: TrainingProofView, now: PythonFloat
    ) throws(PythonError) -> Double {
        let eligible = try eligible()
        let total = PythonFloatRules.sum(eligible.map(\.weight))
        guard total != 0 else { return 0 }
        let valid = validValidations.map(\.value).filter {
            $0.targetNodeID.equals(proof.nodeID)
        }
        let validating = PythonFloatRules.sum(
            eligible.filter { authority in
                valid.contains { $0.validatorID.equals(.string(authority.id)) }
            }
            .map(\.weight))
        let threshold = total * 0.67
        guard !(validating < threshold), valid.count >= 3 else { return 0 }
        let stake = try stake(of: proof.nodeID).converted()
        var reputation = 50.0
        if case .string(let node) = proof.nodeID { reputation = self.reputation[node]?.value ?? 50 }
        let share =
            0.3 + 0.3 * work(of: proof, now: now).value + 0.2 * (reputation / 100)
            + 0.1 * PythonFloatRules.min(0.5, stake / 10_000)
            + 0.1 * PythonFloatRules.min(1, validating / threshold)
        return PythonFloatRules.min(10 * share, 50)
    }

    /// `authorize_reward`: this authority's word, and whether words enough are there.
    ///
    /// **Throws:** ``PythonError`` for stakes that no float comes near.
    package func authorize(
        node: PythonText, amount: PythonValue, now: PythonFloat
    ) throws(PythonError) -> Bool {
        let own = try stake(of: nodeID)
        guard isAuthority, !Self.isTooLittle(own) else { return false }
        var signed = PythonDictionary()
        signed["node_id"] = .string(node)
        signed["reward_amount"] = amount
        signed["validator_stake"] = .number(own)
        signed["timestamp"] = .float(now)
        let signature = sign(PythonText(try PublishedHash.encoding(.dictionary(signed))))
        let words =
            (rewardValidations[node] ?? [])
            + [RewardAuthorization(validatorID: nodeID, stake: own, signature: signature)]
        rewardValidations.set(words, for: node)
        pendingRewards.set(amount, for: node)
        let eligible = try eligible()
        let total = PythonFloatRules.sum(eligible.map(\.weight))
        let agreeing = PythonFloatRules.sum(
            eligible.filter { authority in words.contains { $0.validatorID == authority.id } }
                .map(\.weight))
        return agreeing >= total * 0.67 && words.count >= 3
    }
}
