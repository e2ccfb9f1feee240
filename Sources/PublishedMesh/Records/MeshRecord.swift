internal import BigInt
package import PythonValues

/// A record as validators see it.
package struct MeshRecord: Sendable {
    package var key: [UInt8]
    /// The msgpack of the subkey: `c0` for a regular value, empty for a whole dictionary; nil is
    /// Python's None.
    package var subkey: [UInt8]?
    package var value: [UInt8]
    package var expiration: PythonNumber

    package init(
        key: [UInt8], subkey: [UInt8]?, value: [UInt8], expiration: PythonNumber
    ) {
        self.key = key
        self.subkey = subkey
        self.value = value
        self.expiration = expiration
    }

    /// The subkey of a regular value.
    package static let regularSubkey: [UInt8] = [0xC0]
    /// The subkey of a whole dictionary.
    package static let dictionarySubkey: [UInt8] = []

    /// The msgpack of the four members as a tuple: what is signed.
    package func signedBytes() throws(PythonError) -> [UInt8] {
        try MessagePack.bytes(
            of: .tuple([
                .bytes(key), subkey.map(MeshValue.bytes) ?? .none, .bytes(value),
                .number(expiration),
            ]), now: .integer(0))
    }

    func with(value: [UInt8]) -> MeshRecord {
        MeshRecord(key: key, subkey: subkey, value: value, expiration: expiration)
    }
}

/// The purpose that a record is validated for.
package enum RecordRequest: Sendable {
    /// To be read.
    case get
    /// To be stored.
    case post
}

/// A validator of records, shared by reference.
package protocol RecordValidator: AnyObject {
    /// The name of the class.
    var typeName: String { get }
    /// Signing goes by rising priority, validating and stripping by falling.
    var priority: Int { get }

    /// Whether the record is good. **Throws:** ``PythonError`` that the published code does not
    /// catch.
    func validate(_ record: MeshRecord, for request: RecordRequest) throws(PythonError) -> Bool

    /// The value with what the validator adds to it.
    func signedValue(of record: MeshRecord) throws(PythonError) -> [UInt8]

    /// The value without what the validator adds.
    func strippedValue(of record: MeshRecord) -> [UInt8]

    /// Whether the other one is taken into this one.
    func merge(_ other: any RecordValidator) -> Bool
}

extension RecordValidator {
    package func signedValue(of record: MeshRecord) throws(PythonError) -> [UInt8] {
        record.value
    }

    package func strippedValue(of record: MeshRecord) -> [UInt8] { record.value }
}
