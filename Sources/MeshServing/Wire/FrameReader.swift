internal import MeshNetwork

/// A length that no frame has.
package struct FrameFault: Error, Equatable {
    package let byteCount: Int
}

/// The frames of a connection, taken from its bytes as they come, however they are cut: a length of
/// 4 bytes, big-endian, and so many bytes, 1 to ``MeshParameters/messageByteCountMax``.
///
/// **Bound:** keeps what it was given until it is asked for frames, and then less than one frame.
package struct FrameReader {
    static let lengthByteCount = 4

    private var bytes: [UInt8] = []
    private var start = 0

    package init() {}

    /// Whether a frame has begun that is not whole.
    package var isWithinFrame: Bool { start < bytes.count }

    package mutating func take(_ more: [UInt8]) {
        bytes.removeFirst(start)
        start = 0
        bytes += more
    }

    /// The next whole frame; nil until more bytes are there.
    ///
    /// **Throws:** ``FrameFault`` as soon as the length is there; nothing can follow then.
    package mutating func next() throws(FrameFault) -> [UInt8]? {
        guard bytes.count - start >= Self.lengthByteCount else { return nil }
        let begin = start + Self.lengthByteCount
        let count = bytes[start..<begin].reduce(0) { $0 << 8 | Int($1) }
        guard (1...MeshParameters.messageByteCountMax).contains(count) else {
            throw FrameFault(byteCount: count)
        }
        guard bytes.count - begin >= count else { return nil }
        start = begin + count
        return Array(bytes[begin..<start])
    }

    /// A message as a frame. **Precondition:** 1 to ``MeshParameters/messageByteCountMax`` bytes.
    package static func frame(_ message: [UInt8]) -> [UInt8] {
        precondition(
            (1...MeshParameters.messageByteCountMax).contains(message.count),
            "\(message.count) bytes")
        let count = UInt32(message.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + message
    }
}

/// The lines of a connection, taken from its bytes as they come.
struct LineReader {
    private var bytes: [UInt8] = []

    mutating func take(_ more: [UInt8]) { bytes += more }

    var byteCount: Int { bytes.count }

    /// The next line without its end; nil until more bytes are there.
    mutating func next() -> [UInt8]? {
        guard let end = bytes.firstIndex(of: 0x0A) else { return nil }
        let line = Array(bytes[..<end])
        bytes.removeFirst(end + 1)
        return line
    }
}
