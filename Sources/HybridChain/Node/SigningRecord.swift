/// The slots and epochs that a validator signed last: it never signs a second time what may be
/// signed once, not even after a restart, since its store has the record.
///
/// **Layout:** u64 delta slot ‖ u64 acknowledgement slot ‖ u64 proposal slot ‖ u64 vote source
/// epoch ‖ u64 vote target epoch; 0 before the first.
package struct SigningRecord: Sendable, Equatable {
    package static let byteCount = 40

    package internal(set) var deltaSlot: UInt64 = 0
    package internal(set) var acknowledgementSlot: UInt64 = 0
    package internal(set) var proposalSlot: UInt64 = 0
    package internal(set) var voteSource: UInt64 = 0
    package internal(set) var voteTarget: UInt64 = 0

    package init() {}

    init(_ reader: inout HybridReader) {
        deltaSlot = reader.uint64()
        acknowledgementSlot = reader.uint64()
        proposalSlot = reader.uint64()
        voteSource = reader.uint64()
        voteTarget = reader.uint64()
    }

    package var bytes: [UInt8] {
        [deltaSlot, acknowledgementSlot, proposalSlot, voteSource, voteTarget].flatMap(
            \.hybridBytes)
    }

    /// Whether a vote for a link conflicts with none before: its target is a later one, its source
    /// none from before the last vote's.
    package func allowsVote(_ link: HybridLink) -> Bool {
        link.target.epoch > voteTarget && link.source.epoch >= voteSource
    }

    mutating func take(_ link: HybridLink) {
        voteSource = link.source.epoch
        voteTarget = link.target.epoch
    }

    /// Whether nothing that another record says was signed is missing here.
    func covers(_ other: SigningRecord) -> Bool {
        deltaSlot >= other.deltaSlot && acknowledgementSlot >= other.acknowledgementSlot
            && proposalSlot >= other.proposalSlot && voteSource >= other.voteSource
            && voteTarget >= other.voteTarget
    }
}
