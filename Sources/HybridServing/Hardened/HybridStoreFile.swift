internal import Cryptography
package import HybridChain
package import Platform
internal import Trials

/// A node's store on the disk: what its validator signed and the blocks that it took, in their
/// order, each on the disk before anybody is told of it.
///
/// **Layout:** `glyphlab-hybrid-file/1` and a line feed ‖ network 32 ‖ the validator's key 32,
/// zeros of none ‖ entries: u8 kind (1 a ``SigningRecord``, 2 a ``HybridBundle``) ‖ u32 length ‖
/// content ‖ first 8 bytes of H(`store`, u64 offset ‖ kind ‖ content). An entry without its end is
/// what a killed process was about to write: nobody was told of it, and it is cut off. Any other
/// damage is refused.
package final class HybridStoreFile {
    private enum Kind: UInt8 {
        case record = 1
        case bundle = 2
    }

    private static let mark = Array("glyphlab-hybrid-file/1\n".utf8)
    private static let frameByteCount = 13
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
            guard head.starts(with: bytes) else { throw Self.refusal("a store of this node") }
            cutByteCount = bytes.count
            try file.cut(toByteCount: 0)
            try file.append(head)
            return
        }
        guard bytes.starts(with: head) else {
            throw Self.refusal(
                "a whole store of this network and validator, got another's or a damaged begin")
        }
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
        while bytes.count - offset >= frameByteCount {
            let count = bytes[offset + 1..<offset + 5].reduce(0) { $0 << 8 | Int($1) }
            guard let kind = Kind(rawValue: bytes[offset]), count <= contentByteCountMax else {
                throw refusal("whole entries, got a damaged one at byte \(offset)")
            }
            guard bytes.count - offset - frameByteCount >= count else { break }
            let content = bytes[offset + 5..<offset + 5 + count]
            let check = bytes[offset + 5 + count..<offset + frameByteCount + count]
            guard check.elementsEqual(Self.check(kind, content, at: offset)) else {
                throw refusal("whole entries, got a damaged one at byte \(offset)")
            }
            entries.append((kind, content))
            offset += frameByteCount + count
        }
        if offset < bytes.count, Kind(rawValue: bytes[offset]) == nil {
            throw refusal("whole entries, got a damaged one at byte \(offset)")
        }
        return (entries, offset)
    }

    private static func check(
        _ kind: Kind, _ content: some Collection<UInt8>, at offset: Int
    ) -> ArraySlice<UInt8> {
        HybridDomain.digest(
            "store", UInt64(offset).hybridBytes, [kind.rawValue], Array(content)
        ).prefix(8)
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
        let check = Self.check(kind, content, at: file.byteCount + bytes.count)
        bytes += [kind.rawValue] + content.hybridPart + check
    }
}
