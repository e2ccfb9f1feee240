package import PythonValues

extension PublishedConsensus {
    /// The engine's state: annex B of the reference vectors' README.
    package func state() -> PythonDictionary {
        var state = PythonDictionary()
        state["authority_nodes"] = .list(authorityNodes.map(PythonValue.string))
        state["reputation"] = reputation.dictionary(PythonValue.float)
        state["stakes"] = nodeStakes.dictionary(PythonValue.number)
        state["pending"] = .list(pendingProofs.entries.map { .string($0.key) })
        state["validated"] = .list(
            validated.entries.map { entry in
                .list([
                    .string(entry.key), entry.value.validatorID, entry.value.targetNodeID,
                    entry.value.isValid, entry.value.timestamp,
                ])
            })
        state["recent"] = .list(
            recentHashes.entries.map(\.key).sorted().map(PythonValue.string))
        state["times"] = lastSubmission.dictionary(PythonValue.float)
        state["pending_rewards"] = pendingRewards.dictionary { $0 }
        state["reward_validations"] = rewardValidations.dictionary { words in
            .list(words.map { .list([.string($0.validatorID), .number($0.stake)]) })
        }
        return state
    }
}
