internal import BigInt
package import PythonValues

/// Bodies of requests, as FastAPI reads them.
package enum RequestBody {
    package static let place: [PythonValue] = [.text("body")]

    /// The value of a body.
    ///
    /// A body in UTF-16 or UTF-32, which CPython would guess, counts as broken here.
    /// **Throws:** ``SchemaError`` where it is empty or no JSON.
    package static func value(_ bytes: [UInt8]) throws(SchemaError) -> PythonValue {
        guard !bytes.isEmpty else {
            throw SchemaError([.init("missing", place: place, input: PythonValue.none)])
        }
        let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(text, byteCountMax: .max)
        } catch {
            guard error.exception == .decoding else { throw SchemaError.brokenBody }
            throw SchemaError([
                .init("json_invalid", place: place, input: .dictionary(PythonDictionary()))
            ])
        }
    }

    /// The body as an object of any members. **Throws:** ``SchemaError``.
    package static func object(_ bytes: [UInt8]) throws(SchemaError) -> PythonDictionary {
        try object(value(bytes), place: place)
    }

    /// The body as a list of objects of any members. **Throws:** ``SchemaError``.
    package static func objects(_ bytes: [UInt8]) throws(SchemaError) -> [PythonDictionary] {
        try elements(bytes) { value, place throws(SchemaError) in
            try object(value, place: place)
        }
    }

    /// The body as a list of objects that `read` makes of its elements.
    ///
    /// **Throws:** ``SchemaError`` with the faults of all elements.
    static func elements(
        _ bytes: [UInt8],
        _ read: (PythonValue, [PythonValue]) throws(SchemaError) -> PythonDictionary
    ) throws(SchemaError) -> [PythonDictionary] {
        let value = try value(bytes)
        guard case .list(let elements) = value else {
            throw SchemaError([.init("list_type", place: place, input: value)])
        }
        var objects: [PythonDictionary] = []
        var faults: [SchemaError.Fault] = []
        for (index, element) in elements.enumerated() {
            do throws(SchemaError) {
                objects.append(try read(element, place + [.integer(index: index)]))
            } catch {
                faults += error.faults
            }
        }
        guard faults.isEmpty else { throw SchemaError(faults) }
        return objects
    }

    private static func object(
        _ value: PythonValue, place: [PythonValue]
    ) throws(SchemaError) -> PythonDictionary {
        guard case .dictionary(let members) = value else {
            throw SchemaError([.init("dict_type", place: place, input: value)])
        }
        return members
    }
}

extension PythonValue {
    fileprivate static func integer(index: Int) -> PythonValue { .integer(BigInt(index)) }
}
