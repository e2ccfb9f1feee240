internal import Cryptography
internal import Encodings
internal import Training

extension HardenedChronicle {
    mutating func take(proof value: JSONValue) {
        proofs.append(
            Proof(value: value, id: LearningReading.signedDigest("proof", value), index: blockCount)
        )
    }

    /// Judges a certificate by the votes in it, and a proof that it calls valid by training again.
    mutating func certify(_ value: JSONValue) {
        let kind = LearningReading.text(value, "kind")
        let votes = LearningReading.elements(value, "votes")
        let id = LearningReading.bytes(value, "proof")
        guard kind != "double" else { return slash(votes) }
        guard let place = proofs.firstIndex(where: { $0.id == id }) else {
            return complain(.quorumStake, "a certificate of no proof of the epoch")
        }
        expect(!proofs[place].isDecided, .quorumStake, "a proof is certified twice")
        proofs[place].isDecided = true
        let proof = proofs[place]
        let approving = approving(votes, proof, kind == "valid")
        expect(
            stake(LearningReading.text(proof.value, "key")) >= 1_000_000_000, .authoritiesStaked,
            "a trainer without a bond is judged")
        let trainer = LearningReading.address(ofKey: LearningReading.text(proof.value, "key"))
        let reward = LearningReading.integer(value, "reward")
        guard kind == "valid" else {
            expect(reward == 0, .ledgerSupply, "a proof that does not hold is paid")
            self[trainer].reputation = max(0, self[trainer].reputation - 5_000)
            return
        }
        let due = due(LearningReading.text(proof.value, "key"), self[trainer], approving)
        expect(reward == due, .ledgerSupply, "a training is paid \(reward), due are \(due)")
        self[trainer].balance += reward
        self[trainer].reputation = min(100_000, self[trainer].reputation + 1_000)
        supply += due
        note(certified: id)
        train(proof)
    }

    /// Units of distinct validators that said so of this proof, which must be enough.
    private mutating func approving(
        _ votes: [JSONValue], _ proof: Proof, _ isValid: Bool
    ) -> Int {
        var keys: [String] = []
        for vote in votes {
            let key = LearningReading.text(vote, "validator")
            expect(
                isValidator(key), .authoritiesStaked, "a vote of somebody who is no validator")
            let counts =
                isValidator(key) && !keys.contains(key)
                && LearningReading.isSigned(vote, "vote", by: "validator")
                && LearningReading.bytes(vote, "proof") == proof.id
                && LearningReading.bytes(vote, "beacon") == proof.beacon
                && LearningReading.bytes(vote, "network") == network
                && LearningReading.integer(vote, "epoch") == epoch
                && LearningReading.member(vote, "valid")?.booleanValue == isValid
            if counts { keys.append(key) }
        }
        let units = keys.reduce(0) { $0 + stake($1) }
        expect(
            keys.count >= 3 && 100 * Int128(units) >= 67 * Int128(validatorUnits), .quorumStake,
            "\(keys.count) validators with \(units) of \(validatorUnits) units decide")
        return units
    }

    /// The pay of a certified training, in units.
    private func due(_ key: String, _ account: Account, _ approving: Int) -> Int {
        let needed = 67 * Int128(validatorUnits)
        let given = min(100 * Int128(approving), needed)
        let share = needed == 0 ? 0 : Int(100_000 * given / needed)
        let weight =
            600_000 + 2 * account.reputation
            + 100_000 * min(stake(key), 5_000_000_000) / 10_000_000_000 + share
        return 10 * weight
    }

    /// Trains a certified proof again, from its epoch's seed, data and start.
    private mutating func train(_ proof: Proof) {
        let value = proof.value
        let key = LearningReading.bytes(value, "key")
        let seed = LearningDomain.digest(
            "seed", network, UInt64(epoch).bigEndianBytes, epochHash, key)
        let chunks = LearningReading.elements(genesis, "chunks")
        let number = TrainingDraw.number(
            tag: "chunk", seed: Digest(bytes: seed), number: 0, below: max(1, chunks.count))
        expect(
            LearningReading.isSigned(value, "proof", by: "key"), .trainingDone,
            "a certified proof is not its trainer's")
        guard let plan, let weights,
            let chunk = data.first(where: { chunk in
                .some(chunk.hash.text) == chunks[number].stringValue
            }),
            let run = try? TrainingRun(
                plan: plan, seed: Digest(bytes: seed), chunk: chunk, start: weights),
            let history = try? run.trained(by: TrainingBackends.reference)
        else { return complain(.trainingDone, "a certified proof cannot be trained again") }
        let isDone =
            LearningReading.bytes(value, "trace") == history.trace.digest.bytes
            && LearningReading.bytes(value, "start") == history.weightHashes[0].bytes
            && LearningReading.bytes(value, "end") == history.end.hash.bytes
        expect(isDone, .trainingDone, "a certified training was not done")
        // The first of an epoch leads on.
        guard trainedEpoch != epoch else { return }
        expect(epoch > trainedEpoch, .trainedChain, "the training chain goes back")
        trainedEpoch = epoch
        self.weights = isDone ? history.end : nil
    }

    private mutating func slash(_ votes: [JSONValue]) {
        guard let first = votes.first else { return }
        let key = LearningReading.text(first, "validator")
        let verdicts = votes.map { LearningReading.member($0, "valid")?.booleanValue }
        let isGuilty =
            votes.count == 2 && verdicts == [true, false] && isValidator(key)
            && votes.allSatisfy {
                LearningReading.text($0, "validator") == key
                    && LearningReading.isSigned($0, "vote", by: "validator")
                    && LearningReading.bytes($0, "proof") == LearningReading.bytes(first, "proof")
                    && LearningReading.bytes($0, "beacon") == LearningReading.bytes(first, "beacon")
            }
        expect(isGuilty, .authoritiesStaked, "a bond is taken of somebody without two verdicts")
        let address = LearningReading.address(ofKey: key)
        burned += self[address].bond + self[address].endings.reduce(0) { $0 + $1.units }
        self[address].bond = 0
        self[address].endings = []
        slashed.append(key)
    }
}
