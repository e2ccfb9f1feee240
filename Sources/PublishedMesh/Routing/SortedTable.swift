/// A table whose members stand in the order of their keys, so that it may be read out as it is.
package struct SortedTable<Key: Comparable, Value> {
    package private(set) var members: [(key: Key, value: Value)] = []

    package init() {}

    package var count: Int { members.count }

    package subscript(key: Key) -> Value? {
        get {
            let place = firstPlace(notBefore: key)
            guard place < members.count, members[place].key == key else { return nil }
            return members[place].value
        }
        set {
            let place = firstPlace(notBefore: key)
            let isPresent = place < members.count && members[place].key == key
            switch (newValue, isPresent) {
            case (let value?, true): members[place].value = value
            case (let value?, false): members.insert((key, value), at: place)
            case (nil, true): members.remove(at: place)
            case (nil, false): break
            }
        }
    }

    private func firstPlace(notBefore key: Key) -> Int {
        var (lower, upper) = (0, members.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if members[middle].key < key { lower = middle + 1 } else { upper = middle }
        }
        return lower
    }
}

extension SortedTable: Sendable where Key: Sendable, Value: Sendable {}
