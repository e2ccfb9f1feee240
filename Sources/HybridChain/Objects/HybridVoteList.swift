/// The votes of a block.
///
/// **Layout:** u16 count ‖ vote 178…
package struct HybridVoteList: Sendable, Equatable {
    package let votes: [HybridVote]
    /// Whether the bytes were the votes that they count, and nothing else.
    package let isExact: Bool

    /// The whole votes of the bytes, at most as many as they count.
    package init(bytes: [UInt8]) {
        var reader = HybridReader(bytes)
        let count = Int(reader.uint16())
        isExact = bytes.count == 2 + HybridVote.byteCount * count
        votes = (0..<min(count, reader.leftByteCount / HybridVote.byteCount)).map { _ in
            HybridVote(bytes: reader.fixed(HybridVote.byteCount))
        }
    }

    /// **Precondition:** fewer than 2^16.
    package static func bytes(of votes: [HybridVote]) -> [UInt8] {
        UInt16(votes.count).hybridBytes + votes.flatMap(\.bytes)
    }
}
