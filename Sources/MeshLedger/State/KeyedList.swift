package import MeshNetwork

/// Values by key, in the order of the keys: a list that is iterated in one order everywhere.
package struct KeyedList<Value: Sendable>: Sendable {
    package private(set) var keys: [MeshKey] = []
    package private(set) var values: [Value] = []

    package init() {}

    package var count: Int { keys.count }
    package var isEmpty: Bool { keys.isEmpty }

    /// The place of a key.
    package func index(_ key: MeshKey) -> Int? {
        let place = keys.place(key)
        return place < keys.count && keys[place] == key ? place : nil
    }

    package subscript(key: MeshKey) -> Value? {
        get { index(key).map { values[$0] } }
        set {
            let place = keys.place(key)
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

extension [MeshKey] {
    /// The first place of a rising list whose key is not below.
    func place(_ key: MeshKey) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Whether a rising list has the key.
    func has(_ key: MeshKey) -> Bool {
        let place = place(key)
        return place < count && self[place] == key
    }
}
