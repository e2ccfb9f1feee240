internal import Encodings
internal import Platform

/// Writes a safetensors file as the reference writer does: wide types first, then names in byte
/// order, compact JSON padded with spaces to a multiple of 8.
struct SafetensorsWriter: ~Copyable {
    /// A tensor to be written, and where its elements come from.
    struct Tensor {
        let name: String
        let type: ElementType
        let dimensions: [Int]

        var byteCount: Int { dimensions.reduce(type.byteCount, *) }
    }

    private var writer: WholeFileWriter
    private var leftByteCount: Int

    /// The order in which the elements have to come.
    static func ordered(_ tensors: [Tensor]) -> [Tensor] {
        let types: [ElementType] = [.float64, .float32, .bfloat16, .float16]
        return tensors.sorted { left, right in
            let places = (types.firstIndex(of: left.type)!, types.firstIndex(of: right.type)!)
            return places.0 == places.1
                ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8) : places.0 < places.1
        }
    }

    /// Writes the header for `tensors`, which are in ``ordered(_:)``'s order.
    ///
    /// **Throws:** ``PlatformError``.
    init(path: String, tensors: [Tensor]) throws(PlatformError) {
        var writer = try WholeFileWriter(path: path)
        try writer.append(Self.header(tensors))
        self.writer = writer
        leftByteCount = tensors.reduce(0) { $0 + $1.byteCount }
    }

    /// The bytes before the elements of `tensors`, which are in ``ordered(_:)``'s order.
    static func header(_ tensors: [Tensor]) -> [UInt8] {
        SafetensorsHeader.bytes(
            metadata: [("format", "pt")],
            tensors: tensors.map { ($0.name, $0.type.rawValue, $0.dimensions, $0.byteCount) })
    }

    /// The next elements, little-endian, in the tensors' order.
    mutating func append(_ bytes: [UInt8]) throws(PlatformError) {
        leftByteCount -= bytes.count
        try writer.append(bytes)
    }

    /// **Precondition:** all elements have come.
    mutating func finish() throws(PlatformError) {
        precondition(leftByteCount == 0, "\(leftByteCount) bytes are missing")
        try writer.finish()
    }
}
