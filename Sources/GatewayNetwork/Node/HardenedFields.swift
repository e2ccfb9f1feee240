internal import BigInt
internal import Encodings
internal import PythonValues
internal import Trials

/// Reads an object's fields by their types. Where a guard is taken out, a missing field counts as
/// empty or 0, and a value of another type as the nearest of the right type.
struct HardenedFields {
    let document: ReceiptDocument
    let guards: Guards

    /// **Throws:** ``Refusal`` unless the object has these keys and no others.
    init(_ document: ReceiptDocument, _ keys: [String], _ guards: Guards) throws(Refusal) {
        self.document = document
        self.guards = guards
        try document.requireFields(keys, guards)
        try document.requireOnly(keys, guards)
    }

    func text(_ key: String) throws(Refusal) -> String {
        guard let value = document.members[key] else { return "" }
        return try text(value, key)
    }

    func text(_ value: PythonValue, _ name: String) throws(Refusal) -> String {
        if case .string(let text) = value { return text.shown }
        try guards.require(
            false, GatewayGuards.textType, "\(name): expected a text, got a \(value.typeName)")
        do throws(PythonError) {
            return try value.text().shown
        } catch {
            return ""
        }
    }

    func integer(_ key: String) throws(Refusal) -> BigInt {
        guard let value = document.members[key] else { return 0 }
        return try integer(value, key)
    }

    func integer(_ value: PythonValue, _ name: String) throws(Refusal) -> BigInt {
        if case .integer(let integer) = value { return integer }
        try guards.require(
            false, GatewayGuards.numberType,
            "\(name): expected an integer, got a \(value.typeName)")
        switch value {
        case .boolean(let isTrue): return isTrue ? 1 : 0
        case .float(let float): return (try? float.truncated()) ?? 0
        default: return 0
        }
    }

    /// An integer from `low` to `high`. Without the guard, an integer beyond counts as the nearest.
    func integer(
        _ key: String, from low: Int, to high: Int, _ by: Guard
    ) throws(Refusal) -> Int {
        try bounded(integer(key), key, from: low, to: high, by)
    }

    /// The same for a number that stands elsewhere.
    func bounded(
        _ integer: BigInt, _ name: String, from low: Int, to high: Int, _ by: Guard
    ) throws(Refusal) -> Int {
        try require(integer, name, from: low, to: high, by)
        return Int(min(max(integer, BigInt(low)), BigInt(high)))
    }

    func require(
        _ integer: BigInt, _ key: String, from low: Int, to high: Int, _ by: Guard
    ) throws(Refusal) {
        try guards.require(
            (BigInt(low)...BigInt(high)).contains(integer), by,
            "\(key): expected \(low) to \(high), got "
                + (integer.bitWidth <= 128 ? "\(integer)" : "a number of \(integer.bitWidth) bits"))
    }

    /// The key's bytes; without the guard, empty for a text that is no base64 at all: nobody's key.
    func key(_ name: String) throws(Refusal) -> [UInt8] {
        let text = try text(name)
        try guards.require(
            Base64.bytes(of: text)?.count == 32, GatewayGuards.keyForm,
            "\(name): expected the base64 of 32 bytes in its one spelling")
        return Base64Text.bytes(lenient: text) ?? []
    }

    func signature(_ name: String) throws(Refusal) -> [UInt8] {
        let text = try text(name)
        try guards.require(
            Base64.bytes(of: text)?.count == 64, GatewayGuards.signatureForm,
            "\(name): expected the base64 of 64 bytes in its one spelling")
        return Base64Text.bytes(lenient: text) ?? []
    }
}
