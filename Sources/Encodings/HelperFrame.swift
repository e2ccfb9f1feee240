/// A message between the laboratory and one of its helper programs: a kind and a length, 9 bytes
/// in all, then so many bytes of payload.
public struct HelperFrame: Sendable, Equatable {
    public enum Kind: UInt8, Sendable {
        /// From the helper, before a step that may fail: what it is about to do, as text.
        case doing = 1
        /// The datasets that a file has or shall get, as JSON.
        case listing
        /// To the helper: the index in the listing of the dataset to read, as text.
        case request
        /// A part of a dataset's elements, little-endian, row-major.
        case elements
        /// The end of an answer.
        case finished
        /// From the helper: why it refuses the file, as JSON.
        case refusal
    }

    /// The bytes of kind and length.
    public static let headerByteCount = 9
    /// No payload is longer.
    public static let payloadByteCountMax = 1 << 28

    public let kind: Kind
    public let payloadByteCount: Int

    /// **Precondition:** 0 ≤ payloadByteCount ≤ payloadByteCountMax.
    public init(_ kind: Kind, payloadByteCount: Int) {
        precondition((0...Self.payloadByteCountMax).contains(payloadByteCount))
        self.kind = kind
        self.payloadByteCount = payloadByteCount
    }

    /// Reads a header; nil where its bytes are none.
    public init?(header: [UInt8]) {
        guard header.count == Self.headerByteCount, let kind = Kind(rawValue: header[0]) else {
            return nil
        }
        var length: UInt64 = 0
        for byte in header.dropFirst().reversed() { length = length << 8 | UInt64(byte) }
        guard length <= UInt64(Self.payloadByteCountMax) else { return nil }
        self.init(kind, payloadByteCount: Int(length))
    }

    /// Kind, then the length in 8 bytes, little-endian.
    public var header: [UInt8] {
        [kind.rawValue] + (0..<8).map { UInt8(truncatingIfNeeded: payloadByteCount >> (8 * $0)) }
    }
}
