/// A `dict`: in the order in which the keys first came; a key that was taken out and comes again is
/// the last.
package struct OrderedEntries<Key: Hashable, Value> {
    /// Nil where an entry was taken out.
    private var slots: [(key: Key, value: Value)?] = []
    private var places: [Key: Int] = [:]  // looked up, never iterated

    package init() {}

    package var count: Int { places.count }
    package var isEmpty: Bool { places.isEmpty }

    /// All entries in their order.
    package var entries: [(key: Key, value: Value)] { slots.compactMap { $0 } }

    package func contains(_ key: Key) -> Bool { places[key] != nil }

    package subscript(key: Key) -> Value? {
        places[key].flatMap { slots[$0]?.value }
    }

    /// `entries[key] = value`: the key that is there stays, with its place.
    package mutating func set(_ value: Value, for key: Key) {
        if let place = places[key] {
            slots[place]?.value = value
        } else {
            places[key] = slots.count
            slots.append((key, value))
        }
    }

    /// Takes an entry out; nil where there is none.
    @discardableResult
    package mutating func remove(_ key: Key) -> Value? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        let value = slots[place]?.value
        slots[place] = nil
        // Holes are closed once they are more than the entries.
        if slots.count > 2 * places.count + 16 {
            slots = slots.filter { $0 != nil }
            for (place, slot) in slots.enumerated() {
                if let slot { places[slot.key] = place }
            }
        }
        return value
    }

    package mutating func removeAll() {
        slots = []
        places = [:]
    }
}
