/// The validators that a subnet's owner named, who alone are elected and attest for a while.
package struct EmergencySet: Sendable, Equatable {
    package let nodes: [UInt32]
    /// Proposals made under the set.
    package var total: UInt32 = 0
    /// The set ends once the total is above.
    package let target: UInt32
    /// The set ends once the epoch is above.
    package let epochMax: UInt32

    package init(nodes: [UInt32], target: UInt32, epochMax: UInt32) {
        self.nodes = nodes
        self.target = target
        self.epochMax = epochMax
    }
}
