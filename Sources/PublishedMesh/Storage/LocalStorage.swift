package import PythonValues

/// A value that a node stores under a key.
package enum StoredValue {
    case regular([UInt8])
    /// Shared by reference with whoever holds it.
    case dictionary(DictionaryValue)
}

/// Records of a node by key: `DHTLocalStorage`. **Source:** page, section 2.
package final class LocalStorage {
    package typealias Entry = TimedStorage<MeshID, StoredValue>.Entry

    package let storage: TimedStorage<MeshID, StoredValue>

    package init(sizeMax: PythonNumber = .float(PythonTimes.never)) {
        storage = TimedStorage(sizeMax: sizeMax)
    }

    /// **Throws:** ``PythonError`` where a dictionary's times or subkeys cannot be compared.
    package func entry(for key: MeshID, now: PythonNumber) throws(PythonError) -> Entry? {
        try storage.entry(for: key, now: now)
    }

    /// Stores a value in the place of the whole key.
    package func store(
        _ value: StoredValue, for key: MeshID, expiration: PythonNumber, now: PythonNumber
    ) throws(PythonError) -> Bool {
        try storage.store(value, for: key, expiration: expiration, now: now)
    }

    /// Stores a value under a subkey: in the key's dictionary, or in a new one where the key has an
    /// older regular value or none.
    ///
    /// **Throws:** ``PythonError/type(_:)`` where the subkey cannot be a key, or where what is
    /// stored cannot be compared with it.
    package func store(
        _ value: [UInt8], for key: MeshID, subkey: MeshValue, expiration: PythonNumber,
        now: PythonNumber
    ) throws(PythonError) -> Bool {
        let previous =
            try storage.entry(for: key, now: now)
            ?? Entry(value: .regular([]), expiration: .float(PythonTimes.beforeAll))
        switch previous.value {
        case .regular:
            guard previous.expiration.isLess(than: expiration) else { return false }
            let dictionary = DictionaryValue()
            try dictionary.store(
                .bytes(value), for: subkey, expiration: .number(expiration), now: now)
            guard let latest = dictionary.latest.number else { return false }
            return try storage.store(
                .dictionary(dictionary), for: key, expiration: latest, now: now)
        case .dictionary(let dictionary):
            guard let latest = dictionary.latest.number else {
                throw .type("'>' not supported between these times")
            }
            if latest.isLess(than: expiration) {
                _ = try storage.store(
                    .dictionary(dictionary), for: key, expiration: expiration, now: now)
            }
            return try dictionary.store(
                .bytes(value), for: subkey, expiration: .number(expiration), now: now)
        }
    }

    package func remove(_ key: MeshID) throws(PythonError) {
        try storage.remove(key)
    }
}
