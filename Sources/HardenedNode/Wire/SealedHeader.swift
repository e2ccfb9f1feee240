package import Cryptography
package import Encodings
package import GlyphChain

/// A block without its transactions: header, attempt, proof. A block begins with these bytes.
package struct SealedHeader: Sendable, Equatable {
    package static let byteCount = HardenedHeader.byteCount + 40

    package let header: HardenedHeader
    package let nonce: UInt64
    package let proof: Digest

    package init(_ block: HardenedBlock) {
        header = block.header
        nonce = block.nonce
        proof = block.proof
    }

    package init?(_ reader: inout CanonicalReader) {
        guard
            let header = reader.raw(HardenedHeader.byteCount).flatMap({ HardenedHeader(bytes: $0) }
            ),
            let nonce = reader.uint64(), let proof = reader.raw(32)
        else { return nil }
        self.header = header
        self.nonce = nonce
        self.proof = Digest(bytes: proof)
    }

    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: header.bytes)
        writer.add(nonce)
        writer.add(raw: proof.bytes)
        return writer.bytes
    }

    /// A block of this header that may lack its transactions: its hash is the whole block's.
    package var block: HardenedBlock {
        HardenedBlock(header: header, nonce: nonce, proof: proof, transactions: [])
    }
}
