internal import Crypto

/// A SHA-256 digest: 32 bytes.
public struct Digest: Sendable, Hashable {
    public let bytes: [UInt8]

    /// A digest that was written down. **Precondition:** 32 bytes.
    public init(bytes: [UInt8]) {
        precondition(bytes.count == 32, "a digest of \(bytes.count) bytes")
        self.bytes = bytes
    }

    /// Lower-case hexadecimal, 64 characters.
    public var text: String {
        let digits = Array("0123456789abcdef".utf8)
        let characters = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: characters, as: UTF8.self)
    }
}

/// SHA-256 over bytes that come in parts.
public struct SHA256Hasher: Sendable {
    private var state = SHA256()

    public init() {}

    public mutating func update(_ bytes: [UInt8]) {
        state.update(data: bytes)
    }

    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        unsafe state.update(bufferPointer: bytes)
    }

    /// Each element's 32 bits, little-endian.
    public mutating func update(littleEndian elements: [Int32]) {
        update(littleEndian: elements[...])
    }

    /// Each element's bits, little-endian.
    public mutating func update<Element: FixedWidthInteger>(
        littleEndian elements: ArraySlice<Element>
    ) {
        let isLittleEndian = Element(1).littleEndian == 1
        let bits = isLittleEndian ? elements : elements.map(\.littleEndian)[...]
        unsafe bits.withUnsafeBytes { unsafe state.update(bufferPointer: $0) }
    }

    public func finalized() -> Digest {
        Digest(bytes: Array(state.finalize()))
    }
}

/// Many digests of strings that begin alike: what was absorbed so far is hashed once.
extension SHA256Hasher {
    public static let digestByteCount = 32

    /// The digests of what was absorbed and each counter, 32 bits big-endian, one after the other.
    ///
    /// **Result:** [32 · counters].
    public func digests(counters: Range<UInt32>) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: counters.count * Self.digestByteCount) {
            buffer, filledCount in
            for counter in counters {
                let digest = digest(bigEndian: counter)
                unsafe digest.withUnsafeBytes { bytes in
                    let end = unsafe buffer.baseAddress! + filledCount
                    unsafe UnsafeMutableRawPointer(end)
                        .copyMemory(from: bytes.baseAddress!, byteCount: Self.digestByteCount)
                }
                filledCount += Self.digestByteCount
            }
        }
    }

    /// The first number from `start` on that makes the digest of what was absorbed and the number,
    /// 64 bits big-endian, begin with so many zero bits.
    ///
    /// **Precondition:** zeroBitCount is 0 to 64, and there is such a number below 2^64.
    public func firstNumber(from start: UInt64, zeroBitCount: Int) -> UInt64 {
        precondition((0...64).contains(zeroBitCount), "\(zeroBitCount) zero bits")
        var number = start
        while true {
            let first = unsafe digest(bigEndian: number).withUnsafeBytes {
                unsafe $0.loadUnaligned(as: UInt64.self)
            }
            if UInt64(bigEndian: first).leadingZeroBitCount >= zeroBitCount { return number }
            number += 1
        }
    }

    private func digest(bigEndian number: some FixedWidthInteger) -> SHA256.Digest {
        var state = state
        unsafe withUnsafeBytes(of: number.bigEndian) {
            unsafe state.update(bufferPointer: $0)
        }
        return state.finalize()
    }
}

/// Digests of whole byte strings.
public enum Digests {
    public static func sha256(_ bytes: some Sequence<UInt8>) -> Digest {
        Digest(bytes: Array(SHA256.hash(data: Array(bytes))))
    }

    public static let sha1ByteCount = 20

    /// SHA-1, 20 bytes: only for checking digests that other programs made.
    public static func sha1(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        Array(Insecure.SHA1.hash(data: Array(bytes)))
    }

    /// 64 bytes.
    public static func sha512(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        Array(SHA512.hash(data: Array(bytes)))
    }
}
