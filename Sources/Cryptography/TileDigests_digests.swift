internal import CDigests
internal import Crypto

/// SHA-256 of many tiles of one length, each followed by one byte that says what the tile is.
///
/// **Determinism:** both ways give FIPS 180-4's digests.
public enum TileDigests {
    public enum Way: String, Sendable, CaseIterable {
        /// Messages one after the other, by swift-crypto.
        case library
        /// Two messages at a time, by the processor's own instructions: about twice as fast.
        case instructions
    }

    /// The fastest that this processor has.
    public static let fastest: Way =
        cd_sha256_tiles_is_usable() != 0 ? .instructions : .library

    /// The digests of the tiles of `bytes`, one after the other.
    ///
    /// **Result:** [32 · tiles]. **Preconditions:** whole tiles, of a multiple of 64 bytes; this
    /// processor has the `way`.
    public static func digests(
        tilesOf bytes: UnsafeRawBufferPointer, tileByteCount: Int, suffix: UInt8,
        by way: Way = fastest
    ) -> [UInt8] {
        precondition(
            tileByteCount > 0 && tileByteCount.isMultiple(of: 64)
                && bytes.count.isMultiple(of: tileByteCount),
            "\(bytes.count) bytes in tiles of \(tileByteCount)")
        let tileCount = bytes.count / tileByteCount
        guard tileCount > 0 else { return [] }
        switch way {
        case .instructions:
            precondition(fastest == .instructions, "no instructions for SHA-256")
            let start = unsafe bytes.assumingMemoryBound(to: UInt8.self)
            return unsafe [UInt8](unsafeUninitializedCapacity: tileCount * SHA256.byteCount) {
                digests, count in
                unsafe cd_sha256_tiles(
                    start.baseAddress!, tileByteCount, tileCount, suffix, digests.baseAddress!)
                count = tileCount * SHA256.byteCount
            }
        case .library:
            var digests: [UInt8] = []
            digests.reserveCapacity(tileCount * SHA256.byteCount)
            for start in stride(from: 0, to: bytes.count, by: tileByteCount) {
                var state = SHA256()
                let tile = unsafe UnsafeRawBufferPointer(
                    rebasing: bytes[start..<start + tileByteCount])
                unsafe state.update(bufferPointer: tile)
                state.update(data: [suffix])
                digests += state.finalize()
            }
            return digests
        }
    }
}
