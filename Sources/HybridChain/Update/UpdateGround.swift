/// The ground that the deltas and updates of a slot are judged on: all of it follows from the
/// parent block's state and the slot.
package struct UpdateGround: Sendable {
    package let slot: UInt64
    /// The parent block's hash.
    package let parent: [UInt8]
    /// The weights in the parent's state, and what follows from them.
    package let weights: HybridWeights
    package let base: [UInt8]
    /// L(base).
    package let before: Int64
    /// Whether each validator may train, by index: those of the epoch's committee that are not
    /// slashed.
    package let isActive: [Bool]

    /// - Parameters:
    ///   - base: the weights' hash, where it is known.
    ///   - before: the weights' loss on the genesis' samples, where it is known.
    package init(
        slot: UInt64, parent: [UInt8], weights: HybridWeights, isActive: [Bool],
        samples: [HybridGenesis.Sample], base: [UInt8]? = nil, before: Int64? = nil
    ) {
        self.slot = slot
        self.parent = parent
        self.weights = weights
        self.base = base ?? weights.hash
        self.before = before ?? weights.loss(on: samples)
        self.isActive = isActive
    }

    package func hasActive(_ index: UInt16) -> Bool {
        Int(index) < isActive.count && isActive[Int(index)]
    }
}

/// The deltas that a node has taken on one ground, one of a validator at most.
package struct DeltaBook: Sendable {
    private var messages: [UInt16: [UInt8]] = [:]  // looked up, never iterated

    package init() {}

    /// The message of the validator's delta.
    package func message(of index: UInt16) -> [UInt8]? { messages[index] }

    package mutating func take(_ delta: HybridDelta) { messages[delta.index] = delta.message }
}

/// A delta that no guard refused, and the change of each weight that it stands for.
package struct ExpandedDelta: Sendable, Equatable {
    package let delta: HybridDelta
    package let dense: [Int64]

    package init(delta: HybridDelta, dense: [Int64]) {
        self.delta = delta
        self.dense = dense
    }
}

/// The weights that deltas make, by re-execution.
package struct Aggregate: Sendable, Equatable {
    package let selection: KrumSelection
    package let weights: HybridWeights
    /// The hash of the weights.
    package let hash: [UInt8]
    /// L(new).
    package let after: Int64
}
