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

    private static func header(_ tensors: [Tensor]) -> [UInt8] {
        var members = [
            JSONMember("__metadata__", .object([JSONMember("format", .string("pt"))]))
        ]
        var offset = 0
        for tensor in tensors {
            let end = offset + tensor.byteCount
            members.append(
                JSONMember(
                    tensor.name,
                    .object([
                        JSONMember("dtype", .string(tensor.type.rawValue)),
                        JSONMember("shape", .array(tensor.dimensions.map(JSONValue.integer))),
                        JSONMember("data_offsets", .array([.integer(offset), .integer(end)])),
                    ])))
            offset = end
        }
        var text = Array(JSONValue.object(members).compactText.utf8)
        while !text.count.isMultiple(of: 8) { text.append(UInt8(ascii: " ")) }
        return unsafe withUnsafeBytes(of: UInt64(text.count).littleEndian) { unsafe Array($0) }
            + text
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
