internal import Cryptography
internal import HybridChain
internal import Scenarios
internal import Trials

/// The network that a hardened trial begins with: its genesis, and the keys of all names.
struct HardenedParties {
    let genesis: HybridGenesis
    /// Names whose keys the attacker has.
    private let granted: [String]
    private let keyring: HybridKeyring
    /// The validators' names, by index.
    let names: [String]

    /// **Throws:** ``StepFault`` never, as the genesis holds its rules.
    init(seed: String, granted: [String] = []) throws {
        self.granted = granted
        let keyring = HybridKeyring(seed: seed)
        self.keyring = keyring
        func key(_ name: String) -> [UInt8] {
            Ed25519PrivateKey(seed: keyring.secret(name)).publicKey
        }
        let names = HybridParties.all.sorted {
            key($0).lexicographicallyPrecedes(key($1))
        }
        self.names = names
        var random = ActorRandom(seed: seed, actor: "hybrid samples")
        let samples = (0..<8).map { place in
            let input = Array(random.bytes32().prefix(4))
            return HybridGenesis.Sample(input: input, label: UInt8(place % 2))
        }
        guard let shape = HybridShape(inputCount: 4, hiddenCount: 4, classCount: 2, rank: 1),
            let genesis = HybridGenesis(
                name: Array("trial \(seed)".utf8),
                validators: names.map { HybridGenesis.Validator(key: key($0), bond: 1_024_000) },
                shape: shape, faultCount: 2, epochSlotCount: 4, samples: samples,
                target: [0x1f] + [UInt8](repeating: 0xff, count: 31))
        else { throw StepFault("a genesis against its rules") }
        self.genesis = genesis
    }

    /// The key of a name, a stranger's too.
    func key(_ name: String) -> Ed25519PrivateKey {
        Ed25519PrivateKey(seed: keyring.secret(name))
    }

    /// The index of a validator. **Throws:** ``StepFault`` for a stranger.
    func index(_ name: String) throws -> UInt16 {
        guard let index = names.firstIndex(of: name) else {
            throw StepFault("no validator \(name)")
        }
        return UInt16(index)
    }

    /// The indices of the honest validators, in the order of their names.
    var honest: [UInt16] { HybridParties.honest.compactMap { try? index($0) } }

    func isHonest(_ index: UInt16) -> Bool {
        Int(index) < names.count && HybridParties.honest.contains(names[Int(index)])
            && !granted.contains(names[Int(index)])
    }
}
