internal import MeshLedger
internal import MeshNetwork
internal import PublishedMeshChain

/// The parties of a trial as both chains know them, with their coins.
///
/// All of ``MeshParties/all`` are validators from the start, in that order.
enum ChainParties {
    /// Coins staked for each validator.
    static let stakeCoins = 1_000
    static let stakeMinCoins = 100
    /// Blocks or slots of an epoch, and the milliseconds of each.
    static let epochSlotCount = 20
    static let slotMilliseconds = 6_000

    /// Keys of the attacker's with coins and no stake yet.
    static let newcomers = (1...6).map { "mallory-\($0)" }
    /// Names the emergency set, and is paid the owner's share.
    static let owner = "owner"
    /// Everybody whose balance a genesis holds, with the coins of it.
    static let wallets =
        MeshParties.all.map { ($0, 50) } + newcomers.map { ($0, 1_000) }
        + [(owner, 5), (MeshParties.attacker, 200_000)]

    static func isHonest(_ name: String) -> Bool {
        MeshParties.honest.contains(name) || name == owner
    }

    /// The hardened chain's first state.
    static func genesis(_ keyring: MeshKeyring) -> MeshGenesis? {
        let coin = MeshLedgerLimits.unitsPerCoin
        let entries = { (coins: [(String, Int)]) in
            coins.map { MeshGenesis.Entry(key: keyring.signer($0.0).key, units: $0.1 * coin) }
        }
        let parameters = MeshParameters(
            name: "the mesh under attack", epochSlotCount: UInt64(epochSlotCount),
            slotMilliseconds: UInt64(slotMilliseconds),
            genesisMilliseconds: UInt64(MeshParties.startMilliseconds),
            stakeMin: UInt64(stakeMinCoins * coin))
        return parameters.flatMap { parameters in
            MeshGenesis(
                parameters: parameters, beacon: keyring.beacon("the genesis"),
                owner: keyring.signer(owner).key, pot: 100 * coin,
                allocations: entries(wallets),
                founders: entries(MeshParties.all.map { ($0, stakeCoins) }))
        }
    }

    // MARK: The published chain

    /// The published chain's number of a validator: 1 for the first.
    static func node(_ name: String) -> UInt32? {
        MeshParties.all.firstIndex(of: name).map { UInt32($0 + 1) }
    }

    /// The party of a node of the published chain; else a name that no party has.
    static func name(_ node: UInt32) -> String {
        (1...MeshParties.all.count).contains(Int(node))
            ? MeshParties.all[Int(node) - 1] : "node \(node)"
    }

    static func hotkey(_ node: UInt32) -> UInt64 { 1_000 + UInt64(node) }

    static func node(
        _ id: UInt32, _ nodeClass: NodeClass, peers: [[UInt8]]
    ) -> ChainNode {
        ChainNode(
            id: id, hotkey: hotkey(id), coldkey: 2_000 + UInt64(id), nodeClass: nodeClass,
            peers: peers)
    }
}
