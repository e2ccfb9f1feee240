internal import Encodings

/// The JSON header of a safetensors file as checked entries.
enum SafetensorsHeader {
    /// A tensor and where its elements stand in the data, in bytes.
    struct Entry {
        let tensor: TensorEntry
        let bytes: Range<Int>
    }

    static let metadataKey = "__metadata__"

    /// Bits of an element of each type that the format names.
    private static func elementBitCount(_ name: String) -> Int? {
        switch name {
        case "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0": 8
        case "I16", "U16", "F16", "BF16": 16
        case "I32", "U32", "F32": 32
        case "I64", "U64", "F64", "C64": 64
        case "F4": 4
        case "F6_E2M3", "F6_E3M2": 6
        default: nil
        }
    }

    /// The entries in the order of their data, which they tile, and the metadata, none or strings.
    ///
    /// **Throws:** ``CheckpointError`` with the tensor's name.
    static func entries(
        _ header: [UInt8], dataByteCount: Int, file: String
    ) throws(CheckpointError) -> (entries: [Entry], metadata: JSONValue?) {
        let members = try members(header, file: file)
        var entries: [Entry] = []
        var metadata: JSONValue?
        for member in members {
            if member.key.utf8.elementsEqual(metadataKey.utf8) {
                try checkMetadata(member.value, file: file)
                metadata = member.value
            } else {
                entries.append(try entry(member, file: file))
            }
        }
        entries.sort { left, right in
            (left.bytes.lowerBound, left.bytes.upperBound)
                < (right.bytes.lowerBound, right.bytes.upperBound)
        }
        var end = 0
        for entry in entries {
            guard entry.bytes.lowerBound == end else {
                throw .dataLayout(
                    file: file, tensor: entry.tensor.name, expectedStart: end,
                    gotStart: entry.bytes.lowerBound)
            }
            end = entry.bytes.upperBound
        }
        guard end == dataByteCount else {
            throw .dataLength(file: file, expectedBytes: end, gotBytes: dataByteCount)
        }
        return (entries, metadata)
    }

    private static func members(
        _ header: [UInt8], file: String
    ) throws(CheckpointError) -> [JSONMember] {
        guard header.first == UInt8(ascii: "{") else {
            throw .header(
                file: file, what: "first byte", expected: "'{'", got: "\(header.first ?? 0)")
        }
        let padding = header.reversed().prefix { $0 == UInt8(ascii: " ") }.count
        guard header.dropLast(padding).last == UInt8(ascii: "}") else {
            throw .header(
                file: file, what: "end", expected: "'}' and spaces", got: "something else")
        }
        let document: JSONValue
        do {
            document = try JSONParser.parse(header, byteCountMax: Limits.headerByteCountMax)
        } catch {
            throw .notJSON(file: file, cause: error)
        }
        guard let members = document.objectValue else {
            throw .header(file: file, what: "value", expected: "an object", got: document.kind)
        }
        guard members.count <= Limits.tensorCountMax else {
            throw .header(
                file: file, what: "tensors", expected: "at most \(Limits.tensorCountMax)",
                got: "\(members.count)")
        }
        return members
    }

    private static func checkMetadata(
        _ value: JSONValue, file: String
    ) throws(CheckpointError) {
        guard let members = value.objectValue,
            members.allSatisfy({ $0.value.stringValue != nil })
        else {
            throw .header(
                file: file, what: metadataKey, expected: "an object of strings", got: value.kind)
        }
    }

    private static func entry(
        _ member: JSONMember, file: String
    ) throws(CheckpointError) -> Entry {
        func refused(_ what: String, expected: String, got: String) -> CheckpointError {
            .entry(file: file, tensor: member.key, what: what, expected: expected, got: got)
        }
        let nameLength = member.key.utf8.count
        guard (1...Limits.tensorNameByteCountMax).contains(nameLength) else {
            throw refused(
                "name", expected: "1 to \(Limits.tensorNameByteCountMax) bytes",
                got: "\(nameLength)")
        }
        let keys = member.value.objectValue?.map(\.key) ?? []
        guard let type = member.value.member("dtype"), let shape = member.value.member("shape"),
            let offsets = member.value.member("data_offsets"), keys.count == 3
        else {
            throw refused(
                "entry", expected: "dtype, shape and data_offsets alone",
                got: keys.isEmpty
                    ? member.value.kind
                    : keys.prefix(8).map { JSONValue.quoted($0, scalarCountMax: 40) }
                        .joined(separator: ", "))
        }
        guard let typeName = type.stringValue, let bitCount = elementBitCount(typeName) else {
            throw refused("dtype", expected: "a type of the format", got: type.kind)
        }
        guard let dimensions = shape.arrayValue?.map({ $0.integerValue ?? -1 }),
            dimensions.count <= Limits.dimensionCountMax, dimensions.allSatisfy({ $0 >= 0 })
        else {
            throw refused(
                "shape", expected: "up to \(Limits.dimensionCountMax) integers from 0",
                got: shape.compactText.prefix(80).description)
        }
        guard let bounds = offsets.arrayValue?.map({ $0.integerValue ?? -1 }), bounds.count == 2,
            bounds[0] >= 0, bounds[1] >= bounds[0]
        else {
            throw refused(
                "data_offsets", expected: "two integers, 0 <= start <= end",
                got: offsets.compactText.prefix(80).description)
        }
        guard let byteCount = byteCount(dimensions, bitCount), byteCount == bounds[1] - bounds[0]
        else {
            throw refused(
                "data_offsets", expected: "the \(typeName) elements of shape \(dimensions)",
                got: "\(bounds[1] - bounds[0]) bytes")
        }
        return Entry(
            tensor: TensorEntry(
                name: member.key, elementTypeName: typeName, dimensions: dimensions),
            bytes: bounds[0]..<bounds[1])
    }

    /// The bytes of a tensor; nil where they pass 64 bits or end inside a byte.
    private static func byteCount(_ dimensions: [Int], _ bitCount: Int) -> Int? {
        var bits = bitCount
        for dimension in dimensions {
            let (product, overflow) = bits.multipliedReportingOverflow(by: dimension)
            if overflow { return nil }
            bits = product
        }
        return bits.isMultiple(of: 8) ? bits / 8 : nil
    }
}
