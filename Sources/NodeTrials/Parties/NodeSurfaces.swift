internal import NetworkTrials
package import Trials

/// The entries of a network of nodes under attack.
package enum NodeSurfaces {
    /// A request to the first node over HTTP, whole, or ended before its end.
    package static let http = Surface("http")
    /// The beginning of a request, whose caller then keeps still.
    package static let held = Surface("held")
    /// Answers of the attacker's server to the requests of honest nodes: prepared by steps alone.
    package static let answer = Surface("answer")
    /// The bytes that the first node starts from.
    package static let store = NetworkSurfaces.store
    /// A task of an honest party's: no attacker has it.
    package static let desk = NetworkSurfaces.desk
    /// Time that has passed: no attacker has it.
    package static let clock = NetworkSurfaces.clock

    package static let all = [http, held, answer, store, desk, clock]
}
