internal import GatewayNetwork
internal import Trials

extension GatewayView {
    /// A gateway's ledger now.
    init(_ system: GatewaySystem, _ clock: LogicalClock) {
        self.init(state: State(system))
        receipts = system.receipts.map {
            Receipt(bytes: $0.bytes, id: $0.id, chainHash: $0.chainHash)
        }
        votes = system.votes.map(\.bytes)
        settlements = system.settlements.map { settlement in
            Settlement(
                bytes: settlement.bytes, root: settlement.snapshot.root,
                payouts: settlement.payouts.map {
                    Payout(node: $0.node, address: $0.address, amount: $0.amount)
                })
        }
        tallies = system.tallies.map { Tally(epoch: $0.epoch, root: $0.root, weight: $0.weight) }
        balances = system.balances
        clockMilliseconds = clock.milliseconds
    }
}

extension GatewaySystem {
    /// Receipts, votes and settlements.
    var rowCount: Int { receipts.count + votes.count + settlements.count }
}

extension GatewayView.State {
    init(_ system: some SystemUnderTest) {
        self.init(digest: system.stateDigest, head: system.head)
    }
}
