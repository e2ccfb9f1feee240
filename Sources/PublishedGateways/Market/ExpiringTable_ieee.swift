internal import PythonValues

/// A table of values that expire: the DHT, as gateways share it.
///
/// Under a key there are subkeys; of two values of a subkey the one that expires later stays.
/// **Source:** the published code, dht_sync; hivemind's storage.
final class ExpiringTable {
    private struct Entry {
        let value: String
        /// In seconds since 1970; the last moment at which the value is there.
        let expiry: Double
    }

    private let seconds: Int
    private var subkeys: [String: [PythonText]] = [:]  // looked up, never iterated
    private var entries: [String: [PythonText: Entry]] = [:]  // looked up, never iterated

    /// - Parameter seconds: the time for which a value is there.
    init(seconds: Int) {
        self.seconds = seconds
    }

    func store(key: String, subkey: PythonText, value: String, at now: PythonFloat) {
        let entry = Entry(
            value: value, expiry: now.value + Double(seconds))
        if let stored = entries[key]?[subkey] {
            guard stored.expiry < entry.expiry else { return }
        } else {
            subkeys[key, default: []].append(subkey)
        }
        entries[key, default: [:]][subkey] = entry  // looked up, never iterated
    }

    /// The values that have not expired, in the order in which their subkeys first came; nil where
    /// nothing ever was under the key.
    func values(key: String, at now: PythonFloat) -> [(subkey: PythonText, value: String)]? {
        subkeys[key]?.compactMap { subkey in
            guard let entry = entries[key]?[subkey], entry.expiry >= now.value else { return nil }
            return (subkey, entry.value)
        }
    }
}
