internal import Conformance
internal import PublishedMesh
internal import PythonValues

/// Storages as the files list them: what is stored, the heap, and the keys' latest heap entries.
enum StoredVectors {
    static func fill(_ storage: LocalStorage, _ listed: VectorValue) throws {
        storage.storage.isFrozen = true
        defer { storage.storage.isFrozen = false }
        for item in try listed.member("data").elements() {
            let parts = try item.elements(count: 3)
            let value: StoredValue =
                try parts[1].optionalMember("dict") != nil
                ? .dictionary(dictionary(parts[1])) : .regular(parts[1].hexadecimal())
            let key = try parts[0].meshID()
            for time in try times(parts[0], parts[2], in: listed) {
                _ = try storage.storage.store(value, for: key, expiration: time, now: start)
            }
        }
    }

    private static func dictionary(_ listed: VectorValue) throws -> DictionaryValue {
        let dictionary = DictionaryValue()
        dictionary.storage.isFrozen = true
        let items = try listed.member("dict")
        for item in try items.member("data").elements() {
            let parts = try item.elements(count: 3)
            for time in try times(parts[0], parts[2], in: items) {
                try dictionary.store(
                    .bytes(parts[1].hexadecimal()), for: .bytes(parts[0].hexadecimal()),
                    expiration: .number(time), now: start)
            }
        }
        dictionary.storage.isFrozen = false
        dictionary.latest = .number(try listed.member("latest").time())
        return dictionary
    }

    private static let start = PythonNumber.float(PythonTimes.beforeAll)

    /// The expirations with which a key is stored one after the other: that of its value, and that
    /// of its latest heap entry where that is another.
    private static func times(
        _ key: VectorValue, _ expiration: VectorValue, in listed: VectorValue
    ) throws -> [PythonNumber] {
        let stored = try expiration.time()
        for entry in try listed.member("current").elements() {
            let parts = try entry.elements(count: 2)
            guard try parts[0].text() == key.text() else { continue }
            let latest = try parts[1].time()
            return latest.equals(stored) ? [stored] : [stored, latest]
        }
        throw VectorFormError(place: listed.place, expected: "a current entry", got: "none")
    }
}

extension VectorValue {
    /// The member of an object; nil where this is none.
    func optionalMember(_ key: String) throws -> VectorValue? {
        guard case .dictionary = value else { return nil }
        return try optional(key)
    }
}
