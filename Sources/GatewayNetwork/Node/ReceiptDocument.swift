internal import Encodings
internal import PythonValues
internal import Trials

/// A message that was read: an object of JSON.
///
/// Bytes are read as CPython's `json` reads them; the further demands of the hardened rules are
/// guards, so that a guard that is taken out lets through just what it stops.
struct ReceiptDocument {
    /// As received, or the sorted compact JSON of a part of what was received.
    let bytes: [UInt8]
    let members: PythonDictionary

    /// **Throws:** ``Refusal``.
    init(
        _ bytes: [UInt8], byteCountMax: Int, guards: Guards
    ) throws(Refusal) {
        try guards.require(
            bytes.count <= byteCountMax, GatewayGuards.size,
            "expected at most \(byteCountMax) bytes, got \(bytes.count)")
        let value = try Self.value(bytes, guards)
        if guards.has(GatewayGuards.canonical) {
            try Self.checkCanonical(bytes, value, byteCountMax)
        }
        try self.init(bytes: bytes, value: value, guards: guards)
    }

    /// A part of a document that was read, such as a receipt of a batch.
    init(part value: PythonValue, guards: Guards) throws(Refusal) {
        try self.init(bytes: Self.text(value).bytes, value: value, guards: guards)
    }

    private init(bytes: [UInt8], value: PythonValue, guards: Guards) throws(Refusal) {
        self.bytes = bytes
        if case .dictionary(let members) = value {
            self.members = members
        } else {
            try guards.require(
                false, GatewayGuards.fields, "expected an object, got a \(value.typeName)")
            members = PythonDictionary()
        }
    }

    private static func value(_ bytes: [UInt8], _ guards: Guards) throws(Refusal) -> PythonValue {
        let failure: PythonJSONError
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(bytes, byteCountMax: .max)
        } catch {
            failure = error
        }
        try guards.require(false, GatewayGuards.json, failure.description)
        // Without the guard, bytes behind the value are ignored.
        do throws(PythonJSONError) {
            let end = min(max(failure.offset, 0), bytes.count)
            return try PythonJSONParser.parse(Array(bytes[..<end]), byteCountMax: .max)
        } catch {
            return .none
        }
    }

    private static func checkCanonical(
        _ bytes: [UInt8], _ value: PythonValue, _ byteCountMax: Int
    ) throws(Refusal) {
        do throws(JSONParseError) {
            _ = try JSONParser.parse(bytes, byteCountMax: max(byteCountMax, bytes.count))
        } catch {
            throw refusal(error.description)
        }
        guard try text(value).utf8.elementsEqual(bytes) else {
            throw refusal("expected sorted keys, no spaces and one spelling of everything")
        }
    }

    /// The sorted compact JSON. **Throws:** ``Refusal`` for a value without it; none that was read
    /// is one.
    private static func text(_ value: PythonValue) throws(Refusal) -> String {
        do throws(PythonError) {
            return try PythonJSONWriter.text(value)
        } catch {
            throw refusal(error.description)
        }
    }

    private static func refusal(_ message: String) -> Refusal {
        Refusal(index: nil, by: GatewayGuards.canonical, message: message)
    }

    /// The sorted compact JSON of the members with these keys, as far as there are any.
    func payload(_ keys: [String]) throws(Refusal) -> [UInt8] {
        var chosen = PythonDictionary()
        for key in keys {
            if let value = members[key] { chosen[key] = value }
        }
        return try Self.text(.dictionary(chosen)).bytes
    }

    /// Refuses an object that lacks one of these keys.
    func requireFields(_ keys: [String], _ guards: Guards) throws(Refusal) {
        for key in keys {
            try guards.require(
                members[key] != nil, GatewayGuards.fields, "expected the key \(key), got none")
        }
    }

    /// Refuses an object that has other keys than these.
    func requireOnly(_ keys: [String], _ guards: Guards) throws(Refusal) {
        for member in members.members {
            try guards.require(
                keys.contains { member.key.equals($0) }, GatewayGuards.unknownField,
                "expected \(keys.count) known keys, got "
                    + JSONValue.quoted(member.key.shown, scalarCountMax: 40))
        }
    }
}
