internal import BigInt
internal import PublishedMeshChain

extension PublishedChainSystem {
    /// The pallet as values: epochs that have ended with a proposal.
    package var view: ChainView {
        ChainView(
            epochs: emissions.compactMap { end in
                // The first epoch of all has none before.
                guard end.epoch > 0, let submission = chain.submissions[end.epoch - 1] else {
                    return nil
                }
                return Self.epoch(end.epoch - 1, submission, end.emission.events)
            },
            startStake: setup.nodes.reduce(0) { $0 + BigInt($1.stake) },
            totalStake: BigInt(chain.totalStake),
            emissions: BigInt(setup.emissions) * BigInt(setup.weight)
                / BigInt(ChainFraction.one))
    }

    private static func epoch(
        _ number: UInt32, _ submission: ChainSubmission, _ events: [ChainEvent]
    ) -> ChainView.Epoch {
        var epoch = ChainView.Epoch(
            number: number, proposer: submission.validator,
            validators: submission.nodes.filter { $0.nodeClass == .validator }.map(\.id),
            attestors: submission.attests.keys,
            entries: submission.data.map { ($0.node, BigInt($0.score)) }, isPaid: false)
        for event in events {
            switch event {
            case .slashing(_, let amount): epoch.slashed += BigInt(amount)
            case .subnetRewards(let nodes, let delegates, let pools):
                epoch.isPaid = true
                epoch.paid = nodes.map { ($0.node, BigInt($0.amount)) }
                epoch.pools = pools.map { ($0.node, BigInt($0.amount)) }
                epoch.delegates = BigInt(delegates)
                // One, times the factor of the proposal's time.
                epoch.reward = BigInt(submission.factor)
            default: break
            }
        }
        return epoch
    }
}
