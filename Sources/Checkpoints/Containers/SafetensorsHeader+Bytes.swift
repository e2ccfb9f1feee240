internal import Encodings

extension SafetensorsHeader {
    /// A tensor to come.
    typealias Described = (name: String, type: String, dimensions: [Int], byteCount: Int)

    /// The head of a file whose tensors follow each other in this order: its length, then compact
    /// JSON, padded with spaces to a multiple of 8 and to at least `byteCountMin` bytes in all.
    static func bytes(
        metadata: [(key: String, value: String)],
        tensors: [Described], byteCountMin: Int = 0
    ) -> [UInt8] {
        var members = [
            JSONMember(
                metadataKey, .object(metadata.map { JSONMember($0.key, .string($0.value)) }))
        ]
        var offset = 0
        for tensor in tensors {
            let end = offset + tensor.byteCount
            members.append(
                JSONMember(
                    tensor.name,
                    .object([
                        JSONMember("dtype", .string(tensor.type)),
                        JSONMember("shape", .array(tensor.dimensions.map(JSONValue.integer))),
                        JSONMember("data_offsets", .array([.integer(offset), .integer(end)])),
                    ])))
            offset = end
        }
        var text = Array(JSONValue.object(members).compactText.utf8)
        while !text.count.isMultiple(of: 8) || 8 + text.count < byteCountMin {
            text.append(UInt8(ascii: " "))
        }
        return unsafe withUnsafeBytes(of: UInt64(text.count).littleEndian) { unsafe Array($0) }
            + text
    }
}
