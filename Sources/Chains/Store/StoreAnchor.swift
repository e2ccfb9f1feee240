package import Cryptography

/// The point that a chain is known to have reached, kept outside its store: nothing inside a store
/// tells it from an older copy of itself.
package struct StoreAnchor: Sendable, Equatable {
    package let height: Int
    /// The state after the block of that height. It binds all blocks up to there, so that it tells
    /// this chain from all others.
    package let stateDigest: Digest

    /// A clock that no block is ahead of: some 10^8 years, whose sum with any allowance fits.
    static let unknownClockSeconds = 1 << 52

    package init(height: Int, stateDigest: Digest) {
        self.height = height
        self.stateDigest = stateDigest
    }

    /// **Throws:** ``StoreError/behind(path:expected:got:)`` where a chain with these states does
    /// not lead through it.
    func check(_ digests: [Digest], _ path: String) throws(StoreError) {
        guard digests.indices.contains(height) else {
            throw .behind(
                path: path, expected: "height \(height)", got: "height \(digests.count - 1)")
        }
        guard digests[height] == stateDigest else {
            throw .behind(
                path: path, expected: "state \(stateDigest.text.prefix(16))… at height \(height)",
                got: "\(digests[height].text.prefix(16))…")
        }
    }
}
