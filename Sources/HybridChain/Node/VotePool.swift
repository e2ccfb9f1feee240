/// Votes whose signatures hold and that wait for a block.
struct VotePool {
    private var votes: [HybridVote] = []

    var all: [HybridVote] { votes }

    func contains(_ vote: HybridVote) -> Bool { votes.contains { $0.message == vote.message } }

    /// Whether a validator's next vote drives out none of its own.
    func hasRoom(_ index: UInt16) -> Bool {
        votes.count { $0.index == index } < HybridNodeLimits.waitingVoteCountMax
    }

    /// The oldest of a validator goes for a new one.
    mutating func take(_ vote: HybridVote) {
        let count = votes.count { $0.index == vote.index }
        if count >= HybridNodeLimits.waitingVoteCountMax,
            let oldest = votes.firstIndex(where: { $0.index == vote.index })
        {
            votes.remove(at: oldest)
        }
        votes.append(vote)
    }

    /// Forgets votes that no block can have any more: of finalised epochs, or of the chain.
    mutating func prune(_ state: HybridState) {
        let finality = state.finality
        votes.removeAll {
            $0.link.target.epoch <= finality.finalised.epoch
                || finality.hasVote($0.index, for: $0.link) || state.slashed.contains($0.index)
        }
    }
}
