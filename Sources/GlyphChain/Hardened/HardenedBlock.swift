package import Cryptography
internal import Encodings
package import Trials

/// The header of a block of the hardened chain: a proof covers all of it.
///
/// Golden-bearing: all fields in their order, numbers big-endian, nothing between them.
package struct HardenedHeader: Sendable, Equatable {
    package static let version: UInt8 = 1
    package static let byteCount = 1 + 32 + 8 + 32 + 8 + 32 + 4 + Address.byteCount + 32 + 32 + 8

    package var chainID: Digest
    /// The block's place in the chain.
    package var index: UInt64
    package var previous: Digest
    package var timestampSeconds: UInt64
    package var transactionRoot: Digest
    package var transactionCount: UInt32
    package var miner: Address
    package var weightsHash: Digest
    /// 32 bytes, big-endian: a proof that wins is below.
    package var target: Digest
    /// Makes ``content`` begin with as many zero bits as the chain asks.
    package var stamp: UInt64

    package init(
        chainID: Digest, index: UInt64, previous: Digest, timestampSeconds: UInt64,
        transactionRoot: Digest, transactionCount: UInt32, miner: Address, weightsHash: Digest,
        target: Digest, stamp: UInt64
    ) {
        self.chainID = chainID
        self.index = index
        self.previous = previous
        self.timestampSeconds = timestampSeconds
        self.transactionRoot = transactionRoot
        self.transactionCount = transactionCount
        self.miner = miner
        self.weightsHash = weightsHash
        self.target = target
        self.stamp = stamp
    }

    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(Self.version)
        writer.add(raw: chainID.bytes)
        writer.add(index)
        writer.add(raw: previous.bytes)
        writer.add(timestampSeconds)
        writer.add(raw: transactionRoot.bytes)
        writer.add(transactionCount)
        writer.add(raw: miner.bytes)
        writer.add(raw: weightsHash.bytes)
        writer.add(raw: target.bytes)
        writer.add(stamp)
        return writer.bytes
    }

    /// The digest that the proof commits to: of the header, and so of all but the attempt.
    package var content: Digest {
        Digests.sha256(Self.contentDomain + bytes)
    }

    private static let contentDomain = Array("glyphlab/hardened/1/content".utf8)

    /// The first stamp from the header's own on that makes ``content`` begin with so many zero
    /// bits.
    package func firstStamp(zeroBitCount: Int) -> UInt64 {
        // The stamp is the header's end: all before it is hashed once.
        var hasher = SHA256Hasher()
        hasher.update(Self.contentDomain + bytes.dropLast(8))
        return hasher.firstNumber(from: stamp, zeroBitCount: zeroBitCount)
    }
}

extension HardenedHeader {
    /// Nil for bytes that are no header of this version.
    package init?(bytes: [UInt8]) {
        var reader = CanonicalReader(bytes)
        self.init(&reader, guards: .all)
        guard reader.isAtEnd else { return nil }
    }

    init?(_ reader: inout CanonicalReader, guards: Guards) {
        func digest(_ reader: inout CanonicalReader) -> Digest? {
            reader.raw(32).map(Digest.init(bytes:))
        }
        guard let version = reader.uint8(),
            version == Self.version || !guards.has(HardenedGuards.encoding),
            let chainID = digest(&reader),
            let index = reader.uint64(), let previous = digest(&reader),
            let timestampSeconds = reader.uint64(), let transactionRoot = digest(&reader),
            let transactionCount = reader.uint32(),
            let miner = reader.raw(Address.byteCount).flatMap(Address.init(bytes:)),
            let weightsHash = digest(&reader), let target = digest(&reader),
            let stamp = reader.uint64()
        else { return nil }
        self.init(
            chainID: chainID, index: index, previous: previous, timestampSeconds: timestampSeconds,
            transactionRoot: transactionRoot, transactionCount: transactionCount, miner: miner,
            weightsHash: weightsHash, target: target, stamp: stamp)
    }
}

/// A block of the hardened chain: header, attempt, proof, transactions. Golden-bearing.
package struct HardenedBlock: Sendable, Equatable {
    package static let transactionCountMax = 1_000
    package static let byteCountMax =
        HardenedHeader.byteCount + 40 + transactionCountMax * HardenedTransaction.byteCount

    package let header: HardenedHeader
    /// The attempt's number.
    package let nonce: UInt64
    package let proof: Digest
    package let transactions: [HardenedTransaction]

    package init(
        header: HardenedHeader, nonce: UInt64, proof: Digest, transactions: [HardenedTransaction]
    ) {
        self.header = header
        self.nonce = nonce
        self.proof = proof
        self.transactions = transactions
    }

    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: header.bytes)
        writer.add(nonce)
        writer.add(raw: proof.bytes)
        for transaction in transactions { writer.add(raw: transaction.bytes) }
        return writer.bytes
    }

    /// **Throws:** the ``Refusal`` of bytes that are no block; of two byte strings, never the same
    /// block.
    ///
    /// - Parameter guards: without `encoding`, other versions, a wrong count and bytes after the
    ///   block are ignored, and missing bytes count as zeros.
    package init(bytes: [UInt8], guards: Guards = .all) throws(Refusal) {
        func refusal(_ by: Guard, _ message: String) -> Refusal {
            Refusal(index: nil, by: by, message: message)
        }
        guard bytes.count <= Self.byteCountMax || !guards.has(HardenedGuards.size) else {
            throw refusal(
                HardenedGuards.size,
                "expected at most \(Self.byteCountMax) bytes, got \(bytes.count)")
        }
        let isStrict = guards.has(HardenedGuards.encoding)
        var reader = CanonicalReader(
            bytes, byteCountMin: isStrict ? 0 : HardenedHeader.byteCount + 40)
        guard let header = HardenedHeader(&reader, guards: guards), let nonce = reader.uint64(),
            let proof = reader.raw(32)
        else { throw refusal(HardenedGuards.encoding, "expected a header and an attempt") }
        let count = Int(header.transactionCount)
        guard !isStrict || reader.leftByteCount == count * HardenedTransaction.byteCount else {
            throw refusal(
                HardenedGuards.encoding,
                "expected \(count) transactions, got \(reader.leftByteCount) bytes")
        }
        var transactions: [HardenedTransaction] = []
        // Where the count is not to be trusted, it is no reason to go beyond the bytes.
        while transactions.count < count, reader.leftByteCount > 0,
            let bytes = reader.raw(min(HardenedTransaction.byteCount, reader.leftByteCount))
        {
            transactions.append(try HardenedTransaction(bytes: bytes, guards: guards))
        }
        self.init(
            header: header, nonce: nonce, proof: Digest(bytes: proof), transactions: transactions)
    }

    /// The hash that the next block names as `previous`.
    package var hash: Digest {
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab/hardened/1/block".utf8))
        writer.add(raw: header.content.bytes)
        writer.add(nonce)
        writer.add(raw: proof.bytes)
        return Digests.sha256(writer.bytes)
    }

    package static func root(_ transactions: [HardenedTransaction]) -> Digest {
        MerkleTree.root(transactions.map(\.bytes))
    }
}
