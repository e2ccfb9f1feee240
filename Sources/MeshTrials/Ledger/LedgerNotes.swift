internal import MeshLedger
internal import MeshNetwork

/// All that the referee knows beside the ledger.
struct LedgerNotes: Sendable {
    /// Calls that honest parties signed, in their order.
    var calls: [[UInt8]] = []
    /// Heartbeats that honest parties signed.
    var records: [[UInt8]] = []
    var keys = KeyedNames()
}

/// Honest parties by their keys.
struct KeyedNames: Sendable {
    private(set) var names = KeyedList<String>()

    init() {}

    /// - Parameter granted: names whose keys the attacker has, so that it speaks for them.
    init(_ keyring: MeshKeyring, granted: [String]) {
        for name in MeshParties.honest + [ChainParties.owner] where !granted.contains(name) {
            names[keyring.signer(name).key] = name
        }
    }

    func isHonest(_ key: MeshKey) -> Bool { names[key] != nil }
}
