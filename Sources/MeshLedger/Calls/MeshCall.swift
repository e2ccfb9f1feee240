internal import Cryptography
internal import Encodings
package import MeshNetwork

/// A signed call of the ledger: one encoding for each value; decoding takes all bytes or none.
package struct MeshCall: Sendable, Equatable {
    static let domain = "glyphlab mesh call 1"
    private static let proposalDomain = Array("glyphlab mesh proposal 1".utf8)

    package let sender: MeshKey
    /// The number of the sender's calls that were taken before.
    package let nonce: UInt64
    package let body: MeshCallBody
    /// 64 bytes.
    package let signature: [UInt8]

    /// - Parameter chain: the hash of the chain's genesis.
    package init(_ body: MeshCallBody, nonce: UInt64, by signer: MeshSigner, chain: [UInt8]) {
        sender = signer.key
        self.nonce = nonce
        self.body = body
        let content = Self.content(sender, nonce, body)
        signature = signer.signature(Self.domain, chain + content)
    }

    /// Nil unless the bytes are one call and nothing else.
    package init?(bytes: [UInt8]) {
        var reader = CanonicalReader(bytes)
        guard let sender = reader.raw(MeshKey.byteCount).flatMap({ MeshKey($0) }),
            let nonce = reader.uint64(), let body = MeshCallBody(&reader),
            let signature = reader.raw(MeshSignatures.byteCount), reader.isAtEnd
        else { return nil }
        self.sender = sender
        self.nonce = nonce
        self.body = body
        self.signature = signature
    }

    private static func content(
        _ sender: MeshKey, _ nonce: UInt64, _ body: MeshCallBody
    ) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: sender.bytes)
        writer.add(nonce)
        writer.add(raw: body.bytes)
        return writer.bytes
    }

    /// Sender, nonce, body, signature.
    package var bytes: [UInt8] { Self.content(sender, nonce, body) + signature }

    /// Whether the sender signed it. **Cost:** a verification.
    package func isSigned(_ signatures: MeshSignatures, chain: [UInt8]) -> Bool {
        signatures.verifies(
            signature, Self.domain, chain + Self.content(sender, nonce, body), by: sender)
    }

    /// The name of a proposal in attestations: SHA-256 of the domain, the chain, the proposer and
    /// the body.
    package func proposalID(chain: [UInt8]) -> [UInt8] {
        Digests.sha256(Self.proposalDomain + chain + sender.bytes + body.bytes).bytes
    }
}
