/// A block: its header, and four parts with their u32 lengths before them.
///
/// **Layout:** header 314 ‖ update ‖ certificate ‖ evidence ‖ votes.
package struct HybridBlock: Sendable, Equatable {
    package let header: HybridHeader
    /// The body of the update; empty where there is none.
    package let update: [UInt8]
    package let certificate: [UInt8]
    package let evidence: [UInt8]
    package let votes: [UInt8]
    /// Whether the bytes were a header and four parts, and nothing else.
    package let isExact: Bool
    package let byteCount: Int

    /// The parts of bytes: what they lack is empty, what they have too much is left. `encoding`
    /// refuses both.
    package init(bytes: [UInt8]) {
        var reader = HybridReader(bytes)
        header = HybridHeader(bytes: reader.counted(HybridHeader.byteCount))
        update = reader.part()
        certificate = reader.part()
        evidence = reader.part()
        votes = reader.part()
        isExact = reader.isExact
        byteCount = bytes.count
    }

    package init(
        header: HybridHeader, update: [UInt8], certificate: [UInt8], evidence: [UInt8],
        votes: [UInt8]
    ) {
        self.header = header
        self.update = update
        self.certificate = certificate
        self.evidence = evidence
        self.votes = votes
        isExact = true
        byteCount =
            header.bytes.count + 16 + update.count + certificate.count + evidence.count
            + votes.count
    }

    package var hash: [UInt8] { header.hash }

    /// The parts after the header, empty ones of a block without content.
    package var bytes: [UInt8] {
        header.bytes + update.hybridPart + certificate.hybridPart + evidence.hybridPart
            + votes.hybridPart
    }
}
