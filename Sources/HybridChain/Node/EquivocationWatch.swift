/// The signatures that a node has seen hold, so that a second one that nobody may make beside the
/// first is noticed.
struct EquivocationWatch {
    private struct Key: Hashable {
        let kind: HybridEvidence.Kind
        let index: UInt16
        let slot: UInt64
    }

    private var pieces: [Key: (message: [UInt8], bytes: [UInt8])] = [:]  // never iterated
    private var votes: [UInt16: [HybridVote]] = [:]  // looked up, never iterated

    /// Notes a header or an acknowledgement whose signature holds. **Result:** evidence, if there
    /// was another of the slot.
    mutating func note(
        _ piece: SignedPiece, _ kind: HybridEvidence.Kind, bytes: [UInt8]
    ) -> HybridEvidence? {
        let key = Key(kind: kind, index: piece.index, slot: piece.slot)
        if let seen = pieces[key] {
            guard seen.message != piece.message else { return nil }
            return HybridEvidence(kind, first: seen.bytes, second: bytes)
        }
        if pieces.count >= HybridNodeLimits.watchedCountMax { pieces = [:] }
        pieces[key] = (piece.message, bytes)
        return nil
    }

    /// Notes a vote whose signature holds. **Result:** evidence, if there was one that it conflicts
    /// with.
    mutating func note(_ vote: HybridVote) -> HybridEvidence? {
        var seen = votes[vote.index] ?? []
        guard !seen.contains(where: { $0.message == vote.message }) else { return nil }
        let other = seen.first { $0.link.conflicts(with: vote.link) }
        if seen.count >= HybridNodeLimits.watchedVoteCountMax { seen.removeFirst() }
        seen.append(vote)
        votes[vote.index] = seen
        return other.map { HybridEvidence(.votes, first: $0.bytes, second: vote.bytes) }
    }
}
