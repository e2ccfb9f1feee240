internal import BigInt
package import PythonValues

extension PublishedLedger {
    /// `validate_block(block)` for a block of a peer: nil where it is good. Hash, zeros, time, and
    /// what the validations say are not looked at; each payment is held against the balances before
    /// the block.
    package func refusal(of block: PublishedBlock) -> BlockRefusal? {
        do throws(PythonError) {
            if !block.index.equals(.integer(BigInt(chain.count))), checks.has(.index) {
                return .index
            }
            if !block.previousHash.equals(tip.hash), checks.has(.previous) { return .previous }
            if let refusal = consensusRefusal(of: block.consensusProof) { return refusal }
            for payment in try block.payments(for: "amount") {
                if let refusal = try refusal(of: payment) { return .payment(refusal) }
            }
            return nil
        } catch {
            return .exception(error, place: .block)
        }
    }

    private func consensusRefusal(
        of proof: ClassMember<PublishedConsensusProof>
    ) -> BlockRefusal? {
        do throws(PythonError) {
            return try ConsensusRule.refusal(
                of: proof.object(for: "authority_nodes"), checks: checks
            ) { id throws(PythonError) in
                try balance(id)
            }
        } catch {
            return .exception(error, place: .consensusProof)
        }
    }

    /// `handle_block_proposal`: takes a block of a peer, or tells why not, and by which exception
    /// the handler ended.
    ///
    /// A block that is taken ends in an AttributeError, for the answer to the peer has a type that
    /// there is not, or in an error of its booking before that.
    package func propose(
        _ block: PublishedBlock
    ) -> (refusal: BlockRefusal?, exception: PythonError?) {
        if let refusal = refusal(of: block) { return (refusal, nil) }
        append(block)
        do throws(PythonError) {
            try updateBalances(block)
            return (nil, .attribute("BLOCK_VALIDATION"))
        } catch {
            return (nil, error)
        }
    }

    /// `is_chain_valid()`: nil where the chain is good, else the first rule that fails.
    ///
    /// **Throws:** ``PythonError`` where a block cannot be spelt or counted.
    package func chainRefusal() throws(PythonError) -> ChainRefusal? {
        for place in 1..<chain.count {
            let block = chain[place]
            guard block.hash.equals(.text(try block.computedHash())) else { return .hash }
            guard block.previousHash.equals(chain[place - 1].hash) else { return .previous }
            let proof = try block.consensusProof.object(for: "authority_nodes")
            guard try ConsensusRule.isProofOfLearning(proof) else { return .learning }
        }
        return nil
    }
}

/// The rules on consensus proofs: neither looks at a signature.
package enum ConsensusRule {
    private static let authorityCountMin = 3
    private static let authorityStake = PythonNumber.float(PythonFloat(5000))

    /// `validate_consensus_proof(proof)`: nil where it is good. One authority named three times is
    /// three.
    ///
    /// - Parameter stake: the stake of a node.
    /// **Throws:** ``PythonError`` where a member has a type that the checks cannot use.
    package static func refusal(
        of proof: PublishedConsensusProof, checks: LearningChecks = .all,
        stake: (PythonValue) throws(PythonError) -> PythonNumber
    ) throws(PythonError) -> BlockRefusal? {
        if !proof.authorityNodes.isTrue, checks.has(.structure) { return .structure }
        if try proof.epoch.isLess(than: .integer(0)), checks.has(.structure) { return .structure }
        if try proof.authorityNodes.length() < authorityCountMin, checks.has(.authorities) {
            return .authorities
        }
        if try proof.validationCount() == 0, checks.has(.noValidations) { return .noValidations }
        var total = PythonNumber.float(PythonFloat(0))
        for authority in try proof.authorityNodes.elements() {
            let stake = try stake(authority)
            if stake.isLess(than: authorityStake), checks.has(.authorityStake) {
                return .authorityStake
            }
            total = try total + stake
        }
        return nil
    }

    /// `validate_proof_of_learning`: two thirds of the authorities named, and one, in validations
    /// that are true.
    ///
    /// **Throws:** as ``refusal(of:stake:)``.
    package static func isProofOfLearning(
        _ proof: PublishedConsensusProof
    ) throws(PythonError) -> Bool {
        let authorityCount = try proof.authorityNodes.length()
        guard authorityCount >= authorityCountMin else { return false }
        return try proof.validCount() >= authorityCount * 2 / 3 + 1
    }
}
