package import Cryptography
internal import Encodings
package import Trials

/// The owner of coins: the first 20 bytes of SHA-256 of a public key's x‖y.
package struct Address: Sendable, Hashable {
    package static let byteCount = 20
    package let bytes: [UInt8]

    /// Nil for another number of bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Nil unless it is 40 lower-case hex digits.
    package init?(hexadecimal text: String) {
        guard let bytes = Hexadecimal.bytes(of: text) else { return nil }
        self.init(bytes: bytes)
    }

    package init(_ key: Secp256k1PublicKey) {
        bytes = Array(Digests.sha256(key.rawBytes).bytes.prefix(Self.byteCount))
    }

    /// The address of key bytes that are no point of the curve, where no guard asks for one.
    fileprivate init(noKey bytes: [UInt8]) {
        self.bytes = Array(Digests.sha256(bytes).bytes.prefix(Self.byteCount))
    }

    static let nobody = Address(bytes: [UInt8](repeating: 0, count: byteCount))!
}

/// A payment on the hardened chain.
///
/// Golden-bearing: to (20 bytes), amount and nonce (8 each), the sender's key in compressed form
/// (33), r‖s (64). The sender's address follows from the key and is not said again.
package struct HardenedTransaction: Sendable, Equatable {
    package static let byteCount = Address.byteCount + 8 + 8 + 33 + Secp256k1.signatureByteCount

    package let to: Address
    package let amount: UInt64
    /// The number among the sender's transactions, from 0 on without gaps.
    package let nonce: UInt64
    /// 33 bytes.
    package let keyBytes: [UInt8]
    package let signature: [UInt8]
    package let from: Address

    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: to.bytes)
        writer.add(amount)
        writer.add(nonce)
        writer.add(raw: keyBytes)
        writer.add(raw: signature)
        return writer.bytes
    }

    /// A transaction of any fields: the signature may be wrong, the key no point of the curve.
    ///
    /// **Precondition:** as many bytes of a key and a signature as there must be.
    package init(
        to: Address, amount: UInt64, nonce: UInt64, keyBytes: [UInt8], signature: [UInt8]
    ) {
        precondition(
            keyBytes.count == 33 && signature.count == Secp256k1.signatureByteCount,
            "a key of \(keyBytes.count) bytes, a signature of \(signature.count)")
        self.init(
            to, amount, nonce, keyBytes, signature,
            from: Secp256k1PublicKey(bytes: keyBytes).map { Address($0) }
                ?? Address(noKey: keyBytes))
    }

    private init(
        _ to: Address, _ amount: UInt64, _ nonce: UInt64, _ keyBytes: [UInt8],
        _ signature: [UInt8], from: Address
    ) {
        self.to = to
        self.amount = amount
        self.nonce = nonce
        self.keyBytes = keyBytes
        self.signature = signature
        self.from = from
    }

    /// **Throws:** the ``Refusal`` of bytes that are no transaction.
    ///
    /// - Parameter guards: without `encoding`, bytes after the transaction are ignored and missing
    ///   ones count as zeros; without `key`, key bytes that are no point are kept as they are.
    package init(bytes: [UInt8], guards: Guards = .all) throws(Refusal) {
        let isStrict = guards.has(HardenedGuards.encoding)
        var reader = CanonicalReader(bytes, byteCountMin: isStrict ? 0 : Self.byteCount)
        guard let to = reader.raw(Address.byteCount).flatMap(Address.init(bytes:)),
            let amount = reader.uint64(), let nonce = reader.uint64(),
            let keyBytes = reader.raw(33),
            let signature = reader.raw(Secp256k1.signatureByteCount),
            reader.isAtEnd || !isStrict
        else {
            throw Refusal(
                index: nil, by: HardenedGuards.encoding,
                message: "expected \(Self.byteCount) bytes, got \(bytes.count)")
        }
        let key = Secp256k1PublicKey(bytes: keyBytes)
        guard key != nil || !guards.has(HardenedGuards.key) else {
            throw Refusal(index: nil, by: HardenedGuards.key, message: "no point of the curve")
        }
        self.init(
            to, amount, nonce, keyBytes, signature,
            from: key.map { Address($0) } ?? Address(noKey: keyBytes))
    }

    /// Signs a payment. Nil if the bytes are no private key.
    package init?(
        chainID: Digest, to: Address, amount: UInt64, nonce: UInt64, privateKey: [UInt8]
    ) {
        guard let key = Secp256k1PublicKey(privateKey: privateKey) else { return nil }
        let from = Address(key)
        let id = Self.id(chainID: chainID, from: from, to: to, amount: amount, nonce: nonce)
        guard let signature = Secp256k1.sign(digest: id, privateKey: privateKey) else { return nil }
        self.init(to, amount, nonce, key.compressedBytes, signature, from: from)
    }

    /// The digest that is signed: of all fields, for this chain and this purpose alone.
    package func id(chainID: Digest) -> Digest {
        Self.id(chainID: chainID, from: from, to: to, amount: amount, nonce: nonce)
    }

    package static func id(
        chainID: Digest, from: Address, to: Address, amount: UInt64, nonce: UInt64
    ) -> Digest {
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab/hardened/1/transaction".utf8))
        writer.add(raw: chainID.bytes)
        writer.add(raw: from.bytes)
        writer.add(raw: to.bytes)
        writer.add(amount)
        writer.add(nonce)
        return Digests.sha256(writer.bytes)
    }

    package func isSigned(chainID: Digest) -> Bool {
        guard Secp256k1PublicKey.hasLowS(signature), let key = Secp256k1PublicKey(bytes: keyBytes)
        else {
            return false
        }
        return key.verifies(signature, digest: id(chainID: chainID).bytes)
    }
}
