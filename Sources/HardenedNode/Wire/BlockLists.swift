internal import Encodings
internal import GlyphChain

/// The bytes of lists of headers and of blocks: a count of 4 bytes, then the elements; a block has
/// its length, 4 bytes, before it.
package enum BlockLists {
    package static func bytes(headers: [[UInt8]]) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(UInt32(headers.count))
        for header in headers { writer.add(raw: header) }
        return writer.bytes
    }

    /// Nil for bytes that are no list of so many headers.
    ///
    /// - Parameter isStrict: without it, bytes after the list are ignored.
    package static func headers(_ bytes: [UInt8], isStrict: Bool = true) -> [SealedHeader]? {
        var reader = CanonicalReader(bytes)
        guard let count = reader.uint32(), count <= HardenedNodeLimits.headerCountMax else {
            return nil
        }
        var headers: [SealedHeader] = []
        for _ in 0..<count {
            guard let header = SealedHeader(&reader) else { return nil }
            headers.append(header)
        }
        return reader.isAtEnd || !isStrict ? headers : nil
    }

    package static func bytes(blocks: [[UInt8]]) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(UInt32(blocks.count))
        for block in blocks { writer.add(lengthAndBytes: block) }
        return writer.bytes
    }

    /// The blocks' bytes, which nobody has looked into; nil for bytes that are no list of so many.
    package static func blocks(
        _ bytes: [UInt8], countMax: Int, isStrict: Bool = true
    ) -> [[UInt8]]? {
        var reader = CanonicalReader(bytes)
        guard let count = reader.uint32(), count <= countMax else { return nil }
        var blocks: [[UInt8]] = []
        for _ in 0..<count {
            guard let block = reader.lengthAndBytes(), block.count <= HardenedBlock.byteCountMax
            else { return nil }
            blocks.append(block)
        }
        return reader.isAtEnd || !isStrict ? blocks : nil
    }
}
