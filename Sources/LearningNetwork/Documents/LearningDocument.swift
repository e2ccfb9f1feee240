package import BigInt
internal import Encodings
package import PythonValues
package import Trials

/// An object of JSON that a message, or a part of it, is.
///
/// Bytes are read as CPython's `json` reads them; the further demands of the rules are guards, so
/// that a guard that is taken out lets through just those bytes that it stops.
package struct LearningDocument: Sendable {
    package let members: PythonDictionary
    package let guards: Guards

    /// **Throws:** ``Refusal`` by `size`, `json`, `canonical` or `fields`.
    package init(
        _ bytes: [UInt8], byteCountMax: Int, _ keys: [String], _ guards: Guards
    ) throws(Refusal) {
        try guards.require(
            bytes.count <= byteCountMax, LearningGuards.size,
            "expected at most \(byteCountMax) bytes, got \(bytes.count)")
        let value = try Self.value(bytes, guards)
        try guards.require(
            try Self.isCanonical(bytes, value), LearningGuards.canonical,
            "expected sorted keys, no spaces and one spelling of everything")
        try self.init(value, keys, guards)
    }

    /// A part of a document that was read.
    package init(
        _ value: PythonValue, _ keys: [String], _ guards: Guards
    ) throws(Refusal) {
        self.guards = guards
        if case .dictionary(let members) = value {
            self.members = members
        } else {
            try guards.require(
                false, LearningGuards.fields, "expected an object, got a \(value.typeName)")
            members = PythonDictionary()
        }
        for key in keys {
            try guards.require(
                members[key] != nil, LearningGuards.fields, "expected the key \(key), got none")
        }
        try guards.require(
            members.members.count <= keys.count, LearningGuards.fields,
            "expected \(keys.count) keys, got \(members.members.count)")
    }

    private static func value(_ bytes: [UInt8], _ guards: Guards) throws(Refusal) -> PythonValue {
        let failure: PythonJSONError
        do throws(PythonJSONError) {
            return try PythonJSONParser.parse(bytes, byteCountMax: .max)
        } catch {
            failure = error
        }
        try guards.require(false, LearningGuards.json, failure.description)
        // Without the guard, bytes behind the value are ignored.
        do throws(PythonJSONError) {
            let end = min(max(failure.offset, 0), bytes.count)
            return try PythonJSONParser.parse(Array(bytes[..<end]), byteCountMax: .max)
        } catch {
            return .none
        }
    }

    private static func isCanonical(
        _ bytes: [UInt8], _ value: PythonValue
    ) throws(Refusal) -> Bool {
        do throws(PythonError) {
            return try PythonJSONWriter.text(value).utf8.elementsEqual(bytes)
        } catch {
            throw Refusal(index: nil, by: LearningGuards.canonical, message: error.description)
        }
    }

    // MARK: Members

    package func value(_ key: String) -> PythonValue { members[key] ?? .none }

    package func text(_ key: String) throws(Refusal) -> String {
        try Self.text(value(key), key, guards)
    }

    package static func text(
        _ value: PythonValue, _ name: String, _ guards: Guards
    ) throws(Refusal) -> String {
        if case .string(let text) = value, let utf8 = try? text.utf8() {
            return String(decoding: utf8, as: UTF8.self)
        }
        try guards.require(
            false, LearningGuards.fields, "\(name): expected a text, got a \(value.typeName)")
        return ""
    }

    /// An integer; without `number_type`, a number as `int()` makes it one, else 0.
    package func integer(_ key: String) throws(Refusal) -> BigInt {
        let value = value(key)
        if case .integer(let integer) = value { return integer }
        try guards.require(
            false, LearningGuards.numberType,
            "\(key): expected an integer, got a \(value.typeName)")
        switch value {
        case .boolean(let isTrue): return isTrue ? 1 : 0
        case .float(let float): return (try? float.truncated()) ?? 0
        default: return 0
        }
    }

    /// An integer from `low` to `high`. Without the guard, one beyond counts as the nearest.
    package func integer(
        _ key: String, in range: ClosedRange<Int>, _ by: Guard
    ) throws(Refusal) -> Int {
        let integer = try integer(key)
        try guards.require(
            (BigInt(range.lowerBound)...BigInt(range.upperBound)).contains(integer), by,
            "\(key): expected \(range.lowerBound) to \(range.upperBound), got "
                + (integer.bitWidth <= 128 ? "\(integer)" : "a number of \(integer.bitWidth) bits"))
        return Int(min(max(integer, BigInt(range.lowerBound)), BigInt(range.upperBound)))
    }

    package func boolean(_ key: String) throws(Refusal) -> Bool {
        if case .boolean(let isTrue) = value(key) { return isTrue }
        try guards.require(
            false, LearningGuards.numberType,
            "\(key): expected true or false, got a \(value(key).typeName)")
        return value(key).isTrue
    }

    /// So many bytes in lower-case hexadecimal; without the guard, bytes that are none are zeros.
    package func bytes(
        _ key: String, count: Int, _ by: Guard = LearningGuards.fields
    ) throws(Refusal) -> [UInt8] {
        try Self.bytes(value(key), key, count: count, by, guards)
    }

    package static func bytes(
        _ value: PythonValue, _ name: String, count: Int, _ by: Guard, _ guards: Guards
    ) throws(Refusal) -> [UInt8] {
        let text = try text(value, name, guards)
        if text.utf8.count == 2 * count, let bytes = Hexadecimal.bytes(of: text) { return bytes }
        try guards.require(
            false, by, "\(name): expected \(2 * count) digits of lower-case hexadecimal")
        return [UInt8](repeating: 0, count: count)
    }

    package func elements(
        _ key: String, countMax: Int
    ) throws(Refusal) -> [PythonValue] {
        if case .list(let elements) = value(key), elements.count <= countMax { return elements }
        try guards.require(
            false, LearningGuards.fields, "\(key): expected an array of at most \(countMax)")
        return []
    }

    /// Digests of 32 bytes each.
    package func digests(_ key: String, countMax: Int) throws(Refusal) -> [[UInt8]] {
        var digests: [[UInt8]] = []
        for value in try elements(key, countMax: countMax) {
            digests.append(
                try Self.bytes(value, key, count: 32, LearningGuards.fields, guards))
        }
        return digests
    }
}
