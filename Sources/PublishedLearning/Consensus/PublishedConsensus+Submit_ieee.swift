package import PythonValues

extension PublishedConsensus {
    /// `submit_training_proof`.
    package func submit(_ proof: TrainingProofView, now: PythonFloat) -> ConsensusSubmission {
        var submission = ConsensusSubmission()
        do throws(PythonError) {
            submission.reason = try failedTest(of: proof, now: now, &submission)
        } catch {
            submission.reason = .exception
        }
        return submission
    }

    private func failedTest(
        of proof: TrainingProofView, now: PythonFloat, _ submission: inout ConsensusSubmission
    ) throws(PythonError) -> ConsensusSubmission.Reason? {
        let stake = try stake(of: proof.nodeID)
        if Self.isTooLittle(stake), checks.has(.stake) { return .stake }
        let hash = try proof.hash()
        if recentHashes.contains(hash), checks.has(.duplicate) { return .duplicate }
        let stakeValue = try stake.converted()
        let pause = PythonFloatRules.max(10, 30 - stakeValue / 1000)
        if now.value - last(proof.nodeID) < pause, checks.has(.interval) { return .interval }
        if !passesIntegrity(proof, now: now, &submission), checks.has(.integrity) {
            return .integrity
        }
        let work = work(of: proof, now: now)
        if work.value < PythonFloatRules.max(0.5, 1 - stakeValue / 10_000), checks.has(.work) {
            return .work
        }
        // Only texts pass the test of integrity.
        let node = try proof.nodeID.requiredText()
        pendingProofs.set(proof, for: hash)
        recentHashes.set(true, for: hash)
        lastSubmission.set(now, for: node)
        if !isAuthentic(proof, now: now, &submission), checks.has(.authenticity) {
            return .authenticity
        }
        if isAuthority, try weight(of: nodeID).value > 0 {
            try validate(proof, of: node, hash: hash, now: now, &submission)
        }
        return nil
    }

    private func last(_ id: PythonValue) -> Double {
        guard case .string(let node) = id else { return 0 }
        return lastSubmission[node]?.value ?? 0
    }

    /// The work's share of 1; 0 where the test raises.
    package func work(of proof: TrainingProofView, now: PythonFloat) -> PythonFloat {
        do throws(PythonError) {
            return try ProofTests.work(proof, now: now)
        } catch {
            return PythonFloat(0)
        }
    }

    private func passesIntegrity(
        _ proof: TrainingProofView, now: PythonFloat, _ submission: inout ConsensusSubmission
    ) -> Bool {
        do throws(PythonError) {
            submission.issues = try ProofTests.integrityIssues(proof, now: now)
            return submission.issues.isEmpty
        } catch {
            return false
        }
    }

    /// The points of the test of authenticity, as the engine stands now; nil where the test fails
    /// before it counts any. **Throws:** ``PythonError`` where it raises, and so fails.
    package func authenticity(
        of proof: TrainingProofView, now: PythonFloat
    ) throws(PythonError) -> PythonFloat? {
        try ProofTests.authenticity(proof, now: now, hasPending: !pendingProofs.isEmpty) {
            () throws(PythonError) in
            for validation in validated.entries.lazy.map(\.value)
            where validation.targetNodeID.equals(proof.nodeID) {
                if try validation.timestamp.age(at: now) < 3600 { return true }
            }
            return false
        }
    }

    private func isAuthentic(
        _ proof: TrainingProofView, now: PythonFloat, _ submission: inout ConsensusSubmission
    ) -> Bool {
        do throws(PythonError) {
            let points = try authenticity(of: proof, now: now)
            if let points { submission.authenticity.append(points) }
            return ProofTests.isAuthentic(points)
        } catch {
            submission.authenticityException = error
            return false
        }
    }

    /// `validate_training_proof` by this authority: scores the proof, keeps the validation, and
    /// moves the node's reputation.
    private func validate(
        _ proof: TrainingProofView, of node: PythonText, hash: PythonText, now: PythonFloat,
        _ submission: inout ConsensusSubmission
    ) throws(PythonError) {
        let validator = try stake(of: nodeID)
        let validatorStake = try validator.converted()
        let stake = try stake(of: node).converted()
        var score = 0.0
        if passesIntegrity(proof, now: now, &submission) { score += 20 }
        score += work(of: proof, now: now).value * 25
        if isAuthentic(proof, now: now, &submission) { score += 25 }
        let reputation = reputation[node]?.value ?? 50
        let weighted = reputation * PythonFloatRules.min(2, 1 + stake / 5000) / 100
        score += weighted * 15
        let verdicts = validated.entries.filter { $0.value.targetNodeID.equals(.string(node)) }
        if verdicts.isEmpty {
            score += 7.5
        } else {
            let valid = verdicts.count { $0.value.isValid.isTrue }
            score += Double(valid) / Double(verdicts.count) * 15
        }
        let threshold = 75 + PythonFloatRules.min(10, validatorStake / 1000)
        let isValid = score >= threshold
        var signed = PythonDictionary()
        signed["proof_hash"] = .string(hash)
        signed["validation_result"] = .boolean(isValid)
        signed["validator_stake"] = .number(validator)
        signed["timestamp"] = .float(now)
        let signature = sign(PythonText(try PublishedHash.encoding(.dictionary(signed))))
        validated.set(
            ConsensusValidation(
                validatorID: .string(nodeID), targetNodeID: .string(node),
                isValid: .boolean(isValid), computationVerification: .string(PythonText()),
                signature: .string(signature), timestamp: .float(now)),
            for: hash)
        let moved =
            isValid
            ? PythonFloatRules.min(
                100, reputation + PythonFloatRules.min(2, 1 + validatorStake / 2500))
            : PythonFloatRules.max(
                0, reputation - PythonFloatRules.max(1, 5 - validatorStake / 1000))
        setReputation(PythonFloat(moved), of: node)
        submission.judgement = ConsensusSubmission.Judgement(
            score: PythonFloat(score), threshold: PythonFloat(threshold), isValid: isValid,
            reputation: PythonFloat(moved))
    }
}
