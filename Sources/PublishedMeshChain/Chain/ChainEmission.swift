/// The outcome of an epoch's end.
package struct ChainEmission: Sendable {
    /// Attestations over validators of the epoch before; nil where nothing was proposed.
    package let ratio: UInt128?
    /// The validator of the epoch that begins.
    package let elected: UInt32?
    package let events: [ChainEvent]
}
