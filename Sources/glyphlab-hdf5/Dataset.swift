import Encodings

/// A dataset as the laboratory learns of it.
struct Dataset {
    let path: String
    /// `F16`, `BF16`, `F32`, `F64`, or what else it is, in words.
    let typeName: String
    let elementByteCount: Int
    let dimensions: [Int]
    /// Nil where the elements lie in one piece.
    let chunk: [Int]?
    /// `shuffle` and `gzip`, in the order of writing.
    let filters: [String]

    /// **Bounds:** checked against overflow when the dataset was described.
    var byteCount: Int { dimensions.reduce(elementByteCount, *) }

    var shownPath: String { JSONValue.quoted(path, scalarCountMax: 120) }

    var json: JSONValue {
        var members = [
            JSONMember("path", .string(path)), JSONMember("type", .string(typeName)),
            JSONMember("element_bytes", .integer(elementByteCount)),
            JSONMember("shape", .array(dimensions.map(JSONValue.integer))),
        ]
        if let chunk { members.append(JSONMember("chunk", .array(chunk.map(JSONValue.integer)))) }
        members.append(JSONMember("filters", .array(filters.map(JSONValue.string))))
        return .object(members)
    }
}

extension Dataset {
    /// A dataset to write: contiguous, of a named float type. Nil where `json` describes none.
    init?(json: JSONValue) {
        guard let path = json.member("path")?.stringValue, !path.isEmpty,
            !path.utf8.contains(UInt8(ascii: "/")), !path.utf8.contains(0),
            let typeName = json.member("type")?.stringValue,
            let elementByteCount = json.member("element_bytes")?.integerValue,
            let dimensions = json.member("shape")?.arrayValue?.compactMap(\.integerValue),
            !dimensions.isEmpty, dimensions.allSatisfy({ $0 > 0 })
        else { return nil }
        self.init(
            path: path, typeName: typeName, elementByteCount: elementByteCount,
            dimensions: dimensions, chunk: nil, filters: [])
    }
}
