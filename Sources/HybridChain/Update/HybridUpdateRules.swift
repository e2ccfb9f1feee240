package import Trials

/// The rules of deltas and updates: judgements of bytes on a ground. Pure.
package struct HybridUpdateRules: Sendable {
    package let genesis: HybridGenesis
    /// The hash of the genesis.
    package let network: [UInt8]
    package let guards: Guards
    /// f: the genesis' own, but for vectors that state another.
    package let faultCount: Int

    package init(_ genesis: HybridGenesis, guards: Guards = .all, faultCount: Int? = nil) {
        self.genesis = genesis
        network = genesis.network
        self.guards = guards
        self.faultCount = faultCount ?? genesis.faultCount
    }

    // MARK: Deltas

    /// Judges the bytes of a delta, and tells what they expand to.
    ///
    /// - Parameter book: what the node has taken on the ground; of deltas that an update lists, the
    ///   order decides instead.
    /// **Throws:** ``Refusal``.
    package func delta(
        _ bytes: [UInt8], _ ground: UpdateGround, _ book: DeltaBook = DeltaBook()
    ) throws(Refusal) -> ExpandedDelta {
        let size = genesis.shape.deltaByteCount
        try guards.require(
            bytes.count == size, HybridGuards.size, "expected \(size) bytes, got \(bytes.count)")
        let delta = HybridDelta(bytes: bytes, shape: genesis.shape)
        try guards.require(
            delta.network == network, HybridGuards.network, "expected this network's hash")
        try guards.require(
            delta.slot == ground.slot, HybridGuards.slot,
            "expected slot \(ground.slot), got \(delta.slot)")
        try guards.require(
            delta.base == ground.base, HybridGuards.base,
            "expected the hash of the parent's weights")
        try guards.require(
            ground.hasActive(delta.index), HybridGuards.validator,
            "expected an active validator, got index \(delta.index)")
        try guards.require(
            delta.factors.allSatisfy { $0.magnitude <= HybridLimits.factorMax.magnitude },
            HybridGuards.factorRange, "expected factors within ±\(HybridLimits.factorMax)")
        let dense = DeltaExpansion.dense(delta.factors, genesis.shape)
        try guards.require(
            DeltaExpansion.isInRange(dense), HybridGuards.deltaRange,
            "expected an expansion within ±\(HybridLimits.deltaMax)")
        if let taken = book.message(of: delta.index) {
            let isSame = taken == delta.message
            try guards.require(
                false, isSame ? HybridGuards.duplicate : HybridGuards.deltaOnce,
                "validator \(delta.index) has a delta in slot \(ground.slot)")
        }
        try guards.require(
            isSigned(delta), HybridGuards.deltaSignature,
            "expected a signature by validator \(delta.index)")
        return ExpandedDelta(delta: delta, dense: dense)
    }

    private func isSigned(_ delta: HybridDelta) -> Bool {
        guard Int(delta.index) < genesis.validators.count else { return false }
        return HybridDomain.isSigned(
            "delta", delta.message, delta.signature,
            by: genesis.validators[Int(delta.index)].key)
    }

    // MARK: Updates

    /// Judges the bytes of an update's body by re-executing it: what its deltas make.
    ///
    /// - Parameter known: the bytes of the delta with an id, if the node has them.
    /// **Throws:** ``Refusal``; by `deltas_known` it condemns nothing: the node waits.
    package func update(
        _ bytes: [UInt8], _ ground: UpdateGround, known: (_ id: [UInt8]) -> [UInt8]?
    ) throws(Refusal) -> Aggregate {
        let update = HybridUpdate(bytes: bytes)
        try guards.require(
            update.isExact, HybridGuards.updateSize,
            "expected 138 bytes and 32 for each of at most 64 deltas, got \(bytes.count)")
        try guards.require(
            update.network == network && update.slot == ground.slot
                && update.parent == ground.parent,
            HybridGuards.updateFields, "expected this network, slot and parent")
        try guards.require(
            update.base == ground.base, HybridGuards.base,
            "expected the hash of the parent's weights")
        var contents: [[UInt8]] = []
        for id in update.deltaIDs { contents.append(try content(id, known)) }
        var deltas: [ExpandedDelta] = []
        for content in contents { deltas.append(try delta(content, ground)) }
        try guards.require(
            zip(deltas, deltas.dropFirst()).allSatisfy { $0.delta.index < $1.delta.index },
            HybridGuards.deltaOrder, "expected deltas by rising validator")
        let aggregate = try aggregate(deltas, ground)
        try guards.require(
            aggregate.hash == update.weightsHash, HybridGuards.aggregate,
            "expected the hash of the weights that the deltas make")
        try requireGain(aggregate, ground)
        return aggregate
    }

    private func content(
        _ id: [UInt8], _ known: ([UInt8]) -> [UInt8]?
    ) throws(Refusal) -> [UInt8] {
        guard let content = known(id) else {
            throw Refusal(
                index: nil, by: HybridGuards.deltasKnown, message: "a delta is not here yet")
        }
        try guards.require(
            HybridDelta.id(of: content) == id, HybridGuards.deltasKnown,
            "a delta is not here yet: what is under its id has another")
        return content
    }

    /// The weights that deltas, which the rules took, make.
    ///
    /// **Precondition:** at most 64 deltas. **Throws:** ``Refusal`` by `krum_count`; of no deltas
    /// even where that guard is taken out.
    package func aggregate(
        _ deltas: [ExpandedDelta], _ ground: UpdateGround
    ) throws(Refusal) -> Aggregate {
        let least = KrumSelection.countMin(faultCount: faultCount)
        try guards.require(
            deltas.count >= least, HybridGuards.krumCount,
            "expected at least \(least) deltas, got \(deltas.count)")
        guard !deltas.isEmpty else {
            throw Refusal(index: nil, by: HybridGuards.krumCount, message: "there is no delta")
        }
        let vectors = deltas.map(\.dense)
        let selection = KrumSelection(
            vectors, ids: deltas.map(\.delta.id), faultCount: faultCount)
        let weights = ground.weights.adding(
            KrumSelection.average(of: vectors, at: selection.chosen))
        return Aggregate(
            selection: selection, weights: weights, hash: weights.hash,
            after: weights.loss(on: genesis.samples))
    }

    /// **Throws:** ``Refusal`` by `loss_gate`.
    package func requireGain(_ aggregate: Aggregate, _ ground: UpdateGround) throws(Refusal) {
        try guards.require(
            LossGate.passes(before: ground.before, after: aggregate.after),
            HybridGuards.lossGate,
            "expected a loss below 0.999 of \(ground.before), got \(aggregate.after)")
    }

    /// The update that deltas make, which the rules took, by rising validator.
    ///
    /// **Precondition:** at most 64 deltas. **Throws:** ``Refusal`` by `krum_count`, `loss_gate`.
    package func made(
        of deltas: [ExpandedDelta], _ ground: UpdateGround
    ) throws(Refusal) -> (update: HybridUpdate, aggregate: Aggregate) {
        let sorted = deltas.sorted { $0.delta.index < $1.delta.index }
        let aggregate = try aggregate(sorted, ground)
        try requireGain(aggregate, ground)
        return (update(of: sorted, aggregate, ground), aggregate)
    }

    /// The body that says what deltas, by rising validator, make: true or not.
    package func update(
        of deltas: [ExpandedDelta], _ aggregate: Aggregate, _ ground: UpdateGround
    ) -> HybridUpdate {
        HybridUpdate(
            network: network, slot: ground.slot, parent: ground.parent, base: ground.base,
            deltaIDs: deltas.map(\.delta.id), weightsHash: aggregate.hash)
    }
}
