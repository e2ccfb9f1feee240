/// Memory that vector loads can take whole: it begins at a multiple of 64 bytes, unless a
/// ``BufferPlacement`` says otherwise.
///
/// **Why @unchecked:** it is written while it is made and read afterwards.
@safe final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    private let bytes: UnsafeMutableRawBufferPointer
    private let offsetByteCount: Int
    let count: Int

    /// All zero. **Precondition:** count ≥ 0.
    convenience init(zeroCount count: Int, _ placement: BufferPlacement) {
        self.init(unwrittenCount: count, placement)
        unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// A buffer that is not cleared: its user writes every element before reading it.
    /// **Precondition:** count ≥ 0.
    init(unwrittenCount count: Int, _ placement: BufferPlacement) {
        self.count = count
        offsetByteCount = placement.offset(alignment: MemoryLayout<Element>.alignment)
        let byteCount = max(count * MemoryLayout<Element>.stride, 64) + offsetByteCount
        unsafe bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 64)
        if let fill = placement.fill {
            unsafe bytes.initializeMemory(as: UInt8.self, repeating: fill)
        }
    }

    deinit {
        unsafe bytes.deallocate()
    }

    var start: UnsafeMutablePointer<Element> {
        unsafe (bytes.baseAddress! + offsetByteCount).assumingMemoryBound(to: Element.self)
    }
}
