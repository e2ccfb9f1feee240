package import Cryptography
internal import Encodings

/// The rank of a staked peer.
package enum MeshClass: UInt8, Sendable, CaseIterable, Comparable {
    case registered, idle, included, validator

    package static func < (first: MeshClass, second: MeshClass) -> Bool {
        first.rawValue < second.rawValue
    }
}

/// A staked peer, as the chain has it.
package struct MeshPeer: Sendable, Equatable {
    package let key: MeshKey
    package let rank: MeshClass
    package let stake: UInt64
    /// The epoch from which the rank holds.
    package let startEpoch: UInt64
    /// 32 bytes that the chain drew after the key was registered.
    package let beacon: [UInt8]

    /// **Precondition:** a beacon of 32 bytes.
    package init(
        key: MeshKey, rank: MeshClass, stake: UInt64, startEpoch: UInt64, beacon: [UInt8]
    ) {
        precondition(beacon.count == 32, "a beacon of \(beacon.count) bytes")
        self.key = key
        self.rank = rank
        self.stake = stake
        self.startEpoch = startEpoch
        self.beacon = beacon
    }

    /// 81 bytes: key, rank, stake, start, beacon.
    package var bytes: [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: key.bytes)
        writer.add(rank.rawValue)
        writer.add(stake)
        writer.add(startEpoch)
        writer.add(raw: beacon)
        return writer.bytes
    }
}

/// The staked peers at a finalised slot of the chain: who may speak, and where each one's id lies.
///
/// An id follows from a beacon that is drawn after its key was registered, so that nobody chooses a
/// place in the space of ids by trying keys.
package struct MeshRegistry: Sendable {
    /// The slot whose state this is.
    package let slot: UInt64
    /// By rising key, each key once, each with the minimum of stake at least.
    package let peers: [MeshPeer]
    /// The ids of the peers, in the peers' order.
    package let ids: [MeshIdentifier]
    /// The Merkle root of the peers' bytes.
    package let root: Digest
    private let places: [MeshKey: Int]  // looked up, never iterated

    /// - Parameter peers: in any order; of a key that stands twice the first counts.
    package init(_ parameters: MeshParameters, slot: UInt64, peers: [MeshPeer]) {
        var kept: [MeshPeer] = []
        for peer in peers.sorted(by: { $0.key < $1.key })
        where peer.stake >= parameters.stakeMin && kept.last?.key != peer.key {
            kept.append(peer)
        }
        self.slot = slot
        self.peers = kept
        ids = kept.map { Self.id(parameters, key: $0.key, beacon: $0.beacon) }
        root = MerkleTree.root(kept.map(\.bytes))
        var places: [MeshKey: Int] = [:]  // looked up, never iterated
        for (place, peer) in kept.enumerated() { places[peer.key] = place }
        self.places = places
    }

    /// SHA-256 of the domain, the network, the key and its beacon.
    package static func id(
        _ parameters: MeshParameters, key: MeshKey, beacon: [UInt8]
    ) -> MeshIdentifier {
        MeshIdentifier(
            digest: Digests.sha256(
                Array("glyphlab mesh node 1".utf8) + parameters.network + key.bytes + beacon))
    }

    package func peer(_ key: MeshKey) -> MeshPeer? { places[key].map { peers[$0] } }

    package func id(_ key: MeshKey) -> MeshIdentifier? { places[key].map { ids[$0] } }

    /// The keys whose ids are nearest to a place, the nearest first.
    package func nearest(_ place: MeshIdentifier, count: Int) -> [MeshKey] {
        ids.indices
            .sorted { ids[$0].distance(to: place) < ids[$1].distance(to: place) }
            .prefix(count).map { peers[$0].key }
    }
}
