/// A node without a clock, a network or randomness of its own: it hears bytes at a time, and says
/// what it sends, when it wants to be woken and what it finished.
///
/// **Determinism:** what a node does follows from what it heard, in that order. Nodes share nothing
/// that changes.
package protocol SimulatedNode: SendableMetatype {
    mutating func begin(
        _ task: SimulatedTask, atMilliseconds milliseconds: Int, _ effects: inout NodeEffects)

    /// - Parameter source: the number of the node that sent the bytes, which the network knows as
    ///   it knows an address: nobody chooses it.
    mutating func receive(
        _ bytes: [UInt8], from source: Int, atMilliseconds milliseconds: Int,
        _ effects: inout NodeEffects)

    /// The time has come that the node asked for, or a later one.
    mutating func wake(atMilliseconds milliseconds: Int, _ effects: inout NodeEffects)

    /// The time at which the node wants to be woken; nil for none.
    ///
    /// Mutating, so that a node is looked at where it lies and not copied.
    var wakeMilliseconds: Int? { mutating get }
}

/// All that a node gives out while it is called.
package struct NodeEffects: Sendable {
    package struct Send: Sendable {
        package let target: Int
        package let bytes: [UInt8]
    }

    package internal(set) var sends: [Send] = []
    package internal(set) var outcomes: [TaskOutcome] = []

    package init() {}

    /// Sends bytes to a node by its number; to nobody if there is no such node.
    package mutating func send(_ bytes: [UInt8], to target: Int) {
        sends.append(Send(target: target, bytes: bytes))
    }

    package mutating func finish(_ outcome: TaskOutcome) { outcomes.append(outcome) }

    package mutating func clear() {
        sends.removeAll(keepingCapacity: true)
        outcomes.removeAll(keepingCapacity: true)
    }
}
