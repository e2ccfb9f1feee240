internal import BigInt
internal import Cryptography

/// An RSA key that verifies: PSS with SHA-256 and MGF1, a salt of any length.
///
/// **Source:** RFC 8017; OpenSSL 3, whose bounds of sizes these are.
package struct RSAPublicKey: Sendable, Equatable {
    /// Big-endian, without zeros in front.
    package let modulus: [UInt8]
    package let exponent: [UInt8]

    private static let modulusBitCountMax = 16_384
    /// Above so many bits of the modulus, exponents are short.
    private static let smallModulusBitCountMax = 3_072
    private static let exponentBitCountMax = 64
    private static let hashByteCount = 32

    /// Nil where the numbers are those of no key: an exponent that is even, below 3, or not below
    /// the modulus.
    package init?(modulus: [UInt8], exponent: [UInt8]) {
        self.modulus = Array(modulus.drop { $0 == 0 })
        self.exponent = Array(exponent.drop { $0 == 0 })
        guard let last = self.exponent.last, last & 1 == 1, self.exponent != [1],
            Self.isLess(self.exponent, self.modulus)
        else { return nil }
    }

    private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }

    private static func bitCount(_ number: [UInt8]) -> Int {
        number.count * 8 - (number.first?.leadingZeroBitCount ?? 0)
    }

    private static func number(_ bytes: [UInt8]) -> BigUInt {
        BigUInt(
            words: stride(from: bytes.count, to: 0, by: -8).map { end in
                bytes[max(end - 8, 0)..<end].reduce(UInt(0)) { $0 << 8 | UInt($1) }
            })
    }

    /// The lowest bytes of a number, big-endian.
    private static func bytes(_ number: BigUInt, count: Int) -> [UInt8] {
        let words = Array(number.words)
        return (0..<count).reversed().map { place in
            place / 8 < words.count
                ? UInt8(truncatingIfNeeded: words[place / 8] >> UInt(place % 8 * 8)) : 0
        }
    }

    /// Whether a signature of this key is one of the message.
    package func verifies(_ signature: [UInt8], message: [UInt8]) -> Bool {
        let bitCount = Self.bitCount(modulus)
        guard bitCount <= Self.modulusBitCountMax,
            bitCount <= Self.smallModulusBitCountMax
                || Self.bitCount(exponent) <= Self.exponentBitCountMax,
            signature.count == modulus.count
        else { return false }
        let (modulus, number) = (Self.number(modulus), Self.number(signature))
        guard number < modulus else { return false }
        let power = number.power(Self.number(exponent), modulus: modulus)
        let encodedBitCount = bitCount - 1
        let encoded = Self.bytes(power, count: self.modulus.count)
        // A modulus of 8n + 1 bits has a byte in front, which is zero.
        let unused = encoded.count - (encodedBitCount + 7) / 8
        guard encoded.prefix(unused).allSatisfy({ $0 == 0 }) else { return false }
        return Self.matches(
            Array(encoded.dropFirst(unused)), bitCount: encodedBitCount, message: message)
    }

    /// EMSA-PSS-VERIFY.
    private static func matches(_ encoded: [UInt8], bitCount: Int, message: [UInt8]) -> Bool {
        guard encoded.count >= hashByteCount + 2, encoded.last == 0xBC else { return false }
        let maskedCount = encoded.count - hashByteCount - 1
        let hash = Array(encoded[maskedCount..<maskedCount + hashByteCount])
        let unusedBits = UInt8(encoded.count * 8 - bitCount)
        let used: UInt8 = 0xFF >> unusedBits
        guard encoded[0] & ~used == 0 else { return false }
        var block = zip(encoded, mask(of: hash, count: maskedCount)).map { $0 ^ $1 }
        block[0] &= used
        guard let start = block.firstIndex(where: { $0 != 0 }), block[start] == 1 else {
            return false
        }
        let salt = block[(start + 1)...]
        let content = [UInt8](repeating: 0, count: 8) + Digests.sha256(message).bytes + salt
        return Digests.sha256(content).bytes == hash
    }

    /// MGF1.
    private static func mask(of seed: [UInt8], count: Int) -> [UInt8] {
        var mask: [UInt8] = []
        var counter: UInt32 = 0
        while mask.count < count {
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: counter >> UInt32(24 - 8 * $0)) }
            mask += Digests.sha256(seed + bytes).bytes
            counter += 1
        }
        return Array(mask.prefix(count))
    }
}
