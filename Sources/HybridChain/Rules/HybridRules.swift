package import Trials

/// The rules of the chain: judgements of objects on a place of it. They change nothing; what they
/// return is the state after.
package struct HybridRules {
    package let genesis: HybridGenesis
    /// The hash of the genesis.
    package let network: [UInt8]
    package let guards: Guards
    package let memory: HybridMemory
    package let updates: HybridUpdateRules
    let votes: VoteRules

    /// - Parameter faultCount: f, where vectors state another than the genesis.
    package init(
        _ genesis: HybridGenesis, guards: Guards = .all, memory: HybridMemory = HybridMemory(),
        faultCount: Int? = nil
    ) {
        self.genesis = genesis
        self.guards = guards
        self.memory = memory
        updates = HybridUpdateRules(genesis, guards: guards, faultCount: faultCount)
        network = updates.network
        votes = VoteRules(
            network: updates.network, keys: genesis.validators.map(\.key), guards: guards,
            memory: memory)
    }

    /// The epoch of a slot: slot div E.
    package func epoch(of slot: UInt64) -> UInt64 { slot / genesis.epochSlotCount }

    /// The state in which a block of a slot is judged: the parent's, with the committee of the
    /// slot's epoch.
    package func state(on parent: HybridTip, slot: UInt64) -> HybridState {
        var state = parent.state
        state.begin(epoch: epoch(of: slot))
        return state
    }

    /// The ground of a slot's deltas and updates on a parent.
    package func updateGround(on parent: HybridTip, slot: UInt64) -> UpdateGround {
        let active = state(on: parent, slot: slot).active
        return UpdateGround(
            slot: slot, parent: parent.hash, weights: parent.state.weights,
            isActive: genesis.validators.indices.map { active.contains(UInt16($0)) },
            samples: genesis.samples, base: parent.state.weightsHash, before: parent.state.loss)
    }

    /// Whether a validator of that index signed; never of an index without a validator.
    func isSigned(
        _ name: String, _ message: [UInt8], _ signature: [UInt8], by index: UInt16
    ) -> Bool {
        guard Int(index) < genesis.validators.count else { return false }
        return memory.isSigned(
            name, message, signature, by: genesis.validators[Int(index)].key)
    }
}
