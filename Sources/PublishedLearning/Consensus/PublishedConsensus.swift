package import PythonValues

/// The balances of a ledger, which the engine takes for stakes.
package protocol ConsensusBalances {
    /// `get_balance`: 0.0 where the ledger does not know the text.
    ///
    /// **Throws:** ``PythonError`` where it raises.
    func balance(of text: PythonText) throws(PythonError) -> PythonNumber
}

/// The published consensus engine of one node: consensus.py.
///
/// All tables keep the order in which their keys came, as Python's do: results follow it.
package final class PublishedConsensus {
    package let nodeID: PythonText
    package let isAuthority: Bool
    let checks: LearningChecks
    /// The ledger, where the engine has one.
    private let balances: (any ConsensusBalances)?
    /// The node's signature of a text.
    let sign: (PythonText) -> PythonText

    package internal(set) var authorityNodes: [PythonText] = []
    package internal(set) var nodeStakes = OrderedTable<PythonNumber>()
    package internal(set) var reputation = OrderedTable<PythonFloat>()
    /// The proofs that passed the test of work, by their hash.
    package internal(set) var pendingProofs = OrderedTable<TrainingProofView>()
    /// The validations by the hash of a proof.
    package internal(set) var validated = OrderedTable<ConsensusValidation>()
    /// The hashes of all proofs that were ever pending.
    package internal(set) var recentHashes = OrderedTable<Bool>()
    package internal(set) var lastSubmission = OrderedTable<PythonFloat>()
    package internal(set) var pendingRewards = OrderedTable<PythonValue>()
    package internal(set) var rewardValidations = OrderedTable<[RewardAuthorization]>()

    /// - Parameters:
    ///   - balances: the ledger; nil where stakes are those that ``updateStake(of:to:)`` is told.
    ///   - sign: the node's signature of a text.
    package init(
        nodeID: PythonText, isAuthority: Bool,
        balances: (any ConsensusBalances)? = nil, checks: LearningChecks = .all,
        sign: @escaping (PythonText) -> PythonText
    ) {
        self.nodeID = nodeID
        self.isAuthority = isAuthority
        self.balances = balances
        self.checks = checks
        self.sign = sign
    }

    /// An authority's word for a reward.
    package struct RewardAuthorization: Sendable {
        package let validatorID: PythonText
        package let stake: PythonNumber
        package let signature: PythonText
    }

    /// The stake of a node: its balance, or what was told.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for an id that is no key of a table.
    package func stake(of id: PythonValue) throws(PythonError) -> PythonNumber {
        switch id {
        case .string(let text): return try stake(of: text)
        case .list, .dictionary: throw .type("unhashable type: '\(id.typeName)'")
        // The tables' keys are texts.
        default: return Self.noStake
        }
    }

    package func stake(of id: PythonText) throws(PythonError) -> PythonNumber {
        if let balances { return try balances.balance(of: id) }
        return nodeStakes[id] ?? Self.noStake
    }

    /// `update_node_stake`: who has 5,000 joins the authorities, who has less leaves them.
    package func updateStake(of id: PythonText, to amount: PythonNumber) {
        nodeStakes.set(amount, for: id)
        let isListed = authorityNodes.contains(id)
        if Self.isAuthorityStake(amount), !isListed {
            authorityNodes.append(id)
        } else if Self.isTooLittleForAuthority(amount), isListed,
            let place = authorityNodes.firstIndex(of: id)
        {
            authorityNodes.remove(at: place)
        }
    }

    /// Puts a validation into the table, which no published path does.
    package func inject(_ validation: ConsensusValidation, for hash: PythonText) {
        validated.set(validation, for: hash)
    }

    /// Puts a reputation into the table, which peers do by telling theirs.
    package func setReputation(_ value: PythonFloat, of id: PythonText) {
        reputation.set(value, for: id)
    }

    /// The validations that are valid, in order.
    var validValidations: [(key: PythonText, value: ConsensusValidation)] {
        validated.entries.filter { $0.value.isValid.isTrue }
    }
}
