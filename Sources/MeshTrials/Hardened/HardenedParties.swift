internal import MeshNetwork

/// The mesh that a hardened trial begins with: parameters, keys, stakes.
struct HardenedParties {
    static let epochSlotCount: UInt64 = 20
    static let slotMilliseconds: UInt64 = 6_000

    let keyring: MeshKeyring
    let parameters: MeshParameters
    let registry: MeshRegistry

    init(seed: String) {
        let keyring = MeshKeyring(seed: seed)
        let parameters = MeshParameters(
            name: "the mesh under attack", epochSlotCount: Self.epochSlotCount,
            slotMilliseconds: Self.slotMilliseconds,
            genesisMilliseconds: UInt64(MeshArena.startMilliseconds), stakeMin: 100)
        guard let parameters else { preconditionFailure("parameters out of their ranges") }
        self.keyring = keyring
        self.parameters = parameters
        registry = MeshRegistry(
            parameters, slot: 0,
            peers: MeshParties.all.map { name in
                MeshPeer(
                    key: keyring.signer(name).key, rank: .validator, stake: 1_000,
                    startEpoch: 0, beacon: keyring.beacon(name))
            })
    }

    /// The party of a key; nil for a stranger's.
    func name(of key: MeshKey) -> String? {
        MeshParties.all.first { keyring.signer($0).key == key }
    }
}
