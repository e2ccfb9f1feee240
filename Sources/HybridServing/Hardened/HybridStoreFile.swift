internal import Cryptography
internal import Encodings
package import HybridChain
package import Platform
internal import Trials

/// A node's store on the disk: what its validator signed and the blocks that it took, in their
/// order, each on the disk before anybody is told of it.
///
/// **Layout:** `glyphlab-hybrid-file/2` and a line feed ‖ network 32 ‖ the validator's key 32,
/// zeros of none ‖ entries: u8 kind (1 a ``SigningRecord``, 2 a ``HybridBundle``) ‖ u32 length ‖
/// first 4 bytes of H(`store-length`, u64 offset ‖ kind ‖ length) ‖ content ‖ first 8 bytes of
/// H(`store`, u64 offset ‖ kind ‖ content). An entry without its end is what a killed process was
/// about to write: nobody was told of it, and it is cut off. Any other damage is refused, also of
/// a length, which would else make whole entries look like one without an end.
package final class HybridStoreFile {
    private enum Kind: UInt8 {
        case record = 1
        case bundle = 2
    }

    private static let mark = Array("glyphlab-hybrid-file/2\n".utf8)
    /// Kind, length and the length's check.
    private static let beginByteCount = 9
    private static let checkByteCount = 8
    private static let contentByteCountMax = 8 << 20
    package static let byteCountMax = 1 << 30

    private let file: AppendedFile
    private let head: [UInt8]
    private var record = SigningRecord()
    private var blockCount = 0
    /// Bytes that were cut off at the end.
    package let cutByteCount: Int

    /// Opens the file, or makes it, and starts the node from it.
    ///
    /// - Parameter node: one that has taken nothing yet.
    /// **Throws:** `PlatformError`; ``Refusal`` by `store` for a damaged one, or another's.
    package init(path: String, _ node: HybridNode) throws {
        file = try AppendedFile(path: path)
        let key = node.validatorIndex.map { node.rules.genesis.validators[Int($0)].key }
        head = Self.mark + node.rules.network + (key ?? [UInt8](repeating: 0, count: 32))
        let bytes = try file.bytes(countMax: Self.byteCountMax)
        if bytes.count < head.count {
            guard head.starts(with: bytes) else { throw Self.otherHead(bytes, head) }
            cutByteCount = bytes.count
            try file.cut(toByteCount: 0)
            try file.append(head)
            return
        }
        guard bytes.starts(with: head) else { throw Self.otherHead(bytes, head) }
        let (entries, end) = try Self.entries(bytes, from: head.count)
        cutByteCount = bytes.count - end
        if cutByteCount > 0 { try file.cut(toByteCount: end) }
        try begin(node, entries)
    }

    /// **Result:** the entries, and the end of the last whole one.
    private static func entries(
        _ bytes: [UInt8], from start: Int
    ) throws -> (entries: [(kind: Kind, content: ArraySlice<UInt8>)], end: Int) {
        var entries: [(kind: Kind, content: ArraySlice<UInt8>)] = []
        var offset = start
        while bytes.count - offset >= beginByteCount {
            let count = bytes[offset + 1..<offset + 5].reduce(0) { $0 << 8 | Int($1) }
            guard let kind = Kind(rawValue: bytes[offset]), count <= contentByteCountMax,
                bytes[offset + 5..<offset + beginByteCount].elementsEqual(
                    lengthCheck(kind, count, at: offset))
            else { throw damage(at: offset) }
            let start = offset + beginByteCount
            guard bytes.count - start >= count + checkByteCount else { break }
            let content = bytes[start..<start + count]
            let end = start + count + checkByteCount
            guard bytes[start + count..<end].elementsEqual(check(kind, content, at: offset)) else {
                throw damage(at: offset)
            }
            entries.append((kind, content))
            offset = end
        }
        if offset < bytes.count, Kind(rawValue: bytes[offset]) == nil { throw damage(at: offset) }
        return (entries, offset)
    }

    private static func lengthCheck(_ kind: Kind, _ count: Int, at offset: Int) -> [UInt8] {
        let digest = HybridDomain.digest(
            "store-length", UInt64(offset).hybridBytes, [kind.rawValue],
            UInt32(clamping: count).hybridBytes)
        return Array(digest.prefix(beginByteCount - 5))
    }

    private static func check(
        _ kind: Kind, _ content: some Collection<UInt8>, at offset: Int
    ) -> ArraySlice<UInt8> {
        HybridDomain.digest(
            "store", UInt64(offset).hybridBytes, [kind.rawValue], Array(content)
        ).prefix(checkByteCount)
    }

    private static func damage(at offset: Int) -> Refusal {
        refusal("whole entries, got a damaged one at byte \(offset)")
    }

    /// The refusal of a file that begins with another head.
    private static func otherHead(_ bytes: [UInt8], _ head: [UInt8]) -> Refusal {
        let network = mark.count..<mark.count + 32
        guard bytes.starts(with: mark), bytes.count >= network.upperBound else {
            return refusal("a store of this version, got another file or a damaged one")
        }
        guard bytes[network].elementsEqual(head[network]) else {
            return refusal(
                "a store of network \(Hexadecimal.text(of: Array(head[network]))), got one of "
                    + Hexadecimal.text(of: Array(bytes[network])))
        }
        return refusal("a store of this node's validator, got another's or a damaged one")
    }

    private static func refusal(_ expected: String) -> Refusal {
        Refusal(index: nil, by: HybridGuards.store, message: "expected \(expected)")
    }

    /// Starts the node from the entries, as from its own form of a store.
    private func begin(
        _ node: HybridNode, _ entries: [(kind: Kind, content: ArraySlice<UInt8>)]
    ) throws {
        var records: [UInt8] = SigningRecord().bytes
        var bundles: [UInt8] = []
        for (kind, content) in entries {
            switch kind {
            case .record:
                guard content.count == SigningRecord.byteCount else {
                    throw Self.refusal("a record of \(SigningRecord.byteCount) bytes")
                }
                records = Array(content)
            case .bundle: bundles += Array(content).hybridPart
            }
        }
        let empty = node.storeHead
        try node.restore(
            Array(empty.dropLast(SigningRecord.byteCount)) + records + bundles)
        record = node.record
        blockCount = node.tree.order.count
    }

    /// Brings to the disk what the node signed and took since. **Throws:** `PlatformError`: the
    /// next call tries again.
    package func follow(_ node: HybridNode) throws(PlatformError) {
        var bytes: [UInt8] = []
        if node.record != record { append(.record, node.record.bytes, to: &bytes) }
        for hash in node.tree.order.dropFirst(blockCount) {
            if let bundle = node.bundle(hash) { append(.bundle, bundle.bytes, to: &bytes) }
        }
        guard !bytes.isEmpty else { return }
        try file.append(bytes)
        record = node.record
        blockCount = node.tree.order.count
    }

    private func append(_ kind: Kind, _ content: [UInt8], to bytes: inout [UInt8]) {
        let offset = file.byteCount + bytes.count
        bytes.append(kind.rawValue)
        bytes += UInt32(clamping: content.count).hybridBytes
        bytes += Self.lengthCheck(kind, content.count, at: offset)
        bytes += content
        bytes += Self.check(kind, content, at: offset)
    }
}
