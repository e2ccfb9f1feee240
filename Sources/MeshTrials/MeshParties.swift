internal import MeshNetwork
internal import Trials

/// The parties of a trial, by their names: a party of any other name is a stranger without a stake.
enum MeshParties {
    /// The time at which trials begin: a multiple of every slot length that they use, so that slot
    /// 0 begins then.
    static let startMilliseconds = 1_700_000_000_000 / 60_000 * 60_000
    /// Honest parties' connections; attackers have those up to 800.
    static let honestSource = Source(900)
    /// Honest peers with a node each, in the order of their nodes: node 0 is the first.
    static let honest = ["ada", "bob", "cleo", "dan", "eve", "finn", "gus", "hal"]
    /// Peers of the attacker's, with a stake each.
    static let attackers = ["mallory", "trudy", "oscar"]
    /// The name under which an attacker's keys are granted besides those of its peers.
    static let attacker = "attacker"

    static var all: [String] { honest + attackers }
}

/// The keys of all names in a trial, which follow from its seed.
struct MeshKeyring: Sendable {
    private let seed: String

    init(seed: String) { self.seed = seed }

    /// 32 bytes that a party's key follows from.
    func secret(_ name: String) -> [UInt8] {
        var random = ActorRandom(seed: seed, actor: "mesh key of \(name)")
        return random.bytes32()
    }

    func signer(_ name: String) -> MeshSigner { MeshSigner(seed: secret(name)) }

    /// 32 bytes that the chain drew after a party's registration.
    func beacon(_ name: String) -> [UInt8] {
        var random = ActorRandom(seed: seed, actor: "mesh beacon of \(name)")
        return random.bytes32()
    }
}
