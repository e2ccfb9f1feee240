internal import BigInt
package import Chains
internal import Encodings
package import PythonValues

/// An account of the published chain: an owner, its balance and its nonce.
///
/// Owners are whatever values transactions name, compared as keys of a dictionary: 1, 1.0 and true
/// are one owner, NaN is none that is ever found again.
package struct PublishedAccount: AccountRow {
    package let owner: PythonValue
    package internal(set) var balance: PythonNumber = .integer(0)
    /// The nonce of the last transaction that the owner sent; -1 before the first.
    package internal(set) var nonce: PythonNumber = .integer(-1)

    init(owner: PythonValue) {
        self.owner = owner
    }

    /// Texts are found by themselves, other owners by looking through all.
    package var key: PythonText? {
        if case .string(let text) = owner { text } else { nil }
    }

    package var ownerText: String { Self.shown(owner) }
    package var balanceText: String { Self.shown(.number(balance)) }

    /// The value as CPython prints it; CPython's error if it is too long for that.
    private static func shown(_ value: PythonValue) -> String {
        do {
            return try value.text().shown
        } catch {
            return error.description
        }
    }

    /// Golden-bearing: owner, balance and nonce, each as JSON; integers of any length.
    package var row: [UInt8] {
        var writer = CanonicalWriter()
        for value in [owner, .number(balance), .number(nonce)] {
            writer.add(lengthAndBytes: Array(Self.text(value).utf8))
        }
        return writer.bytes
    }

    private static func text(_ value: PythonValue) -> String {
        if case .integer(let integer) = value { return String(integer) }
        guard let text = try? PythonJSONWriter.text(value) else {
            preconditionFailure("no text for a \(value.typeName)")
        }
        return text
    }

    package init(row: [UInt8]) throws(RowError) {
        var reader = CanonicalReader(row)
        guard let owner = Self.value(reader.lengthAndBytes()),
            let balance = Self.value(reader.lengthAndBytes())?.number,
            let nonce = Self.value(reader.lengthAndBytes())?.number, reader.isAtEnd
        else { throw RowError(expected: "owner, balance and nonce") }
        self.owner = owner
        self.balance = balance
        self.nonce = nonce
    }

    private static func value(_ bytes: [UInt8]?) -> PythonValue? {
        guard let bytes else { return nil }
        if let integer = BigInt(String(decoding: bytes, as: UTF8.self)) { return .integer(integer) }
        return try? PythonJSONParser.parse(bytes, byteCountMax: bytes.count)
    }
}
