internal import Cryptography
internal import MeshNetwork

/// A hardened mesh: every node of the plan has a stake from the start, and signs by a keyed digest
/// in the place of Ed25519, so that hundreds of nodes fit into one process.
package struct HardenedWorld: Sendable {
    package static let profile = "hardened"

    /// The simulation's time 0, milliseconds since 1970.
    static let baseMilliseconds = 1_800_000_000_000
    private static let epochSlotCount: UInt64 = 300
    private static let slotMilliseconds: UInt64 = 6_000
    private static let stake: UInt64 = 1_000_000

    let plan: CampaignPlan
    let parameters: MeshParameters
    let registry: MeshRegistry
    let signers: [MeshSigner]
    private let cards: [MeshContact]
    private let ids: [MeshIdentifier]
    /// The attackers with their places.
    private let accomplices: [(id: MeshIdentifier, card: MeshContact)]

    package init(_ plan: CampaignPlan) {
        guard
            let parameters = MeshParameters(
                name: "glyphlab-simulation", epochSlotCount: Self.epochSlotCount,
                slotMilliseconds: Self.slotMilliseconds,
                genesisMilliseconds: UInt64(Self.baseMilliseconds), stakeMin: Self.stake)
        else { preconditionFailure("the simulation's constants are out of range") }
        self.plan = plan
        self.parameters = parameters
        let seed = plan.settings.seed
        func drawn(_ purpose: String) -> [UInt8] {
            Digests.sha256("glyphlab mesh simulation 1/\(purpose)/\(seed)".utf8).bytes
        }
        let signatures = MeshSignatures.standIn(secret: drawn("signatures"))
        let signers = plan.nodes.indices.map { number in
            MeshSigner(seed: drawn("key \(number)"), signatures)
        }
        let peers = signers.enumerated().map { number, signer in
            MeshPeer(
                key: signer.key, rank: .validator, stake: Self.stake, startEpoch: 0,
                beacon: drawn("beacon \(number)"))
        }
        ids = peers.map { MeshRegistry.id(parameters, key: $0.key, beacon: $0.beacon) }
        registry = MeshRegistry(parameters, slot: 0, peers: peers)
        cards = signers.enumerated().map { number, signer in
            MeshContact(
                address: Self.address(of: number),
                slot: parameters.slot(
                    atMilliseconds: Self.baseMilliseconds + plan.nodes[number].startMilliseconds),
                by: signer, network: parameters.network)
        }
        self.signers = signers
        let (ids, cards) = (ids, cards)
        accomplices = plan.attackers.map { (ids[$0], cards[$0]) }
    }

    package func value(ofItem item: Int) -> [UInt8] { Array("the value of item \(item)".utf8) }

    package func position(ofNode number: Int) -> UInt64 { ids[number].prefix }

    package func position(ofItem item: Int) -> UInt64 { place(ofItem: item).prefix }

    // MARK: Addresses and records

    /// Four bytes, big-endian.
    static func address(of number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    /// -1, which nobody has, for what is no address here.
    static func number(of address: [UInt8]) -> Int {
        address.count == 4 ? address.reduce(0) { $0 << 8 | Int($1) } : -1
    }

    func card(of number: Int) -> MeshContact { cards[number] }

    func keyName(ofItem item: Int) -> MeshKeyName {
        MeshKeyName(.value, name: Array("item \(item)".utf8))
    }

    func place(ofItem item: Int) -> MeshIdentifier { keyName(ofItem: item).place(parameters) }

    func owner(ofItem item: Int) -> MeshKey { signers[plan.items[item].owner].key }

    /// An item's record as its owner signs it.
    func record(ofItem item: Int, slot: UInt64) -> MeshRecord {
        record(ofItem: item, value: value(ofItem: item), slot: slot)
    }

    private func record(ofItem item: Int, value: [UInt8], slot: UInt64) -> MeshRecord {
        var draft = MeshRecord.Draft(
            kind: .value, epoch: 0, slot: slot, expiry: parameters.epoch(ofSlot: slot) + 2,
            value: value)
        draft.name = keyName(ofItem: item).name
        draft.sequence = 1
        return MeshRecord(
            draft, by: signers[plan.items[item].owner], network: parameters.network)
    }

    // MARK: Lies

    /// The attackers nearest to a place.
    func accomplices(near place: MeshIdentifier, but key: MeshKey) -> [MeshContact] {
        let sorted = accomplices.filter { $0.card.key != key }
            .map { (distance: $0.id.distance(to: place), card: $0.card) }
            .sorted { $0.distance < $1.distance }
        return sorted.prefix(MeshParameters.bucketSize).map(\.card)
    }

    /// Another value under the key and in the name of the owner that is asked for, the owner's
    /// signature being that of the right one.
    func forgery(for find: MeshRequest.Find, slot: UInt64) -> MeshRecord? {
        guard let owner = find.owner,
            let item = plan.items.indices.first(where: {
                self.owner(ofItem: $0) == owner && place(ofItem: $0) == find.place
            })
        else { return nil }
        let right = record(ofItem: item, slot: slot).bytes
        let signature = right.suffix(MeshSignatures.byteCount)
        let wrong = record(ofItem: item, value: Array("a lie".utf8), slot: slot).bytes
        return MeshRecord(bytes: wrong.dropLast(MeshSignatures.byteCount) + signature)
    }
}
