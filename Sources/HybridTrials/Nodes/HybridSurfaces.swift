internal import NetworkTrials
package import Trials

/// The entries of a hybrid network under attack.
package enum HybridSurfaces {
    /// A record for the store that all nodes share; under the hardened rules a signed object.
    package static let record = Surface("record")
    /// A block for a consensus node.
    package static let block = Surface("block")
    /// A request to the engine, over HTTP.
    package static let engine = Surface("engine")
    /// The bytes that a node starts from.
    package static let store = NetworkSurfaces.store
    /// A task of an honest party's: no attacker has it.
    package static let desk = NetworkSurfaces.desk
    /// Time that has passed: no attacker has it.
    package static let clock = NetworkSurfaces.clock

    package static let all = [record, block, engine, store, desk, clock]
}
