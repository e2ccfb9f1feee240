package import Trials

/// A message on its way into a system under test, and the answer to it.
package struct Submission: Sendable {
    package let bytes: [UInt8]
    package let surface: Surface
    package let source: Source
    package let clock: LogicalClock
    package let refusals: [Guard]
    /// Whether the attacker sent it.
    package let isAttack: Bool

    package var isAccepted: Bool { refusals.isEmpty }

    package init(
        bytes: [UInt8], surface: Surface, source: Source, clock: LogicalClock,
        refusals: [Guard] = [], isAttack: Bool = false
    ) {
        self.bytes = bytes
        self.surface = surface
        self.source = source
        self.clock = clock
        self.refusals = refusals
        self.isAttack = isAttack
    }
}
