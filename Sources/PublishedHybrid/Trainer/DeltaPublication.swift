internal import Cryptography
internal import Encodings
package import PythonValues

/// The record of a delta's bytes, under their own hash.
package enum DeltaPublication {
    /// The lower-case text of the id of some bytes.
    package static func identifier(of delta: [UInt8]) -> String {
        Hexadecimal.text(of: Digests.sha256(delta).bytes)
    }

    /// Such as `raw:` with 64 digits.
    package static func recordKey(identifier: String) -> RecordKey {
        RecordKey("raw:" + identifier)
    }

    /// Writes the record and gives its id, whatever the store says.
    ///
    /// **Throws:** ``PythonError/type(_:)`` as shipped, after the record was written.
    package static func publish(
        _ delta: [UInt8], calls: RecordCalls, in store: inout RecordStore, now: Int
    ) throws(PythonError) -> String {
        let identifier = identifier(of: delta)
        _ = store.store(
            delta, for: recordKey(identifier: identifier),
            expires: RecordStore.expiry(now: now), now: now)
        try calls.await()
        return identifier
    }
}
