internal import HybridChain

/// The rules of objects on a place, by the referee's own reading.
struct RefereeRules {
    let genesis: HybridGenesis
    let network: [UInt8]
    let model: RefereeModel

    init(_ genesis: HybridGenesis) {
        self.genesis = genesis
        network = RefereeBytes.hash("network", genesis.bytes)
        model = RefereeModel(genesis)
    }

    var start: RefereePlace {
        RefereePlace(
            hash: RefereeBytes.hash("block", genesis.bytes),
            parent: [UInt8](repeating: 0, count: 32), number: 0, slot: 0,
            state: RefereeState(genesis))
    }

    func state(on place: RefereePlace, slot: UInt64) -> RefereeState {
        var state = place.state
        state.begin(epoch: slot / genesis.epochSlotCount)
        return state
    }

    func isSigned(
        _ name: String, _ message: [UInt8], _ signature: [UInt8], by index: UInt16
    ) -> Bool {
        Int(index) < genesis.validators.count
            && RefereeBytes.isSigned(
                name, message, signature, by: genesis.validators[Int(index)].key)
    }

    // MARK: Deltas and updates

    /// The first rule that a delta breaks; nil where it breaks none.
    func fault(ofDelta bytes: [UInt8], _ place: RefereePlace, slot: UInt64) -> String? {
        let delta = RefereeDelta(bytes, genesis.shape)
        let range: ClosedRange<Int64> = -(1 << 20)...(1 << 20)
        if !delta.isExact { return "a delta of \(bytes.count) bytes" }
        if delta.network != network { return "a delta of another network" }
        if delta.slot != slot { return "a delta of slot \(delta.slot) in slot \(slot)" }
        if delta.base != model.hash(place.state.weights) { return "a delta of another base" }
        if !state(on: place, slot: slot).isActive(delta.index) { return "a delta of nobody" }
        if !delta.factors.allSatisfy(range.contains) { return "a factor out of range" }
        if !model.dense(delta.factors).allSatisfy(range.contains) {
            return "an expansion out of range"
        }
        if !isSigned("delta", delta.message, delta.signature, by: delta.index) {
            return "a delta that its trainer did not sign"
        }
        return nil
    }

    /// The weights that an update's deltas make on a place, right or wrong; nil without deltas.
    func weights(_ deltas: [[UInt8]], on place: RefereePlace) -> (new: [Int64], chosen: [Int])? {
        guard !deltas.isEmpty else { return nil }
        let read = deltas.map { RefereeDelta($0, genesis.shape) }
        let dense = read.map { model.dense($0.factors) }
        let chosen = model.chosen(dense, ids: read.map(\.id))
        return (model.adding(chosen.map { dense[$0] }, to: place.state.weights), chosen)
    }

    /// The first rule that an update breaks; nil where it breaks none.
    func fault(
        ofUpdate bytes: [UInt8], _ place: RefereePlace, slot: UInt64,
        known: ([UInt8]) -> [UInt8]?
    ) -> RefereeFault? {
        let update = RefereeUpdate(bytes)
        func fault(_ text: String) -> RefereeFault { RefereeFault(kind: .content, text: text) }
        guard update.isExact, update.network == network, update.slot == slot,
            update.parent == place.hash, update.base == model.hash(place.state.weights)
        else { return fault("an update that is not one of this place") }
        let deltas = update.deltaIDs.compactMap { id in
            known(id).flatMap { RefereeBytes.hash("delta", $0) == id ? $0 : nil }
        }
        guard deltas.count == update.deltaIDs.count else {
            return fault("an update whose deltas nobody has")
        }
        for delta in deltas {
            if let text = self.fault(ofDelta: delta, place, slot: slot) { return fault(text) }
        }
        let indices = deltas.map { RefereeDelta($0, genesis.shape).index }
        guard zip(indices, indices.dropFirst()).allSatisfy({ $0 < $1 }) else {
            return fault("an update whose trainers do not rise")
        }
        guard deltas.count >= 2 * genesis.faultCount + 3,
            let weights = weights(deltas, on: place)
        else {
            return RefereeFault(kind: .majority, text: "an update of \(deltas.count) deltas")
        }
        guard model.hash(weights.new) == update.weightsHash else {
            return fault("an update whose deltas make other weights")
        }
        let (before, after) = (model.loss(place.state.weights), model.loss(weights.new))
        guard 1_000 * after < 999 * before else {
            return RefereeFault(kind: .gain, text: "an update from loss \(before) to \(after)")
        }
        return nil
    }

    // MARK: Blocks

    /// The state after a block's parts, whether or not a rule lets them be.
    ///
    /// - Parameter weights: after the update; nil without one.
    func state(
        on place: RefereePlace, slot: UInt64, proposer: UInt16, evidence: [RefereeEvidence],
        votes: [RefereeVote], weights: [Int64]?
    ) -> RefereeState {
        var state = state(on: place, slot: slot)
        for item in evidence { state.slash(item.accused, proposer: proposer) }
        for vote in votes { state.take(vote) }
        if let weights { state.weights = weights }
        return state
    }
}
