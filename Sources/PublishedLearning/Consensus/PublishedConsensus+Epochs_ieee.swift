package import BigInt
package import PythonValues

extension PublishedConsensus {
    /// A `ConsensusProof` that was reached, and the text that its signature covers.
    package struct Agreement: Sendable {
        package let authorityNodes: [PythonText]
        package let validations: [ConsensusValidation]
        package let aggregatedModelHash: PythonText
        package let signature: PythonText
        package let epoch: BigInt
        package let signedText: PythonText
    }

    /// `reach_consensus`; nil where there is none.
    ///
    /// **Throws:** ``PythonError`` for stakes that no float comes near.
    package func reach(epoch: BigInt, now: PythonFloat) throws(PythonError) -> Agreement? {
        guard isAuthority else { return nil }
        let valid = validValidations
        let eligible = try eligible()
        let total = PythonFloatRules.sum(eligible.map(\.weight))
        guard !valid.isEmpty, total != 0 else { return nil }
        let hashes = valid.compactMap { pendingProofs[$0.key]?.modelStateHash }
        let aggregated =
            try hashes.isEmpty
            ? PublishedHash.hash(.text("consensus_epoch_" + epoch.pythonText()))
            : PublishedHash.hash(.list(PythonValue.sorted(hashes)))
        var signed = PythonDictionary()
        signed["epoch"] = .integer(epoch)
        signed["aggregated_model_hash"] = .text(aggregated)
        signed["authority_nodes"] = .list(eligible.map { .string($0.id) })
        signed["total_stake_weight"] = .real(total)
        signed["validation_count"] = .integer(BigInt(valid.count))
        signed["timestamp"] = .float(now)
        let text = PythonText(try PublishedHash.encoding(.dictionary(signed)))
        return Agreement(
            authorityNodes: [nodeID], validations: valid.map(\.value),
            aggregatedModelHash: PythonText(aggregated), signature: sign(text), epoch: epoch,
            signedText: text)
    }

    /// `update_authority_nodes`: the list by reputation, which replaces that by stake.
    package func updateAuthorityNodes() {
        let ranked = reputation.entries.enumerated().sorted { first, second in
            let (left, right) = (first.element.value.value, second.element.value.value)
            return left == right ? first.offset < second.offset : left > right
        }
        authorityNodes = ranked.prefix(20).filter { $0.element.value.value > 75 }
            .map(\.element.key)
        if isAuthority, !authorityNodes.contains(nodeID) { authorityNodes.append(nodeID) }
    }

    /// The status that the engine tells.
    package struct Status: Sendable {
        package let authorityNodes: [PythonText]
        package let pendingCount: Int
        /// The first ten.
        package let reputations: [(key: PythonText, value: PythonFloat)]
        package let recentValidationCount: Int
    }

    /// `get_consensus_status`. **Throws:** ``PythonError`` for a validation without a time.
    package func status(now: PythonFloat) throws(PythonError) -> Status {
        var recentCount = 0
        for validation in validated.entries.lazy.map(\.value)
        where try validation.timestamp.age(at: now) < 3600 { recentCount += 1 }
        return Status(
            authorityNodes: authorityNodes, pendingCount: pendingProofs.count,
            reputations: Array(reputation.entries.prefix(10)), recentValidationCount: recentCount)
    }

    /// The reason for which `validate_consensus_proof` refuses a block's consensus proof; nil where
    /// it does not.
    ///
    /// **Throws:** ``PythonError`` where it raises: the proof is refused.
    package func refusal(
        authorityNodes: PythonValue, validations: PythonValue, epoch: PythonValue
    ) throws(PythonError) -> String? {
        if !authorityNodes.isTrue { return "structure" }
        if try epoch.isLess(than: .integer(0)) { return "structure" }
        let authorities = try authorityNodes.elements()
        if authorities.count < 3 { return "authorities" }
        if !validations.isTrue { return "no_validations" }
        for authority in authorities where try Self.isTooLittleForAuthority(stake(of: authority)) {
            return "authority_stake"
        }
        return nil
    }
}
