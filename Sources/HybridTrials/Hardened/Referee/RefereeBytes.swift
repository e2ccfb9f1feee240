internal import Cryptography

/// Bytes as the referee reads them: big-endian fields of fixed places.
struct RefereeBytes {
    private let bytes: [UInt8]
    private var place = 0
    /// Whether a field was not there.
    private(set) var isShort = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count && !isShort }
    var leftCount: Int { bytes.count - place }

    /// The next bytes; zeros for those that are not there.
    mutating func take(_ count: Int) -> [UInt8] {
        guard count <= leftCount else {
            isShort = true
            place = bytes.count
            return [UInt8](repeating: 0, count: min(count, 1_024))
        }
        defer { place += count }
        return Array(bytes[place..<place + count])
    }

    mutating func integer(_ byteCount: Int) -> UInt64 {
        take(byteCount).reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func index() -> UInt16 { UInt16(truncatingIfNeeded: integer(2)) }

    /// A part with its length of four bytes before it; empty where it is not there.
    mutating func part() -> [UInt8] {
        let count = Int(integer(4))
        guard count <= leftCount else {
            isShort = true
            return []
        }
        return take(count)
    }

    // MARK: Making

    static func of(_ number: UInt64, _ byteCount: Int) -> [UInt8] {
        (0..<byteCount).reversed().map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    }

    private static func domain(_ name: String) -> [UInt8] {
        Array("glyphlab/hybrid/1/\(name)".utf8) + [0]
    }

    static func hash(_ name: String, _ content: [UInt8]) -> [UInt8] {
        Digests.sha256(domain(name) + content).bytes
    }

    static func isSigned(
        _ name: String, _ message: [UInt8], _ signature: [UInt8], by key: [UInt8]
    ) -> Bool {
        Ed25519.verifies(signature, message: domain(name) + message, publicKey: key)
    }
}
