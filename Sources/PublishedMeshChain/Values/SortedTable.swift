/// A map that stands in the order of its keys, as the chain's storage and its ordered maps do.
package struct SortedTable<Key: Comparable & Sendable, Value: Sendable>: Sendable {
    package private(set) var entries: [(key: Key, value: Value)] = []

    package init() {}

    package var count: Int { entries.count }
    package var keys: [Key] { entries.map(\.key) }

    /// The place of the first entry whose key is not less than the given one.
    private func place(of key: Key) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    package subscript(key: Key) -> Value? {
        get {
            let place = place(of: key)
            guard place < entries.count, entries[place].key == key else { return nil }
            return entries[place].value
        }
        set {
            let place = place(of: key)
            let isPresent = place < entries.count && entries[place].key == key
            switch (newValue, isPresent) {
            case (let value?, true): entries[place].value = value
            case (let value?, false): entries.insert((key, value), at: place)
            case (nil, true): entries.remove(at: place)
            case (nil, false): break
            }
        }
    }

    package subscript(key: Key, default standard: @autoclosure () -> Value) -> Value {
        get { self[key] ?? standard() }
        set { self[key] = newValue }
    }
}
