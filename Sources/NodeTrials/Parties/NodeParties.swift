internal import Chains
internal import Trials

/// The parties of a trial, by their names.
enum NodeParties {
    /// The time at which trials begin.
    static let startMilliseconds = 1_760_000_000_000
    /// Honest parties' connections; attackers have those up to 800.
    static let honestSource = Source(900)
    /// The honest nodes that are there from the beginning: the one that is attacked, and another.
    static let first = "ada"
    static let second = "ben"
    /// An honest node that joins later.
    static let newcomer = "cleo"
    /// The holder of the attacker's server, which is one of the two seeds of every honest node.
    static let attacker = "mallory"

    static let honest = [first, second, newcomer]

    /// A party's wallet, which follows from the trial's seed.
    static func wallet(_ name: String, seed: String) -> Wallet { Wallet(seed: "\(seed)/\(name)") }
}
