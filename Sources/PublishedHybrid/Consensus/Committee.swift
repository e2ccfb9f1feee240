/// The committee of a slot. **Source:** page, section 1.
package enum Committee {
    /// Identifiers of all validators who are active in the slot's epoch, in the list's order:
    /// equal keys twice, slashed validators too; a made-up member where there is none.
    package static func members(slot: UInt64, validators: [BeaconValidator]) -> [PeerIdentifier] {
        let epoch = slot / BeaconGenesis.slotsPerEpoch
        let active = validators.filter { $0.activationEpoch <= epoch && epoch < $0.exitEpoch }
        return active.isEmpty ? [lonely] : active.map(\.peer)
    }

    /// The member of a committee without validators.
    package static let lonely = PeerIdentifier(publicKey: "genesis_validator_pubkey".utf8)
}
