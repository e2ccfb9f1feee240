internal import Tensors

/// The types of a cache's elements.
enum IntegerType: String {
    case int16 = "I16"
    case int32 = "I32"

    /// The narrower one that holds all elements.
    init(holding tensor: IntegerTensor) {
        var (least, most): (Int32, Int32) = (0, 0)
        unsafe tensor.forEachSlice { part in
            for index in 0..<part.count {
                least = unsafe min(least, part[index])
                most = unsafe max(most, part[index])
            }
        }
        self = least >= Int16.min && most <= Int16.max ? .int16 : .int32
    }

    var byteCount: Int { self == .int16 ? 2 : 4 }

    /// As many as stay near while they are worked on.
    private static let partElementCount = 4096

    /// Lends the elements that little-endian bytes stand for, part by part in order.
    /// **Precondition:** whole elements.
    func forEachPart(
        of bytes: UnsafeRawBufferPointer, _ body: (UnsafeBufferPointer<Int32>) throws -> Void
    ) rethrows {
        let count = bytes.count / byteCount
        try unsafe withUnsafeTemporaryAllocation(
            of: Int32.self, capacity: Self.partElementCount
        ) { room in
            for start in stride(from: 0, to: count, by: Self.partElementCount) {
                let end = min(start + Self.partElementCount, count)
                let part = unsafe UnsafeMutableBufferPointer(rebasing: room[..<(end - start)])
                let stored = unsafe UnsafeRawBufferPointer(
                    rebasing: bytes[start * byteCount..<end * byteCount])
                switch self {
                case .int16: unsafe Self.widen(stored, as: Int16.self, to: part)
                case .int32: unsafe Self.widen(stored, as: Int32.self, to: part)
                }
                try unsafe body(UnsafeBufferPointer(part))
            }
        }
    }

    @inline(__always)
    private static func widen<Stored: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: UnsafeRawBufferPointer, as type: Stored.Type,
        to part: UnsafeMutableBufferPointer<Int32>
    ) {
        for index in 0..<part.count {
            unsafe part[index] = Int32(
                truncatingIfNeeded: Stored(
                    littleEndian: bytes.loadUnaligned(
                        fromByteOffset: MemoryLayout<Stored>.size * index, as: Stored.self)))
        }
    }

    /// The little-endian bytes of elements that the type holds.
    func bytes(_ elements: UnsafeBufferPointer<Int32>) -> [UInt8] {
        switch self {
        case .int16:
            let narrow = unsafe elements.map { Int16(truncatingIfNeeded: $0).littleEndian }
            return unsafe narrow.withUnsafeBytes { unsafe Array($0) }
        case .int32:
            let words = unsafe elements.map(\.littleEndian)
            return unsafe words.withUnsafeBytes { unsafe Array($0) }
        }
    }
}
