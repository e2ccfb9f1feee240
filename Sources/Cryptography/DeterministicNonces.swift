internal import Crypto

/// The nonces of RFC 6979, section 3.2, over SHA-1, for a curve of 256 bits.
struct DeterministicNonces {
    private static let nonceByteCount = 32
    private var key: [UInt8]
    private var value: [UInt8]
    private var isFirst = true

    /// - Parameters:
    ///   - privateKey: 32 bytes.
    ///   - digest: as a number below the curve's order, 32 bytes: a SHA-1 digest is one.
    init(privateKey: [UInt8], digest: [UInt8]) {
        value = [UInt8](repeating: 1, count: Digests.sha1ByteCount)
        key = [UInt8](repeating: 0, count: Digests.sha1ByteCount)
        for separator: UInt8 in [0, 1] {
            key = code(value + [separator] + privateKey + digest)
            value = code(value)
        }
    }

    private func code(_ bytes: [UInt8]) -> [UInt8] {
        Array(HMAC<Insecure.SHA1>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
    }

    /// The next candidate; the caller uses the first that is from 1 to the order less 1.
    mutating func next() -> [UInt8] {
        if !isFirst {
            key = code(value + [0])
            value = code(value)
        }
        isFirst = false
        var bytes: [UInt8] = []
        while bytes.count < Self.nonceByteCount {
            value = code(value)
            bytes += value
        }
        return Array(bytes.prefix(Self.nonceByteCount))
    }
}
