package import Cryptography

/// Hashes of the hardened learning network: H(NAME || …) of its page. Golden-bearing.
package enum LearningDomain {
    /// SHA-256 of `glyphlab/learning/1/NAME`, a zero byte, and the parts.
    package static func digest(_ name: String, _ parts: [UInt8]...) -> [UInt8] {
        var hasher = hasher(name)
        for part in parts { hasher.update(part) }
        return hasher.finalized().bytes
    }

    /// The hasher that has absorbed `glyphlab/learning/1/NAME` and a zero byte.
    package static func hasher(_ name: String) -> SHA256Hasher {
        var hasher = SHA256Hasher()
        hasher.update(Array("glyphlab/learning/1/\(name)".utf8) + [0])
        return hasher
    }
}

extension FixedWidthInteger {
    /// The number's bytes, the most significant first.
    package var bigEndianBytes: [UInt8] {
        stride(from: Self.bitWidth - 8, through: 0, by: -8).map {
            UInt8(truncatingIfNeeded: self >> Self($0))
        }
    }
}
