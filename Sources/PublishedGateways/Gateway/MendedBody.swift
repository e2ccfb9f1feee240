internal import PythonValues
internal import PythonWeb

/// Bodies that are made to pass, for a gateway without the check that refused them.
enum MendedBody {
    /// A body that the same schema may take; nil where it is not mended.
    static func body(_ bytes: [UInt8], after error: SchemaError) -> [UInt8]? {
        guard error.status == 422, !error.kinds.contains("json_invalid") else {
            return firstValue(bytes)
        }
        guard case .dictionary(var members)? = try? RequestBody.value(bytes) else { return nil }
        for fault in error.faults {
            guard fault.place.count == 2, case .string(let name) = fault.place[1],
                let value = value(for: fault)
            else { return nil }
            members[name] = value
        }
        guard let text = try? PythonJSONWriter.text(.dictionary(members), sortsKeys: false) else {
            return nil
        }
        return Array(text.utf8)
    }

    /// The value without what stands behind it.
    private static func firstValue(_ bytes: [UInt8]) -> [UInt8]? {
        do throws(PythonJSONError) {
            _ = try PythonJSONParser.parse(bytes, byteCountMax: .max)
            return nil
        } catch {
            let end = min(max(error.offset, 0), bytes.count)
            return Array(bytes[..<end])
        }
    }

    /// A value of the type that was missed.
    private static func value(for fault: SchemaError.Fault) -> PythonValue? {
        switch fault.kind {
        case "string_type": (try? PythonJSONWriter.text(fault.input)).map(PythonValue.text)
        case "missing": .text("")
        default: nil
        }
    }
}
