/// Writing of protobuf's wire format: fields one after the other, numbers in the shortest form.
///
/// The writer leaves nothing out: whoever calls it passes over the defaults of proto3.
package struct ProtobufWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package static func varint(_ number: UInt64) -> [UInt8] {
        var (rest, bytes) = (number, [UInt8]())
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    private static func fixed64(_ bits: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
    }

    private mutating func tag(_ number: Int, kind: UInt64) {
        bytes += Self.varint(UInt64(number) << 3 | kind)
    }

    /// A number, or 1 and 0 for true and false.
    package mutating func append(_ number: Int, varint value: UInt64) {
        tag(number, kind: 0)
        bytes += Self.varint(value)
    }

    /// Eight bytes, such as a double's bits.
    package mutating func append(_ number: Int, fixed64 bits: UInt64) {
        tag(number, kind: 1)
        bytes += Self.fixed64(bits)
    }

    /// Bytes, the UTF-8 of a text, or a message within the message.
    package mutating func append(_ number: Int, bytes content: [UInt8]) {
        tag(number, kind: 2)
        bytes += Self.varint(UInt64(content.count)) + content
    }

    /// Numbers of one field; a field without any is not written.
    package mutating func append(_ number: Int, packedVarints values: [UInt64]) {
        guard !values.isEmpty else { return }
        append(number, bytes: values.flatMap(Self.varint))
    }

    /// Numbers of eight bytes each; a field without any is not written.
    package mutating func append(_ number: Int, packedFixed64 values: [UInt64]) {
        guard !values.isEmpty else { return }
        append(number, bytes: values.flatMap(Self.fixed64))
    }

    /// A field as a message spelt it: unknown fields are kept behind the known ones.
    package mutating func append(_ field: ProtobufField) {
        bytes += field.spelling
    }
}
