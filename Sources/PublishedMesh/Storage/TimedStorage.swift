internal import BigInt
package import PythonValues

/// A key of a storage: equal and ordered as Python has it.
package protocol StorageKey: Hashable {
    /// `key < other`. **Throws:** ``PythonError/type(_:)`` where the two have no order.
    func isLess(than other: Self) throws(PythonError) -> Bool
}

extension MeshID: StorageKey {
    package func isLess(than other: MeshID) throws(PythonError) -> Bool { self < other }
}

/// Values that expire: `TimedStorage`, with CPython's `heapq`.
///
/// A storage is shared by reference. What raises leaves behind what the published code leaves.
/// **Source:** page, section 2; CPython 3.11, `heapq`.
package final class TimedStorage<Key: StorageKey, Value> {
    package struct Entry {
        package let value: Value
        package let expiration: PythonNumber
    }

    package struct HeapEntry {
        package let expiration: PythonNumber
        package let key: Key
        /// Each entry's own: Python takes an object for equal to itself, NaN in it or not.
        fileprivate let serial: Int
    }

    /// How many values there may be; nil for a limit that is no number.
    var sizeMax: PythonNumber?
    private var data = OrderedEntries<Key, Entry>()
    /// The heap as the list lies.
    package private(set) var heap: [HeapEntry] = []
    private var current: [Key: HeapEntry] = [:]  // looked up, never iterated
    private var entryCount = 0
    /// Whether nothing expires for now.
    package var isFrozen = false

    package init(sizeMax: PythonNumber?) {
        self.sizeMax = sizeMax
    }

    // MARK: Looking inside

    /// Entries in their order, expired or not.
    package var entries: [(key: Key, value: Entry)] { data.entries }

    /// Whether anything is stored, expired or not.
    package var isEmpty: Bool { data.isEmpty }

    /// The latest heap entries of the keys, in the heap's order.
    package var currentEntries: [HeapEntry] {
        heap.filter { current[$0.key]?.serial == $0.serial }
    }

    // MARK: Operations

    /// Whether the value is stored now; an older expiration than the stored one is refused, and
    /// becomes the key's current one none the less.
    ///
    /// **Throws:** ``PythonError``: a type where keys of equal expirations have no order.
    package func store(
        _ value: Value, for key: Key, expiration: PythonNumber, now: PythonNumber
    ) throws(PythonError) -> Bool {
        if expiration.isLess(than: now), !isFrozen { return false }
        entryCount += 1
        let entry = HeapEntry(expiration: expiration, key: key, serial: entryCount)
        current[key] = entry
        heap.append(entry)
        try rise(from: heap.count - 1)
        if let stored = data[key] {
            guard stored.expiration.isLess(than: expiration) else { return false }
            data.set(Entry(value: value, expiration: expiration), for: key)
            return true
        }
        data.set(Entry(value: value, expiration: expiration), for: key)
        try prune(now: now)
        return true
    }

    package func entry(for key: Key, now: PythonNumber) throws(PythonError) -> Entry? {
        try prune(now: now)
        return data[key]
    }

    package func contains(_ key: Key, now: PythonNumber) throws(PythonError) -> Bool {
        try prune(now: now)
        return data.contains(key)
    }

    package func count(now: PythonNumber) throws(PythonError) -> Int {
        try prune(now: now)
        return data.count
    }

    /// Entries that have not expired, in their order.
    package func entries(
        now: PythonNumber
    ) throws(PythonError) -> [(key: Key, value: Entry)] {
        try prune(now: now)
        return data.entries
    }

    /// The entry that expires first; nil where nothing is stored.
    package func top(now: PythonNumber) throws(PythonError) -> (key: Key, value: Entry)? {
        try prune(now: now)
        guard !data.isEmpty else { return nil }
        while true {
            guard let first = heap.first else { throw .index("list index out of range") }
            if isCurrent(first) {
                guard let entry = data[first.key] else { throw .key("a storage's key") }
                return (first.key, entry)
            }
            _ = try popped()
        }
    }

    /// Takes a key out; its heap entries stay. A key that is not there is passed over.
    package func remove(_ key: Key) throws(PythonError) {
        guard current[key] != nil else { return }
        try removeStored(key)
    }

    package func removeAll() {
        data.removeAll()
        heap = []
        current = [:]
    }

    // MARK: Expiring

    private func prune(now: PythonNumber) throws(PythonError) {
        while !isFrozen, let first = heap.first {
            if !first.expiration.isLess(than: now) {
                guard let sizeMax else {
                    throw .type("'>' not supported between a number and the size")
                }
                guard sizeMax.isLess(than: .integer(BigInt(data.count))) else { return }
            }
            let entry = try popped()
            if isCurrent(entry) { try removeStored(entry.key) }
        }
    }

    private func isCurrent(_ entry: HeapEntry) -> Bool {
        guard let latest = current[entry.key] else { return false }
        return latest.serial == entry.serial || latest.expiration.equals(entry.expiration)
    }

    private func removeStored(_ key: Key) throws(PythonError) {
        guard data.remove(key) != nil else { throw .key("a storage's key") }
        current[key] = nil
    }

    // MARK: The heap

    private static func isLess(
        _ left: HeapEntry, _ right: HeapEntry
    ) throws(PythonError) -> Bool {
        if !left.expiration.equals(right.expiration) {
            return left.expiration.isLess(than: right.expiration)
        }
        return left.key == right.key ? false : try left.key.isLess(than: right.key)
    }

    /// Moves an entry up while it is less than its parent.
    private func rise(from start: Int) throws(PythonError) {
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            guard try Self.isLess(heap[place], heap[parent]) else { return }
            heap.swapAt(place, parent)
            place = parent
        }
    }

    /// Takes the first entry out: the last takes its place, sinks to a leaf along the smaller
    /// child, and rises.
    private func popped() throws(PythonError) -> HeapEntry {
        let last = heap.removeLast()
        guard let first = heap.first else { return last }
        heap[0] = last
        var place = 0
        while place < heap.count / 2 {
            var child = 2 * place + 1
            if child + 1 < heap.count, !(try Self.isLess(heap[child], heap[child + 1])) {
                child += 1
            }
            heap.swapAt(place, child)
            place = child
        }
        try rise(from: place)
        return first
    }
}
