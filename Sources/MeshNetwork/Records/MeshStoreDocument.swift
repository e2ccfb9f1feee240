internal import Cryptography
internal import Encodings
package import Trials

/// A node's records as its store keeps them: a mark, the network, the number of records, each with
/// its length, and SHA-256 of all that. Golden-bearing.
package enum MeshStoreDocument {
    static let mark = Array("glyphlab mesh store 1\n".utf8)

    package static func bytes(of records: [MeshRecord], network: [UInt8]) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: mark + network)
        writer.add(UInt32(clamping: records.count))
        for record in records { writer.add(lengthAndBytes: record.bytes) }
        return writer.bytes + Digests.sha256(writer.bytes).bytes
    }

    /// The records of a store. **Throws:** ``Refusal`` by `store`, with the offset of the damage.
    package static func records(
        in bytes: [UInt8], network: [UInt8], guards: Guards = .all
    ) throws(Refusal) -> [MeshRecord] {
        var reader = CanonicalReader(bytes)
        func refused(_ expected: String, at offset: Int) -> Refusal {
            Refusal(
                index: nil, by: MeshGuards.store,
                message: "offset \(offset): expected \(expected)")
        }
        var offset: Int { bytes.count - reader.leftByteCount }
        guard let start = reader.raw(mark.count), start == mark else {
            throw refused("the mark of a mesh's store", at: 0)
        }
        guard let named = reader.raw(32), named == network else {
            throw refused("a store of this network", at: mark.count)
        }
        guard let count = reader.uint32() else {
            throw refused("the number of records", at: offset)
        }
        var records: [MeshRecord] = []
        for number in 0..<count {
            let start = offset
            guard let record = reader.lengthAndBytes().flatMap({ MeshRecord(bytes: $0) }) else {
                throw refused("record \(number + 1) of \(count)", at: start)
            }
            records.append(record)
        }
        let end = offset
        guard let digest = reader.raw(32), reader.isAtEnd else {
            throw refused("a digest of 32 bytes and the end", at: end)
        }
        try guards.require(
            digest == Digests.sha256(Array(bytes[..<end])).bytes, MeshGuards.store,
            "offset \(end): expected the digest of the bytes before it")
        return records
    }
}
