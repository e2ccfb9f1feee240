/// A validator in the list of the state, as far as the rule of acknowledgements looks.
package struct BeaconValidator: Sendable, Equatable {
    /// Bytes of any length.
    package let publicKey: [UInt8]
    /// Looked at by nothing here: a slashed validator stays in the committee.
    package let isSlashed: Bool
    package let activationEpoch: UInt64
    package let exitEpoch: UInt64
    /// Whether the key is a key of the curve: an input.
    package let isKeyValid: Bool

    package init(
        publicKey: [UInt8], isSlashed: Bool = false, activationEpoch: UInt64 = 0,
        exitEpoch: UInt64 = .max, isKeyValid: Bool = true
    ) {
        self.publicKey = publicKey
        self.isSlashed = isSlashed
        self.activationEpoch = activationEpoch
        self.exitEpoch = exitEpoch
        self.isKeyValid = isKeyValid
    }

    package var peer: PeerIdentifier { PeerIdentifier(publicKey: publicKey) }
}

/// Numbers of the genesis that anything here depends on. **Source:** page, section 1.
package enum BeaconGenesis {
    package static let secondsPerSlot = 12
    package static let slotsPerEpoch: UInt64 = 32
}
