/// The contacts of a node: buckets by the bits that an id shares with the node's own.
///
/// Only nodes that answered a request of this node stand in it. A full bucket keeps its contacts
/// while they answer; others wait beside it.
package struct MeshTable: Sendable {
    package struct Entry: Sendable {
        package let id: MeshIdentifier
        package var contact: MeshContact
    }

    package let own: MeshIdentifier
    /// Bucket b has ids that share b bits with the own; the oldest contact first.
    package private(set) var buckets: [[Entry]] = []
    /// Contacts that wait for a place, the newest last.
    private var waiting: [[Entry]] = []

    package init(own: MeshIdentifier) {
        self.own = own
    }

    package var count: Int { buckets.reduce(0) { $0 + $1.count } }

    private mutating func bucket(of id: MeshIdentifier) -> Int {
        let index = min(own.sharedBitCount(with: id), 255)
        while buckets.count <= index {
            buckets.append([])
            waiting.append([])
        }
        return index
    }

    /// Takes a node that has just answered.
    package mutating func note(_ contact: MeshContact, _ id: MeshIdentifier) {
        guard id != own else { return }
        let index = bucket(of: id)
        if let place = buckets[index].firstIndex(where: { $0.id == id }) {
            var entry = buckets[index].remove(at: place)
            if contact.slot >= entry.contact.slot { entry.contact = contact }
            buckets[index].append(entry)
            return
        }
        let entry = Entry(id: id, contact: contact)
        guard buckets[index].count >= MeshParameters.bucketSize else {
            buckets[index].append(entry)
            return
        }
        waiting[index].removeAll { $0.id == id }
        waiting[index].append(entry)
        if waiting[index].count > MeshParameters.bucketSize { waiting[index].removeFirst() }
    }

    /// Whether a node that lives would find a place at once.
    package func hasRoom(for id: MeshIdentifier) -> Bool {
        let index = min(own.sharedBitCount(with: id), 255)
        return index >= buckets.count || buckets[index].count < MeshParameters.bucketSize
    }

    /// The oldest contact of each full bucket.
    package var oldest: [Entry] {
        buckets.filter { $0.count >= MeshParameters.bucketSize }.compactMap(\.first)
    }

    /// Drops a node that did not answer; the newest that waits takes its place.
    package mutating func drop(_ id: MeshIdentifier) {
        guard id != own else { return }
        let index = bucket(of: id)
        waiting[index].removeAll { $0.id == id }
        guard let place = buckets[index].firstIndex(where: { $0.id == id }) else { return }
        buckets[index].remove(at: place)
        if let next = waiting[index].popLast() { buckets[index].append(next) }
    }

    package func contact(_ id: MeshIdentifier) -> MeshContact? {
        let index = min(own.sharedBitCount(with: id), 255)
        guard index < buckets.count else { return nil }
        return buckets[index].first { $0.id == id }?.contact
    }

    /// The contacts nearest to a place, the nearest first.
    package func nearest(_ place: MeshIdentifier, count: Int) -> [Entry] {
        // Ids of the place's own bucket are nearer than all others; then come the deeper buckets
        // together, then each shallower one.
        let shared = min(own.sharedBitCount(with: place), 255)
        var found: [(distance: MeshIdentifier, entry: Entry)] = []
        func take(_ range: Range<Int>) {
            let entries = buckets[range].joined().map { ($0.id.distance(to: place), $0) }
            found += entries.sorted { $0.0 < $1.0 }.map { (distance: $0.0, entry: $0.1) }
        }
        if shared < buckets.count { take(shared..<shared + 1) }
        if found.count < count, shared + 1 < buckets.count { take(shared + 1..<buckets.count) }
        var index = min(shared, buckets.count) - 1
        while found.count < count, index >= 0 {
            take(index..<index + 1)
            index -= 1
        }
        return found.prefix(count).map(\.entry)
    }
}
