internal import NetworkTrials
package import Trials

/// The entries of a mesh under attack.
package enum MeshSurfaces {
    /// A message to node 0.
    package static let peer = Surface("peer")
    /// The bytes with which a node of the attacker's answers from here on.
    package static let answer = Surface("answer")
    /// A call of the chain.
    package static let call = Surface("call")
    /// The bytes that node 0 starts from.
    package static let store = NetworkSurfaces.store
    /// A task of an honest node's operator: no attacker has it.
    package static let desk = NetworkSurfaces.desk
    /// Time that has passed: no attacker has it.
    package static let clock = NetworkSurfaces.clock

    package static let all = [peer, answer, call, store, desk, clock]
}
