internal import Trials

extension GatewaySystem {
    /// Takes what only hardened gateways take.
    ///
    /// **Result:** whether the surface is one of these.
    func take(
        _ bytes: [UInt8], _ surface: Surface, _ origin: Origin, _ rules: HardenedRules
    ) throws(Refusal) -> Bool {
        switch surface {
        case GatewaySurfaces.note:
            let document = try rules.document(bytes, .request)
            state.append(try rules.note(document, state, &meter, origin))
        default: return false
        }
        return true
    }

    /// The way that an epoch has gone so far.
    package func stage(ofEpoch epoch: String) -> EpochStage { state.stage(ofEpoch: epoch) }

    /// Records that the minter begins with a batch of an epoch's payouts, or that all are minted.
    /// It is in the store before this returns.
    ///
    /// **Throws:** ``Refusal`` by `stored_row` where the stage does not follow upon the epoch's:
    /// nothing is recorded; ``GatewayStoreError``.
    package func record(_ stage: EpochStage, ofEpoch epoch: String) throws {
        guard let hardened = rules as? HardenedRules else {
            throw UnknownSurface(surface: Surface("minting"))
        }
        try hardened.check(stage, ofEpoch: epoch, state)
        let logCount = state.log.count
        state.append(stage, ofEpoch: epoch)
        try save(from: logCount)
    }
}
