internal import PythonValues

extension PublishedNode {
    func isValid(
        key: [UInt8], tag: [UInt8], value: [UInt8], expiration: PythonNumber,
        in request: RecordRequest, now: PythonNumber
    ) throws(PythonError) -> Bool {
        guard let validator else { return true }
        let record = MeshRecord(key: key, subkey: tag, value: value, expiration: expiration)
        return try validator.validate(record, for: request)
    }

    /// Whether all items, expired ones included, are valid where they are found.
    ///
    /// **Throws:** ``PythonError`` where the value is no dictionary, or an item no record.
    func isValid(
        dictionary value: MeshValue, key: [UInt8], now: PythonNumber
    ) throws(PythonError) -> Bool {
        guard validator != nil else { return true }
        guard case .dictionary(let dictionary) = value else {
            throw .attribute("the value is no dictionary")
        }
        for (subkey, entry) in dictionary.storage.entries {
            guard case .bytes(let bytes) = entry.value.value,
                let expiration = entry.value.expiration.number
            else { throw .type("an item that is no record") }
            let tag = try MessagePack.bytes(of: subkey, now: now)
            let isItemValid = try isValid(
                key: key, tag: tag, value: bytes, expiration: expiration, in: .get, now: now)
            if !isItemValid { return false }
        }
        return true
    }

    /// The value with what validators add.
    func signed(
        _ value: [UInt8], key: MeshID, tag: [UInt8], expiration: PythonNumber
    ) throws(PythonError) -> [UInt8] {
        guard let validator else { return value }
        return try validator.signedValue(
            of: MeshRecord(key: key.bytes, subkey: tag, value: value, expiration: expiration))
    }
}
