internal import MeshLedger
internal import MeshNetwork
internal import Scenarios

/// The mesh that a hardened trial begins with: parameters and keys.
struct HardenedParties {
    let keyring: MeshKeyring
    let parameters: MeshParameters

    /// **Throws:** ``StepFault`` never, as the genesis holds its rules.
    init(seed: String) throws {
        keyring = MeshKeyring(seed: seed)
        guard let genesis = ChainParties.genesis(keyring) else {
            throw StepFault("a genesis against its rules")
        }
        parameters = genesis.parameters
    }

    /// The peer of a key; nil for a stranger's.
    func name(of key: MeshKey) -> String? {
        MeshParties.all.first { keyring.signer($0).key == key }
    }
}
