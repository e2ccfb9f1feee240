internal import Encodings
internal import PythonValues

/// A message of protobuf: known fields by name, the others as they came.
package protocol ProtobufMessage: Sendable, Equatable {
    init()

    /// Fields that the message does not know, in the order in which they came.
    var unknown: [ProtobufField] { get set }

    /// Takes a field, or leaves it to the unknown ones: then false.
    mutating func take(_ field: ProtobufField) throws(ProtobufWireError) -> Bool

    /// Writes the known fields in ascending order, defaults left out.
    func write(to writer: inout ProtobufWriter)
}

extension ProtobufMessage {
    /// **Throws:** ``ProtobufWireError`` where the bytes are no such message.
    package init(parsing bytes: [UInt8]) throws(ProtobufWireError) {
        self.init()
        try merge(bytes)
    }

    /// Takes further fields, as protobuf does where a message's field comes again.
    package mutating func merge(_ bytes: [UInt8]) throws(ProtobufWireError) {
        for field in try ProtobufWire.fields(of: bytes) {
            if try !take(field) { unknown.append(field) }
        }
    }

    /// The message as it is serialised, whatever the bytes were that it was parsed from.
    package var serialized: [UInt8] {
        var writer = ProtobufWriter()
        write(to: &writer)
        for field in unknown { writer.append(field) }
        return writer.bytes
    }
}

extension ProtobufField.Value {
    func take(into bytes: inout [UInt8]) -> Bool {
        guard case .bytes(let content) = self else { return false }
        bytes = content
        return true
    }

    /// A text's bytes. **Throws:** ``ProtobufWireError`` where they are no UTF-8.
    func takeText(into text: inout [UInt8]) throws(ProtobufWireError) -> Bool {
        guard case .bytes(let content) = self else { return false }
        guard UTF8Validation.firstInvalidOffset(in: content) == nil else {
            throw ProtobufWireError()
        }
        text = content
        return true
    }

    func take(into list: inout [[UInt8]]) -> Bool {
        guard case .bytes(let content) = self else { return false }
        list.append(content)
        return true
    }

    func take(into number: inout PythonFloat) -> Bool {
        guard case .fixed64(let bits) = self else { return false }
        number = PythonFloat(bits: bits)
        return true
    }

    func take(into flag: inout Bool) -> Bool {
        guard case .varint(let value) = self else { return false }
        flag = value != 0
        return true
    }

    /// An enumeration's number: 32 bits, names unknown to it included.
    func take(into number: inout Int32) -> Bool {
        guard case .varint(let value) = self else { return false }
        number = Int32(truncatingIfNeeded: value)
        return true
    }

    func take(into numbers: inout [PythonFloat]) throws(ProtobufWireError) -> Bool {
        switch self {
        case .fixed64(let bits): numbers.append(PythonFloat(bits: bits))
        case .bytes(let content):
            numbers += try ProtobufWire.packedFixed64(content).map { PythonFloat(bits: $0) }
        default: return false
        }
        return true
    }

    func take(into flags: inout [Bool]) throws(ProtobufWireError) -> Bool {
        switch self {
        case .varint(let value): flags.append(value != 0)
        case .bytes(let content): flags += try ProtobufWire.packedVarints(content).map { $0 != 0 }
        default: return false
        }
        return true
    }

    /// A message within the message: a later one is merged into the first.
    func take<Message: ProtobufMessage>(
        into message: inout Message?
    ) throws(ProtobufWireError) -> Bool {
        guard case .bytes(let content) = self else { return false }
        var merged = message ?? Message()
        try merged.merge(content)
        message = merged
        return true
    }
}

extension ProtobufWriter {
    mutating func appendUnlessEmpty(_ number: Int, _ content: [UInt8]) {
        if !content.isEmpty { append(number, bytes: content) }
    }

    mutating func append(_ number: Int, each list: [[UInt8]]) {
        for content in list { append(number, bytes: content) }
    }

    mutating func appendUnlessZero(_ number: Int, _ value: PythonFloat) {
        if value.bits != 0 { append(number, fixed64: value.bits) }
    }

    mutating func append(_ number: Int, _ values: [PythonFloat]) {
        append(number, packedFixed64: values.map(\.bits))
    }

    mutating func append(_ number: Int, _ flags: [Bool]) {
        append(number, packedVarints: flags.map { $0 ? 1 : 0 })
    }

    mutating func appendUnlessFalse(_ number: Int, _ flag: Bool) {
        if flag { append(number, varint: 1) }
    }

    mutating func append(_ number: Int, _ message: (some ProtobufMessage)?) {
        if let message { append(number, bytes: message.serialized) }
    }
}
