/// The name of a peer on the network: bytes, which anybody may choose where nobody dials.
package struct MeshPeer: Sendable, Hashable, Comparable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// By bytes; the published order of peers is that of their texts in base58.
    package static func < (left: MeshPeer, right: MeshPeer) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

/// A node as the others know it: its id, and the peer that is dialled for it.
package struct MeshContact: Sendable, Hashable {
    package let id: MeshID
    package let peer: MeshPeer

    package init(id: MeshID, peer: MeshPeer) {
        self.id = id
        self.peer = peer
    }
}

extension MeshPeer {
    func precedesInBase58(_ other: MeshPeer) -> Bool { self < other }
}
