/// A question of the referee to a party.
package enum TrainingQuestion: Sendable, Equatable {
    /// The digest of its trace and the root that makes it.
    case root
    /// The nodes `levelCount` levels below one node of a tree, from left to right.
    case nodes(DisputedTrainingTree, level: Int, index: Int, levelCount: Int)
    /// The hash of the weights at a leaf of the trace, and that of the leaf before it with its
    /// siblings.
    case leaf(Int)
    /// The roots over all tensors of a step.
    case record(step: Int)
    /// The weights before a step, or after it.
    case weights(step: Int, isAfter: Bool)
    /// All elements of a tile.
    case tile(step: Int, StepTensor, tile: Int)
    /// The elements that an element follows from.
    case open(step: Int, StepTensor, element: Int)

    /// The name of the question in messages.
    package var name: String {
        switch self {
        case .root: "root"
        case .nodes: "nodes"
        case .leaf: "leaf"
        case .record: "record"
        case .weights: "weights"
        case .tile: "tile"
        case .open: "open"
        }
    }
}

/// A tree in which the parties look for the first leaf on which they differ.
package enum DisputedTrainingTree: Sendable, Equatable {
    /// The trace.
    case steps
    case elements(step: Int, StepTensor)

    package var name: String {
        switch self {
        case .steps: "steps"
        case .elements: "elements"
        }
    }
}
