/// A field of a protobuf message as the wire has it.
package struct ProtobufField: Sendable, Equatable {
    package enum Value: Sendable, Equatable {
        case varint(UInt64)
        case fixed64(UInt64)
        case bytes([UInt8])
        /// Bytes between the tags of the start and of the end.
        case group([UInt8])
        case fixed32(UInt32)
    }

    package let number: Int
    package let value: Value
    /// The field as the message spells it, tag included: how unknown fields are kept.
    package let spelling: [UInt8]
}

/// Bytes that are no protobuf message: `DecodeError`.
package struct ProtobufWireError: Error, Equatable {
    package init() {}
}

/// Reading of protobuf's wire format. **Source:** protobuf 7.36, the decoder upb.
package enum ProtobufWire {
    /// Groups within groups that are read.
    private static let depthMax = 100

    /// The fields of a message, in their order, known or not.
    ///
    /// **Throws:** ``ProtobufWireError`` where the bytes are cut or malformed.
    package static func fields(
        of bytes: some Sequence<UInt8>
    ) throws(ProtobufWireError) -> [ProtobufField] {
        var reader = ProtobufReader(Array(bytes))
        var fields: [ProtobufField] = []
        while !reader.isAtEnd {
            let start = reader.place
            let (number, kind) = try reader.tag()
            let value: ProtobufField.Value
            switch kind {
            case 0: value = .varint(try reader.varint())
            case 1: value = .fixed64(try reader.fixed64())
            case 2: value = .bytes(try reader.lengthDelimited())
            case 3: value = .group(try group(number, &reader))
            case 5: value = .fixed32(try reader.fixed32())
            default: throw ProtobufWireError()
            }
            fields.append(
                ProtobufField(number: number, value: value, spelling: reader.bytes(from: start)))
        }
        return fields
    }

    /// Bytes in a group whose start was read, up to its end.
    private static func group(
        _ number: Int, _ reader: inout ProtobufReader
    ) throws(ProtobufWireError) -> [UInt8] {
        let start = reader.place
        var open = [number]
        while true {
            let end = reader.place
            let (number, kind) = try reader.tag()
            switch kind {
            case 0: _ = try reader.varint()
            case 1: _ = try reader.fixed64()
            case 2: _ = try reader.lengthDelimited()
            case 3:
                guard open.count < depthMax else { throw ProtobufWireError() }
                open.append(number)
            case 4:
                guard open.popLast() == number else { throw ProtobufWireError() }
                if open.isEmpty { return Array(reader.bytes(from: start).prefix(end - start)) }
            case 5: _ = try reader.fixed32()
            default: throw ProtobufWireError()
            }
        }
    }

    /// The numbers of a packed field of varints.
    package static func packedVarints(
        _ bytes: [UInt8]
    ) throws(ProtobufWireError) -> [UInt64] {
        var reader = ProtobufReader(bytes)
        var numbers: [UInt64] = []
        while !reader.isAtEnd { numbers.append(try reader.varint()) }
        return numbers
    }

    /// The bits of a packed field of 64-bit numbers, such as doubles.
    package static func packedFixed64(
        _ bytes: [UInt8]
    ) throws(ProtobufWireError) -> [UInt64] {
        var reader = ProtobufReader(bytes)
        var numbers: [UInt64] = []
        while !reader.isAtEnd { numbers.append(try reader.fixed64()) }
        return numbers
    }
}

/// A place in a message's bytes, going forward.
private struct ProtobufReader {
    private let bytes: [UInt8]
    private(set) var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { place == bytes.count }

    func bytes(from start: Int) -> [UInt8] { Array(bytes[start..<place]) }

    /// A number of up to so many bytes of seven bits each, lowest first; bits above 64 are lost.
    private mutating func varint(byteCountMax: Int) throws(ProtobufWireError) -> UInt64 {
        var number: UInt64 = 0
        for index in 0..<byteCountMax {
            guard place < bytes.count else { throw ProtobufWireError() }
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7F) << UInt64(7 * index)
            if byte < 0x80 { return number }
        }
        throw ProtobufWireError()
    }

    mutating func varint() throws(ProtobufWireError) -> UInt64 { try varint(byteCountMax: 10) }

    mutating func tag() throws(ProtobufWireError) -> (number: Int, kind: UInt64) {
        let tag = try varint(byteCountMax: 5)
        guard tag <= UInt64(UInt32.max), tag >> 3 != 0 else { throw ProtobufWireError() }
        return (Int(tag >> 3), tag & 7)
    }

    mutating func lengthDelimited() throws(ProtobufWireError) -> [UInt8] {
        let byteCount = try varint(byteCountMax: 5)
        guard byteCount <= UInt64(bytes.count - place) else { throw ProtobufWireError() }
        defer { place += Int(byteCount) }
        return Array(bytes[place..<place + Int(byteCount)])
    }

    mutating func fixed64() throws(ProtobufWireError) -> UInt64 { try fixed(byteCount: 8) }

    mutating func fixed32() throws(ProtobufWireError) -> UInt32 {
        UInt32(truncatingIfNeeded: try fixed(byteCount: 4))
    }

    private mutating func fixed(byteCount: Int) throws(ProtobufWireError) -> UInt64 {
        guard byteCount <= bytes.count - place else { throw ProtobufWireError() }
        defer { place += byteCount }
        return bytes[place..<place + byteCount].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
}
