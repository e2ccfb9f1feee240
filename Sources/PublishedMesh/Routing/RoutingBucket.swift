/// Nodes whose ids lie in one range, oldest first, and those that wait for a place among them.
package struct RoutingBucket: Sendable {
    package let range: IdentifierRange
    package let size: Int
    package let depth: Int
    package private(set) var nodes: [MeshContact] = []
    package private(set) var replacements: [MeshContact] = []
    /// Nodes that are being pinged, in the order of their ids.
    package private(set) var pinged: SortedTable<MeshID, Bool> = SortedTable()

    package init(range: IdentifierRange, size: Int, depth: Int) {
        self.range = range
        self.size = size
        self.depth = depth
    }

    /// Whether the id is among the nodes or waits for a place.
    package func holds(_ id: MeshID) -> Bool {
        nodes.contains { $0.id == id } || replacements.contains { $0.id == id }
    }

    /// The contact becomes the newest node, or the newest replacement where there is no room; then
    /// false.
    package mutating func add(_ contact: MeshContact) -> Bool {
        pinged[contact.id] = nil
        let place = nodes.firstIndex { $0.id == contact.id }
        if let place { nodes.remove(at: place) }
        if place != nil || nodes.count < size {
            nodes.append(contact)
            return true
        }
        replacements.removeAll { $0.id == contact.id }
        replacements.append(contact)
        return false
    }

    /// The oldest node that is not being pinged; from now on it is.
    package mutating func requestPing() -> MeshContact? {
        guard let oldest = nodes.first(where: { pinged[$0.id] == nil }) else { return nil }
        pinged[oldest.id] = true
        return oldest
    }

    /// False where the id is not here. The newest replacement takes the place of a node.
    package mutating func remove(_ id: MeshID) -> Bool {
        guard holds(id) else { return false }
        replacements.removeAll { $0.id == id }
        if let place = nodes.firstIndex(where: { $0.id == id }) {
            nodes.remove(at: place)
            if let newest = replacements.popLast() { nodes.append(newest) }
        }
        return true
    }

    /// Both halves; a node in the very middle goes left, where its id does not belong.
    ///
    /// Nil where the range is too small to be split.
    package func halves() -> (left: RoutingBucket, right: RoutingBucket)? {
        guard let middle = range.middle else { return nil }
        var left = RoutingBucket(
            range: IdentifierRange(lower: range.lower, upper: middle), size: size,
            depth: depth + 1)
        var right = RoutingBucket(
            range: IdentifierRange(lower: middle, upper: range.upper), size: size,
            depth: depth + 1)
        for contact in nodes + replacements {
            if contact.id <= middle {
                _ = left.add(contact)
            } else {
                _ = right.add(contact)
            }
        }
        return (left, right)
    }
}
