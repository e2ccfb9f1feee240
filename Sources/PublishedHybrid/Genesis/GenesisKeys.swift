internal import Cryptography
package import PythonValues

/// The keys that a genesis makes of its seed: everybody who has the seed has them.
///
/// **Source:** page, section 1.
package struct GenesisKeys: Sendable, Equatable {
    /// A number below 2^255, 32 bytes big-endian; it may lie above the order of the group.
    package let privateKey: [UInt8]
    /// 48 bytes that are no point of the curve and do not follow from the private key.
    package let publicKey: [UInt8]
    package let withdrawalCredentials: [UInt8]

    private static let publicKeyTailCount = 16
    private static let withdrawalTailCount = 31

    /// The keys of a seed of any length.
    package init(seed: [UInt8]) {
        func digest(_ label: String) -> [UInt8] {
            Digests.sha256(seed + Array(label.utf8)).bytes
        }
        // The remainder by 2^255: the highest bit is dropped.
        var number = digest("private_key")
        number[0] &= 0x7F
        privateKey = number
        let head = digest("public_key")
        publicKey = head + Digests.sha256(head).bytes.prefix(Self.publicKeyTailCount)
        withdrawalCredentials = [0] + digest("withdrawal").prefix(Self.withdrawalTailCount)
    }

    /// The keys of a seed as the environment spells it, or those of the random bytes, 32 as
    /// published, where it is empty or missing.
    ///
    /// **Throws:** ``PythonError/value(_:)`` for what `bytes.fromhex` does not read: the command
    /// ends then and has written nothing.
    package init(seedText: PythonText?, random: () -> [UInt8]) throws(PythonError) {
        guard let seedText, !seedText.codePoints.isEmpty else {
            self.init(seed: random())
            return
        }
        self.init(seed: try seedText.bytesFromHexadecimal())
    }

    package var peer: PeerIdentifier { PeerIdentifier(publicKey: publicKey) }

    /// Whether the private key is one of the curve BLS12-381: below the order of its group.
    package var isPrivateKeyBelowGroupOrder: Bool {
        privateKey.lexicographicallyPrecedes(Self.groupOrder)
    }

    /// **Source:** BLS12-381, r.
    private static let groupOrder: [UInt8] = [
        0x73, 0xED, 0xA7, 0x53, 0x29, 0x9D, 0x7D, 0x48, 0x33, 0x39, 0xD8, 0x08, 0x09, 0xA1, 0xD8,
        0x05, 0x53, 0xBD, 0xA4, 0x02, 0xFF, 0xFE, 0x5B, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00,
        0x00, 0x01,
    ]
}
