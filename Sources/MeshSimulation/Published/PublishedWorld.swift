internal import Cryptography
internal import PublishedMesh
internal import PythonValues

/// A published mesh: every node has a key, stores records under its own marker, and checks
/// signatures as the published validator does.
package struct PublishedWorld: Sendable {
    package static let profile = "published"

    /// The time after which a call has no answer.
    static let callMilliseconds = 3_000
    private static let recordMilliseconds = 3_600_000

    let plan: CampaignPlan
    let keys: [Ed25519PrivateKey]
    let ids: [MeshID]
    private let itemKeys: [MeshID]
    private let accomplices: [MeshContact]

    package init(_ plan: CampaignPlan) throws {
        self.plan = plan
        let seed = plan.settings.seed
        func drawn(_ purpose: String) -> [UInt8] {
            Digests.sha256("glyphlab mesh simulation 1/\(purpose)/\(seed)".utf8).bytes
        }
        keys = plan.nodes.indices.map { Ed25519PrivateKey(seed: drawn("published key \($0)")) }
        var ids: [MeshID] = []
        for number in plan.nodes.indices {
            ids.append(try MeshID(bytes: drawn("published id \(number)").prefix(20)))
        }
        self.ids = ids
        var itemKeys: [MeshID] = []
        for item in plan.items.indices {
            itemKeys.append(try MeshID(bytes: Digests.sha1("item \(item)".utf8)))
        }
        self.itemKeys = itemKeys
        accomplices = plan.attackers.map { number in
            MeshContact(id: ids[number], peer: Self.peer(of: number))
        }
    }

    package func value(ofItem item: Int) -> [UInt8] { Array("the value of item \(item)".utf8) }

    package func position(ofNode number: Int) -> UInt64 { Self.prefix(ids[number]) }

    package func position(ofItem item: Int) -> UInt64 { Self.prefix(itemKeys[item]) }

    private static func prefix(_ id: MeshID) -> UInt64 {
        id.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    // MARK: Peers and items

    private static let peerPrefix: [UInt8] = [0, 0x24, 8, 1, 0x12, 0x20]
    private static let peerByteCount = 38

    /// A peer id as Ed25519 keys have it, whose key is the node's number: connections are the
    /// simulation's, so that nobody speaks under another's.
    static func peer(of number: Int) -> PeerID {
        PeerID(
            bytes: peerPrefix + [UInt8](repeating: 0, count: 28)
                + (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) })
    }

    /// -1, which nobody has, for other bytes.
    static func number(of peer: PeerID) -> Int {
        guard peer.bytes.count == peerByteCount else { return -1 }
        return peer.bytes.suffix(4).reduce(0) { $0 << 8 | Int($1) }
    }

    func key(ofItem item: Int) -> MeshID { itemKeys[item] }

    /// The marker of an item's owner, under which the item is stored.
    func subkey(ofItem item: Int) -> MeshValue {
        let owner = keys[plan.items[item].owner]
        let text = MeshPublicKey.ed25519(owner.publicKey).text
        return .bytes(RecordMarker.owner.bytes(around: text))
    }

    func store(
        _ item: Int, by node: PublishedNode, atMilliseconds milliseconds: Int
    ) throws(PythonError) -> StoreOperation {
        let value = try MessagePack.bytes(
            of: .bytes(value(ofItem: item)),
            now: PublishedTime.number(atMilliseconds: milliseconds))
        return StoreOperation(
            value, for: itemKeys[item], subkey: subkey(ofItem: item),
            expiration: PublishedTime.number(
                atMilliseconds: milliseconds + Self.recordMilliseconds), node)
    }

    // MARK: Lies

    /// The attackers nearest to a key.
    func accomplices(near key: MeshID) -> [MeshContact] {
        Array(
            accomplices.sorted { $0.id.distance(to: key) < $1.id.distance(to: key) }
                .prefix(RoutingTable.bucketSizeDefault))
    }

    /// A value that nobody signed and that outlives all others.
    func lie(atMilliseconds milliseconds: Int) throws(PythonError) -> FindResult {
        var result = FindResult()
        result.kind = FindResult.foundRegular
        result.value = try MessagePack.bytes(
            of: .bytes(Array("a lie".utf8)),
            now: PublishedTime.number(atMilliseconds: milliseconds))
        result.expiration = PublishedTime.seconds(
            atMilliseconds: milliseconds + 1_000 * Self.recordMilliseconds)
        return result
    }
}
