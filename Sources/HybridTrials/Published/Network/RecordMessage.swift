package import PublishedHybrid

/// A record on its way to the store: the key's length and text, the expiry in seconds, the value.
package struct RecordMessage: Sendable, Equatable {
    package let key: [UInt8]
    package let expires: Int
    package let value: [UInt8]

    package init(key: RecordKey, expires: Int, value: [UInt8]) {
        self.key = key.utf8
        self.expires = expires
        self.value = value
    }

    /// Nil for bytes that are too short.
    package init?(parsing bytes: [UInt8]) {
        var reader = MessageReader(bytes)
        guard let count = reader.integer(byteCount: 2), let key = reader.bytes(Int(count)),
            let expires = reader.integer(byteCount: 8)
        else { return nil }
        self.key = key
        self.expires = Int(Int64(bitPattern: expires))
        value = reader.rest()
    }

    package var bytes: [UInt8] {
        MessageReader.bytes(of: UInt64(key.count), byteCount: 2) + key
            + MessageReader.bytes(of: UInt64(bitPattern: Int64(expires)), byteCount: 8) + value
    }
}
