internal import Cryptography
internal import Trials

/// The parties of a trial, by their names: a party of any other name is a stranger without a stake.
enum HybridParties {
    /// The time at which trials begin: a multiple of every slot length that they use.
    static let startMilliseconds = 1_700_000_000_000 / 384_000 * 384_000
    /// Honest parties' connections; attackers have those up to 800.
    static let honestSource = Source(900)
    /// Validators, in the order of their indices.
    static let honest = ["ada", "bob", "cleo", "dan", "eve"]
    /// Validators of the attacker's.
    static let attackers = ["mallory", "trudy"]

    static var all: [String] { honest + attackers }
}

/// The keys of all names in a trial, which follow from its seed.
struct HybridKeyring: Sendable {
    private let seed: String

    init(seed: String) { self.seed = seed }

    /// 32 bytes that a party's key follows from.
    func secret(_ name: String) -> [UInt8] {
        var random = ActorRandom(seed: seed, actor: "hybrid key of \(name)")
        return random.bytes32()
    }
}
