/// The way of an epoch from its receipts to the token.
package enum EpochStage: Sendable, Equatable {
    /// Receipts alone: no snapshot of it has votes.
    case open
    /// A snapshot of it has votes.
    case settled
    /// Votes of more than two thirds of all weight are for one of them: its payouts stand.
    case quorate
    /// A batch of its payouts is being minted, whose number counts from 0; those before it are.
    case minting(batch: Int)
    /// Every batch is minted.
    case minted

    /// As the store has a stage that the minter reaches.
    package var text: String {
        switch self {
        case .open: "open"
        case .settled: "settled"
        case .quorate: "quorate"
        case .minting(let batch): "minting \(batch)"
        case .minted: "minted"
        }
    }

    /// Nil for anything else than ``text`` gives for a stage that the minter reaches.
    init?(stored text: String) {
        if text.isSame("minted") {
            self = .minted
            return
        }
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0] == "minting", let batch = Int(words[1]) else { return nil }
        self = .minting(batch: batch)
        guard self.text.isSame(text) else { return nil }
    }
}
