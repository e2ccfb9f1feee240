internal import Encodings

/// A node's own card: its key and the address at which it is reached, signed by it, so that nobody
/// else can give its address.
package struct MeshContact: Sendable, Equatable {
    package static let addressByteCountMax = 64
    static let domain = "glyphlab mesh card 1"

    package let key: MeshKey
    /// 1 to 64 bytes; a number in simulations, a text such as `127.0.0.1:4001` on TCP.
    package let address: [UInt8]
    /// The slot of signing; of two cards the later one counts.
    package let slot: UInt64
    package let signature: [UInt8]

    package init(address: [UInt8], slot: UInt64, by signer: MeshSigner, network: [UInt8]) {
        self.init(key: signer.key, address: address, slot: slot, signature: [], network, signer)
    }

    private init(
        key: MeshKey, address: [UInt8], slot: UInt64, signature: [UInt8], _ network: [UInt8],
        _ signer: MeshSigner?
    ) {
        self.key = key
        self.address = address
        self.slot = slot
        let message = network + Self.content(key, address, slot)
        self.signature = signer?.signature(Self.domain, message) ?? signature
    }

    /// The card with another address under the old signature: a forgery, for attackers.
    package func moved(to address: [UInt8]) -> MeshContact {
        MeshContact(key: key, address: address, slot: slot, signature: signature, [], nil)
    }

    private static func content(_ key: MeshKey, _ address: [UInt8], _ slot: UInt64) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: key.bytes)
        writer.add(lengthAndBytes: address)
        writer.add(slot)
        return writer.bytes
    }

    /// Whether the key's owner signed it. **Cost:** a verification.
    package func isSigned(_ signatures: MeshSignatures, network: [UInt8]) -> Bool {
        signatures.verifies(
            signature, Self.domain, network + Self.content(key, address, slot), by: key)
    }

    /// Key, address, slot, signature: at most 172 bytes.
    package var bytes: [UInt8] { Self.content(key, address, slot) + signature }

    init?(_ reader: inout CanonicalReader) {
        guard let key = reader.raw(MeshKey.byteCount).flatMap({ MeshKey($0) }),
            let address = reader.lengthAndBytes(),
            (1...Self.addressByteCountMax).contains(address.count),
            let slot = reader.uint64(), let signature = reader.raw(MeshSignatures.byteCount)
        else { return nil }
        self.init(key: key, address: address, slot: slot, signature: signature, [], nil)
    }

    /// Nil unless the bytes are one card and nothing else.
    package init?(bytes: [UInt8]) {
        var reader = CanonicalReader(bytes)
        self.init(&reader)
        guard reader.isAtEnd else { return nil }
    }
}
