/// The referee's notes of the nodes behind a chain, made by what it saw itself.
package struct ChainBooks: Sendable {
    /// Nodes whose heartbeats were there all epoch long.
    private var present: [(epoch: UInt32, nodes: [UInt32])] = []
    /// Epochs whose proposer proposed all that it saw.
    private var honestEpochs: [UInt32] = []

    package init() {}

    package mutating func note(present nodes: [UInt32], epoch: UInt32) {
        present.append((epoch, nodes))
    }

    package mutating func note(honestProposalOf epoch: UInt32) { honestEpochs.append(epoch) }

    func present(in epoch: UInt32) -> [UInt32] {
        present.filter { $0.epoch == epoch }.flatMap(\.nodes)
    }

    func isHonest(_ epoch: UInt32) -> Bool { honestEpochs.contains(epoch) }
}
