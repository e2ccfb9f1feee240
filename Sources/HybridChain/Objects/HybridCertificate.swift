internal import Cryptography

/// The acknowledgements of a block's update.
///
/// **Layout:** u16 count ‖ (u16 index ‖ signature 64)…
package struct HybridCertificate: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package let index: UInt16
        package let signature: [UInt8]

        package init(index: UInt16, signature: [UInt8]) {
            self.index = index
            self.signature = signature
        }
    }

    package static let entryByteCount = 66

    package let entries: [Entry]
    /// Whether the bytes were the entries that they count, and nothing else.
    package let isExact: Bool

    /// The whole entries of the bytes, at most as many as they count.
    package init(bytes: [UInt8]) {
        var reader = HybridReader(bytes)
        let count = Int(reader.uint16())
        isExact = bytes.count == 2 + Self.entryByteCount * count
        entries = (0..<min(count, reader.leftByteCount / Self.entryByteCount)).map { _ in
            let index = reader.uint16()
            return Entry(index: index, signature: reader.fixed(Ed25519.signatureByteCount))
        }
    }

    /// **Precondition:** fewer than 2^16.
    package static func bytes(of entries: [Entry]) -> [UInt8] {
        UInt16(entries.count).hybridBytes
            + entries.flatMap { $0.index.hybridBytes + $0.signature }
    }

    /// The certificate of acknowledgements, by rising index.
    package static func bytes(of acknowledgements: [HybridAcknowledgement]) -> [UInt8] {
        bytes(
            of: acknowledgements.sorted { $0.index < $1.index }.map {
                Entry(index: $0.index, signature: $0.signature)
            })
    }
}
