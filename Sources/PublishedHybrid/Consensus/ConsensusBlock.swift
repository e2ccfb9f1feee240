/// A block of the consensus chain, as far as the rule of acknowledgements looks.
package struct ConsensusBlock: Sendable, Equatable {
    /// How a signature stands to its key: an input.
    package enum Signature: String, Sendable {
        case good
        case wrong
        case malformed
        case empty
    }

    /// The name by which the block is told from others.
    package let identifier: [UInt8]
    package let slot: UInt64
    package let proposer: UInt64
    /// ExtraData of the execution payload; nil where the block has no payload.
    package let extraData: [UInt8]?
    package let signature: Signature

    package init(
        identifier: [UInt8], slot: UInt64, proposer: UInt64, extraData: [UInt8]?,
        signature: Signature
    ) {
        self.identifier = identifier
        self.slot = slot
        self.proposer = proposer
        self.extraData = extraData
        self.signature = signature
    }

    private static let updateRange = 32..<64

    /// The update that the block carries; nil where no rule of acknowledgements applies: no
    /// payload, too short an ExtraData, or zeros.
    package var updateIdentifier: [UInt8]? {
        guard let extraData, extraData.count >= Self.updateRange.upperBound else { return nil }
        let identifier = Array(extraData[Self.updateRange])
        return identifier.contains { $0 != 0 } ? identifier : nil
    }
}
