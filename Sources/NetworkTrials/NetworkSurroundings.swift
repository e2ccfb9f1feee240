package import Trials

/// Entries that every whole network has.
package enum NetworkSurfaces {
    /// The bytes that a node starts from.
    package static let store = Surface("store")
    /// A task of an honest party's: no attacker has it.
    package static let desk = Surface("desk")
    /// Time that has passed: no attacker has it.
    package static let clock = Surface("clock")
}

/// The place and time of the trials of one network.
package struct NetworkSurroundings: Sendable {
    /// The surface at which an attacker's messages reach a node.
    package let hearing: Surface
    /// Honest parties' connection.
    package let honestSource: Source
    /// The time at which trials begin.
    package let startMilliseconds: Int

    package init(hearing: Surface, honestSource: Source, startMilliseconds: Int) {
        self.hearing = hearing
        self.honestSource = honestSource
        self.startMilliseconds = startMilliseconds
    }
}
