package import Cryptography

/// A block on its way to the consensus nodes: slot, proposer's index, whether there is a payload,
/// ExtraData with its length, and the signature, which is the rest.
package struct BlockMessage: Sendable, Equatable {
    package let slot: UInt64
    package let proposer: UInt64
    /// Nil where the block has no payload.
    package let extraData: [UInt8]?
    package let signature: [UInt8]

    package init(slot: UInt64, proposer: UInt64, extraData: [UInt8]?, signer: Ed25519PrivateKey) {
        self.slot = slot
        self.proposer = proposer
        self.extraData = extraData
        signature = signer.signature(
            of: Self.signedBytes(slot: slot, proposer: proposer, extraData: extraData))
    }

    /// Nil for bytes that are too short.
    package init?(parsing bytes: [UInt8]) {
        var reader = MessageReader(bytes)
        guard let slot = reader.integer(byteCount: 8), let proposer = reader.integer(byteCount: 8),
            let hasPayload = reader.integer(byteCount: 1),
            let count = reader.integer(byteCount: 2), let extra = reader.bytes(Int(count))
        else { return nil }
        self.slot = slot
        self.proposer = proposer
        extraData = hasPayload == 0 ? nil : extra
        signature = reader.rest()
    }

    package var bytes: [UInt8] { signedBytes + signature }

    var signedBytes: [UInt8] {
        Self.signedBytes(slot: slot, proposer: proposer, extraData: extraData)
    }

    private static func signedBytes(
        slot: UInt64, proposer: UInt64, extraData: [UInt8]?
    ) -> [UInt8] {
        MessageReader.bytes(of: slot, byteCount: 8)
            + MessageReader.bytes(of: proposer, byteCount: 8) + [extraData == nil ? 0 : 1]
            + MessageReader.bytes(of: UInt64(extraData?.count ?? 0), byteCount: 2)
            + (extraData ?? [])
    }

    /// The block's name.
    package var identifier: [UInt8] { Digests.sha256(bytes).bytes }
}
