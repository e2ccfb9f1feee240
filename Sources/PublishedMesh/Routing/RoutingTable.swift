package import PythonValues

/// The nodes that a node knows, in buckets that are the finer the nearer they are to its own id.
package struct RoutingTable: Sendable {
    package let own: MeshID
    private let depthModulo: Int
    package private(set) var buckets: [RoutingBucket]
    package private(set) var peers: SortedTable<MeshID, PeerID> = SortedTable()
    package private(set) var ids: SortedTable<PeerID, MeshID> = SortedTable()

    package static let bucketSizeDefault = 20
    package static let depthModuloDefault = 5

    package init(
        own: MeshID, bucketSize: Int = bucketSizeDefault, depthModulo: Int = depthModuloDefault
    ) {
        self.own = own
        self.depthModulo = max(depthModulo, 1)
        buckets = [RoutingBucket(range: .all, size: bucketSize, depth: 0)]
    }

    /// The place of the bucket in whose range the id is.
    package func place(of id: MeshID) -> Int {
        var (lower, upper) = (0, buckets.count)
        while upper - lower > 1 {
            let pivot = (lower + upper + 1) / 2
            if id >= buckets[pivot].range.lower { lower = pivot } else { upper = pivot }
        }
        return lower
    }

    /// The contact is added or becomes the newest of its bucket.
    ///
    /// **Returns:** a node that is to be pinged, since it stands in the way of the new one.
    /// **Throws:** `AssertionError` where a bucket of one id would have to be split.
    package mutating func add(_ contact: MeshContact) throws(PythonError) -> MeshContact? {
        while true {
            let place = place(of: contact.id)
            let isAdded = buckets[place].add(contact)
            if buckets[place].holds(contact.id) {
                peers[contact.id] = contact.peer
                ids[contact.peer] = contact.id
            }
            if isAdded { return nil }
            let bucket = buckets[place]
            guard bucket.range.contains(own) || bucket.depth % depthModulo != 0 else {
                return buckets[place].requestPing()
            }
            guard let halves = bucket.halves() else {
                throw .other(name: "AssertionError", "bucket too small to be split")
            }
            buckets[place] = halves.left
            buckets.insert(halves.right, at: place + 1)
        }
    }

    /// **Throws:** `KeyError` where the id is not in its bucket, or has no peer.
    package mutating func remove(_ id: MeshID) throws(PythonError) {
        guard buckets[place(of: id)].remove(id) else { throw .key("\(id)") }
        guard let peer = peers[id] else { throw .key("\(id)") }
        peers[id] = nil
        if ids[peer] == id { ids[peer] = nil }
    }

    /// The nodes nearest to the query, `count` at most, nearest first; replacements never.
    package func nearest(
        to query: MeshID, count: Int, excluding excluded: MeshID? = nil
    ) -> [MeshContact] {
        let count = min(max(count, 0), .max - 1)
        let wanted = count + (excluded == nil ? 0 : 1)
        let place = place(of: query)
        var candidates = buckets[place].nodes
        var depth = buckets[place].depth
        var (left, right) = (place, place + 1)
        while depth > 0, candidates.count < wanted {
            // The range one level up: all buckets that share the query bucket's first bits.
            depth -= 1
            let bits = depth
            while left > 0, shares(bits, left - 1, place) {
                left -= 1
                candidates += buckets[left].nodes
            }
            while right < buckets.count, shares(bits, right, place) {
                candidates += buckets[right].nodes
                right += 1
            }
        }
        return ranked(candidates, query: query).prefix(wanted)
            .filter { $0.id != excluded }.prefix(count).map { $0 }
    }

    private func shares(_ bits: Int, _ bucket: Int, _ other: Int) -> Bool {
        buckets[bucket].range.lower.commonPrefixLength(with: buckets[other].range.lower) >= bits
    }

    private func ranked(_ contacts: [MeshContact], query: MeshID) -> [MeshContact] {
        contacts.map { (distance: query.distance(to: $0.id), contact: $0) }.sorted {
            if $0.distance != $1.distance { return $0.distance < $1.distance }
            return $0.contact.peer.isPublishedLess(than: $1.contact.peer)
        }.map(\.contact)
    }
}
