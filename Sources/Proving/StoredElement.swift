internal import Encodings

/// An element of a tensor as its file holds it.
public struct StoredElement: Sendable, Equatable {
    /// F32, F16, BF16 or F64.
    public let type: String
    /// `3f800000` for a float32 of 1.
    public let bits: String

    init(type: String, littleEndian bytes: some BidirectionalCollection<UInt8>) {
        self.type = type
        bits = Hexadecimal.text(of: bytes.reversed())
    }
}
