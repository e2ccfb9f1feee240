internal import GatewayNetwork
internal import Trials

extension GatewayView {
    /// A gateway's ledger now.
    init(_ system: GatewayUnderTest, _ clock: LogicalClock) {
        self.init(state: State(system))
        receipts = system.receipts
        votes = system.votes
        settlements = system.settlements
        tallies = system.tallies
        mints = system.mints
        epochs = system.epochs
        accounts = system.accounts
        nodes =
            system.published?.surroundings.nodes.map {
                ($0.name, $0.generationCount, $0.signatureCount)
            } ?? []
        calls = system.published?.surroundings.calls ?? []
        rows = system.hardenedNetwork?.rows ?? []
        mintProposals = system.hardenedNetwork?.proposals ?? []
        records = system.hardenedNetwork?.records ?? []
        isPaused = system.hardenedNetwork?.token.token.isPaused ?? false
        furtherLines = system.furtherLines
        balances = system.balances
        signedProposals = system.published?.proposals ?? []
        price = system.published?.price(at: clock) ?? 100
        clockMilliseconds = clock.milliseconds
    }
}

extension GatewayView.State {
    init(_ system: some SystemUnderTest) {
        self.init(digest: system.stateDigest, head: system.head)
    }
}
