extension PeerID: Comparable {
    /// By bytes; the published order of peers is that of their texts.
    package static func < (left: PeerID, right: PeerID) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// As the published code orders peers.
    func isPublishedLess(than other: PeerID) -> Bool {
        text.utf8.lexicographicallyPrecedes(other.text.utf8)
    }
}

/// A node as the others know it: its id, and the peer that is dialled for it.
package struct MeshContact: Sendable, Hashable {
    package let id: MeshID
    package let peer: PeerID

    package init(id: MeshID, peer: PeerID) {
        self.id = id
        self.peer = peer
    }
}
