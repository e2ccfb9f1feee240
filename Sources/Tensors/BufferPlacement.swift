/// Where the buffers of the kernels begin and what lies in them before they are written, to try
/// that neither can matter.
package struct BufferPlacement: Sendable, Equatable {
    /// How far behind a multiple of 64 bytes a buffer begins.
    package let offsetByteCount: Int
    /// The byte that unwritten memory holds; nil where it holds what was there.
    package let fill: UInt8?

    /// The placement of every run, but for tests that try others.
    package static let usual = BufferPlacement(offsetByteCount: 0, fill: nil)

    /// **Precondition:** an offset from 0 to 60, a multiple of 4.
    package init(offsetByteCount: Int, fill: UInt8?) {
        precondition(
            (0...60).contains(offsetByteCount) && offsetByteCount % 4 == 0,
            "\(offsetByteCount) bytes")
        self.offsetByteCount = offsetByteCount
        self.fill = fill
    }

    /// The offset for elements of this alignment: C asks for no less.
    func offset(alignment: Int) -> Int { offsetByteCount / alignment * alignment }
}
