package import Cryptography
internal import Encodings

/// A signed record, which any node may hold and every reader can judge.
///
/// An owner has one record under a key; a later sequence replaces an earlier one. Two records of
/// one sequence with other bytes are a proof against their owner.
package struct MeshRecord: Sendable, Equatable {
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// Says that its owner lives, in an epoch.
        case heartbeat
        /// Binds its owner to scores that it reveals later.
        case commit, reveal
        /// Anything, under a name.
        case value

        /// Kinds that count only if they were there in their part of an epoch.
        package var hasWindow: Bool { self == .commit || self == .reveal }
    }

    static let domain = "glyphlab mesh record 1"
    package static let nameByteCountMax = 64
    package static let valueByteCountMax = 1_024

    package let kind: Kind
    /// The epoch it belongs to; 0 of a value.
    package let epoch: UInt64
    /// 1 to 64 bytes of a value; else none.
    package let name: [UInt8]
    package let owner: MeshKey
    package let sequence: UInt64
    /// The slot of signing.
    package let slot: UInt64
    /// The last epoch in which it is believed.
    package let expiry: UInt64
    /// At most 1,024 bytes.
    package let value: [UInt8]
    /// 64 bytes.
    package let signature: [UInt8]

    /// The fields before they are signed.
    package struct Draft: Sendable {
        package var kind: Kind
        package var epoch: UInt64
        package var name: [UInt8] = []
        package var sequence: UInt64 = 0
        package var slot: UInt64
        package var expiry: UInt64
        package var value: [UInt8]

        package init(kind: Kind, epoch: UInt64, slot: UInt64, expiry: UInt64, value: [UInt8]) {
            self.kind = kind
            self.epoch = epoch
            self.slot = slot
            self.expiry = expiry
            self.value = value
        }
    }

    /// A record of a draft. The rules are not asked: attackers sign anything.
    package init(_ draft: Draft, by signer: MeshSigner, network: [UInt8]) {
        let unsigned = Self(draft, owner: signer.key, signature: [])
        self.init(
            draft, owner: signer.key,
            signature: signer.signature(Self.domain, network + unsigned.content))
    }

    /// A record that names another owner than its signer: a forgery, for attackers.
    package init(_ draft: Draft, by signer: MeshSigner, owner: MeshKey, network: [UInt8]) {
        let unsigned = Self(draft, owner: owner, signature: [])
        self.init(
            draft, owner: owner,
            signature: signer.signature(Self.domain, network + unsigned.content))
    }

    private init(_ draft: Draft, owner: MeshKey, signature: [UInt8]) {
        kind = draft.kind
        epoch = draft.epoch
        name = draft.name
        self.owner = owner
        sequence = draft.sequence
        slot = draft.slot
        expiry = draft.expiry
        value = draft.value
        self.signature = signature
    }

    /// The signed fields in their order.
    private var content: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(kind.rawValue)
        writer.add(epoch)
        writer.add(lengthAndBytes: name)
        writer.add(raw: owner.bytes)
        writer.add(sequence)
        writer.add(slot)
        writer.add(expiry)
        writer.add(lengthAndBytes: value)
        return writer.bytes
    }

    /// At most 1,225 bytes.
    package var bytes: [UInt8] { content + signature }

    package var digest: Digest { Digests.sha256(bytes) }

    init?(_ reader: inout CanonicalReader) {
        guard let kind = reader.uint8().flatMap({ Kind(rawValue: $0) }),
            let epoch = reader.uint64(), let name = reader.lengthAndBytes(),
            (kind == .value ? 1...Self.nameByteCountMax : 0...0).contains(name.count),
            kind != .value || epoch == 0,
            let owner = reader.raw(MeshKey.byteCount).flatMap({ MeshKey($0) }),
            let sequence = reader.uint64(), let slot = reader.uint64(),
            let expiry = reader.uint64(), let value = reader.lengthAndBytes(),
            value.count <= Self.valueByteCountMax,
            let signature = reader.raw(MeshSignatures.byteCount)
        else { return nil }
        var draft = Draft(kind: kind, epoch: epoch, slot: slot, expiry: expiry, value: value)
        draft.name = name
        draft.sequence = sequence
        self.init(draft, owner: owner, signature: signature)
    }

    /// Nil unless the bytes are one record and nothing else.
    package init?(bytes: [UInt8]) {
        var reader = CanonicalReader(bytes)
        self.init(&reader)
        guard reader.isAtEnd else { return nil }
    }

    /// Whether the owner signed it. **Cost:** a verification.
    package func isSigned(_ signatures: MeshSignatures, network: [UInt8]) -> Bool {
        signatures.verifies(signature, Self.domain, network + content, by: owner)
    }

    /// The place of its key in the space of ids.
    package func place(_ parameters: MeshParameters) -> MeshIdentifier {
        Self.place(parameters, kind, epoch: epoch, name: name)
    }

    /// The place of a key: SHA-256 of the domain, the network, the kind, the epoch and the name.
    package static func place(
        _ parameters: MeshParameters, _ kind: Kind, epoch: UInt64, name: [UInt8] = []
    ) -> MeshIdentifier {
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab mesh key 1".utf8) + parameters.network)
        writer.add(kind.rawValue)
        writer.add(epoch)
        writer.add(lengthAndBytes: name)
        return MeshIdentifier(digest: Digests.sha256(writer.bytes))
    }
}
