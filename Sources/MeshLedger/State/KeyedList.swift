package import MeshNetwork

/// Values by key, in the order of the keys: a list that is iterated in one order everywhere.
package struct KeyedList<Value: Sendable>: Sendable {
    package private(set) var keys: [MeshKey] = []
    package private(set) var values: [Value] = []

    package init() {}

    package var count: Int { keys.count }
    package var isEmpty: Bool { keys.isEmpty }

    /// The first place whose key is not below.
    private func place(_ key: MeshKey) -> Int {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The place of a key.
    package func index(_ key: MeshKey) -> Int? {
        let place = place(key)
        return place < keys.count && keys[place] == key ? place : nil
    }

    package subscript(key: MeshKey) -> Value? {
        get { index(key).map { values[$0] } }
        set {
            let place = place(key)
            let isThere = place < keys.count && keys[place] == key
            switch (isThere, newValue) {
            case (true, let value?): values[place] = value
            case (true, nil):
                keys.remove(at: place)
                values.remove(at: place)
            case (false, let value?):
                keys.insert(key, at: place)
                values.insert(value, at: place)
            case (false, nil): break
            }
        }
    }

    /// The value of a key; another where there is none.
    package subscript(key: MeshKey, default value: Value) -> Value {
        get { self[key] ?? value }
        set { self[key] = newValue }
    }
}
