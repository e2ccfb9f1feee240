internal import Cryptography

/// The determinism receipt: numbered prompts with salts of their own, and one hash over all proofs.
///
/// Golden-bearing. **Source:** protocol v4, section 5.
public enum GoldenPrompts {
    public static let promptCount = 100

    /// "determinism receipt prompt 007 glyph". **Precondition:** index ≥ 0.
    public static func prompt(_ index: Int) -> String {
        let number = String(index)
        let padding = String(repeating: "0", count: max(0, 3 - number.count))
        return "determinism receipt prompt \(padding)\(number) glyph"
    }

    /// "v4_receipt_" and the first 12 hex digits of the prompt's SHA-256.
    public static func salt(_ index: Int) -> String {
        "v4_receipt_" + Digests.sha256(prompt(index).utf8).text.prefix(12)
    }

    /// SHA-256 of the proof hashes' hex text, joined.
    public static func ultimateHash(_ proofHashes: [String]) -> String {
        Digests.sha256(proofHashes.joined().utf8).text
    }

    /// SHA-256 over all prompts' token ids: for each prompt how many they are, then the ids, as
    /// little-endian int32. Two tokenizers that give one receipt's texts the same ids give one
    /// digest.
    public static func tokensDigest(_ prompts: [[Int32]]) -> String {
        var hasher = SHA256Hasher()
        for ids in prompts {
            hasher.update(littleEndian: [Int32(ids.count)])
            hasher.update(littleEndian: ids)
        }
        return hasher.finalized().text
    }
}
