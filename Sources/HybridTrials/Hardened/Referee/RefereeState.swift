internal import HybridChain

/// The state after a block as the referee's own books have it.
struct RefereeState {
    /// W1 and W2 in a row.
    var weights: [Int64]
    var burnt: UInt64 = 0
    var bonds: [UInt64]
    var isSlashed: [Bool]
    var isMember: [Bool]
    var epoch: UInt64 = 0
    var justified: [RefereeCheckpoint]
    var highest: RefereeCheckpoint
    var finalised: RefereeCheckpoint
    /// Votes that were taken, by index.
    var votes: [[RefereeVote]]

    init(_ genesis: HybridGenesis) {
        let count = genesis.validators.count
        let root = RefereeCheckpoint(epoch: 0, root: RefereeBytes.hash("block", genesis.bytes))
        weights = RefereeModel(genesis).firstWeights
        bonds = genesis.validators.map(\.bond)
        isSlashed = [Bool](repeating: false, count: count)
        isMember = [Bool](repeating: true, count: count)
        justified = [root]
        highest = root
        finalised = root
        votes = Array(repeating: [], count: count)
    }

    /// The weights as honest trainers hold them; nil where one is beyond the model's bound.
    func weights(of shape: HybridShape) -> HybridWeights? {
        let narrow = weights.map { Int32(clamping: $0) }
        return HybridWeights(
            shape: shape, hidden: Array(narrow.prefix(shape.hiddenWeightCount)),
            output: Array(narrow.dropFirst(shape.hiddenWeightCount)))
    }

    func isActive(_ index: UInt16) -> Bool {
        Int(index) < bonds.count && isMember[Int(index)] && !isSlashed[Int(index)]
    }

    var quorum: Int { 2 * isMember.count { $0 } / 3 + 1 }

    mutating func begin(epoch: UInt64) {
        guard epoch > self.epoch else { return }
        self.epoch = epoch
        isMember = isSlashed.map { !$0 }
    }

    mutating func slash(_ index: UInt16, proposer: UInt16) {
        guard Int(index) < bonds.count else { return }
        isSlashed[Int(index)] = true
        let bond = bonds[Int(index)]
        bonds[Int(index)] = 0
        let reward = Int(proposer) < bonds.count ? bond / 512 : 0
        if Int(proposer) < bonds.count { bonds[Int(proposer)] += reward }
        burnt += bond - reward
    }

    mutating func take(_ vote: RefereeVote) {
        if Int(vote.index) < votes.count { votes[Int(vote.index)].append(vote) }
        let voters = votes.indices.count { index in
            !isSlashed[index]
                && votes[index].contains {
                    $0.source == vote.source && $0.target == vote.target
                }
        }
        guard voters >= quorum else { return }
        if !justified.contains(vote.target) { justified.append(vote.target) }
        if vote.target.epoch > highest.epoch { highest = vote.target }
        if vote.source.epoch < .max, vote.target.epoch == vote.source.epoch + 1,
            vote.source.epoch > finalised.epoch
        {
            finalised = vote.source
        }
    }

    /// H(`state`, …).
    func root(_ model: RefereeModel) -> [UInt8] {
        var bytes = model.hash(weights) + RefereeBytes.of(burnt, 8)
        bytes += RefereeBytes.of(UInt64(bonds.count), 2)
        for (index, bond) in bonds.enumerated() {
            bytes += RefereeBytes.of(bond, 8) + [isSlashed[index] ? 1 : 0]
        }
        return RefereeBytes.hash("state", bytes + highest.bytes + finalised.bytes)
    }
}
