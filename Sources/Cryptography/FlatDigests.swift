internal import Crypto

/// Digests one after the other in one array: a tree has too many for an array each.
struct FlatDigests: Sendable, Equatable {
    private var storage: [UInt8] = []  // [32 · count]

    init(capacity: Int) {
        storage.reserveCapacity(capacity * SHA256.byteCount)
    }

    var count: Int { storage.count / SHA256.byteCount }

    subscript(index: Int) -> Digest { Digest(bytes: Array(bytes(index..<index + 1))) }

    func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
        storage[range.lowerBound * SHA256.byteCount..<range.upperBound * SHA256.byteCount]
    }

    mutating func append(_ digest: ArraySlice<UInt8>) {
        storage += digest
    }

    mutating func append(sha256Of message: [UInt8]) {
        let digest = SHA256.hash(data: message)
        unsafe digest.withUnsafeBytes { unsafe storage.append(contentsOf: $0) }
    }

    /// The digests of tiles that lie one after the other: see ``TileDigests``.
    mutating func append(tilesOf tiles: ArraySlice<UInt8>, tileByteCount: Int, suffix: UInt8) {
        unsafe tiles.withUnsafeBytes {
            storage += unsafe TileDigests.digests(
                tilesOf: $0, tileByteCount: tileByteCount, suffix: suffix)
        }
    }
}
