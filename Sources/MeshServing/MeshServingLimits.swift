/// Bounds of a served node.
package struct MeshServingLimits: Sendable, Equatable {
    /// Connections that others opened. A further one takes the place of the one that nothing good
    /// came over for the longest time, those that never brought a good message first.
    package var incomingCountMax = 256
    /// Connections that the node opened itself.
    package var dialledCountMax = 256
    /// Connections of the operator.
    package var controlCountMax = 16
    package var connectMilliseconds = 2_000
    /// The time from a connection's begin to its first good message, or to the card of the other
    /// side.
    package var introductionMilliseconds = 5_000
    /// The time from a frame's first byte to its last.
    package var frameMilliseconds = 5_000
    /// The time without a frame after which a connection ends.
    package var idleMilliseconds = 60_000
    /// The time in which the other side must take some of the bytes that wait for it.
    package var stallMilliseconds = 5_000
    /// Messages of a connection that were refused, before it is closed.
    package var refusedCountMax = 16
    /// Bytes that wait for one connection: beyond, nothing is read from it; twice as many end it.
    package var waitingByteCountMax = 1 << 17
    /// Bytes that wait for all connections together.
    package var waitingByteCountAllMax = 1 << 24
    /// The time that a node has for joining.
    package var joinMilliseconds = 10_000

    package init() {}
}
