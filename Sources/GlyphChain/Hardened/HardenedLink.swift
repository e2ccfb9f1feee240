package import BigInt
internal import Chains
package import Cryptography

/// The part of a hardened block that later blocks' rules read.
package struct HardenedLink: ChainLink {
    /// ``digest`` in lower-case hex.
    package let hash: String
    package let work: BigInt
    /// Since 1970, as the header says.
    package let timestampSeconds: Int?
    /// The public key, in lower-case hex.
    package let miner: String
    package let target: BigInt
    /// The block's hash: the next block's `previous`.
    package let digest: Digest
    /// Seconds since 1970, capped far beyond any clock, so that differences cannot overflow.
    package let time: Int
}
