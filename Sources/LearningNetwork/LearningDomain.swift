internal import Cryptography

/// Hashes of the hardened learning network: H(NAME || …) of its page.
package enum LearningDomain {
    /// SHA-256 of `glyphlab/learning/1/NAME`, a zero byte, and the parts.
    package static func digest(_ name: String, _ parts: [UInt8]...) -> [UInt8] {
        var hasher = SHA256Hasher()
        hasher.update(Array("glyphlab/learning/1/\(name)".utf8) + [0])
        for part in parts { hasher.update(part) }
        return hasher.finalized().bytes
    }
}
