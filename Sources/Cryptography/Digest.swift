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

    public func finalized() -> Digest {
        Digest(bytes: Array(state.finalize()))
    }
}

/// Digests of whole byte strings.
public enum Digests {
    public static func sha256(_ bytes: some Sequence<UInt8>) -> Digest {
        Digest(bytes: Array(SHA256.hash(data: Array(bytes))))
    }

    public static let sha1ByteCount = 20

    /// 20 bytes. For what others have hashed so; nothing of ours is.
    public static func sha1(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        Array(Insecure.SHA1.hash(data: Array(bytes)))
    }

    /// 64 bytes.
    public static func sha512(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        Array(SHA512.hash(data: Array(bytes)))
    }
}
