package import Arbitration
package import Cryptography
package import Training

/// A party that stands by the weights' hashes of its run, and by the values of the step that is
/// disputed, which it computes or keeps.
package struct TrainingParty: TrainingDisputeParty {
    private let trace: TrainingTrace
    private let weightHashes: [Digest]
    private let values: (_ step: Int) throws -> StepValues?
    private var known: (Int, DisputedStep?)?

    /// The values of a step with their trees.
    private struct DisputedStep {
        let values: StepValues
        let trees: [ElementTree]

        init(_ values: StepValues) {
            self.values = values
            trees = StepTensor.allCases.map { ElementTree(values[$0]) }
        }
    }

    /// - Parameter values: the values of a step; nil where the party does not have them.
    package init(
        weightHashes: [Digest], values: @escaping (_ step: Int) throws -> StepValues?
    ) {
        self.weightHashes = weightHashes
        trace = TrainingTrace(weightHashes: weightHashes)
        self.values = values
    }

    package var traceDigest: Digest { trace.digest }

    package mutating func answer(_ question: TrainingQuestion) throws -> DisputeAnswer {
        try reply(question).map { .line($0.line) } ?? .nothing
    }

    /// The answer; nil where the party has none.
    package mutating func reply(_ question: TrainingQuestion) throws -> TrainingReply? {
        switch question {
        case .root: return .root(trace: trace.digest, root: trace.root)
        case .nodes(.steps, let level, let index, let levelCount):
            guard trace.levels.indices.contains(level), (0...level).contains(levelCount) else {
                return nil
            }
            let below = NodeDescent.below(
                leafCount: trace.leafCount, level: level, index: index, levelCount: levelCount)
            return .nodes(below.map { trace.levels[level - levelCount][$0] })
        case .leaf(let leaf):
            guard weightHashes.indices.contains(leaf) else { return nil }
            return .leaf(
                weights: weightHashes[leaf], before: leaf > 0 ? weightHashes[leaf - 1] : nil,
                siblings: leaf > 0 ? trace.path(of: leaf - 1) : [])
        case .nodes(.elements(let step, let tensor), let level, let index, let levelCount):
            guard let tree = try disputed(step)?.trees[tensor.rawValue] else { return nil }
            let below = NodeDescent.below(
                leafCount: tree.leafCount, level: level, index: index, levelCount: levelCount)
            return .nodes(tree.nodes(level: level - levelCount, below))
        case .record(let step):
            return try disputed(step).map { .record(roots: $0.trees.map(\.root)) }
        case .weights(let step, let isAfter):
            guard let values = try disputed(step)?.values else { return nil }
            return (isAfter ? values.after : values.before).map { .weights($0.bytes) }
        case .tile(let step, let tensor, let tile):
            guard let elements = try disputed(step)?.values[tensor] else { return nil }
            let range = ElementTree.elements(ofTile: tile, elementCount: elements.count)
            return .tile(Array(elements[range]))
        case .open(let step, let tensor, let element):
            guard let disputed = try disputed(step) else { return nil }
            return .open(
                Self.opening(
                    StepElement(tensor, element, plan: disputed.values.plan), disputed))
        }
    }

    private static func opening(
        _ element: StepElement, _ step: DisputedStep
    ) -> [TrainingReply.OpenedTile] {
        element.needs.flatMap { need in
            let elements = step.values[need.tensor]
            return TileOpening.tiles(need).map { tile in
                let range = ElementTree.elements(ofTile: tile, elementCount: elements.count)
                return TrainingReply.OpenedTile(
                    elements: Array(elements[range]),
                    siblings: step.trees[need.tensor.rawValue].siblings(ofTile: tile))
            }
        }
    }

    private mutating func disputed(_ step: Int) throws -> DisputedStep? {
        if let known, known.0 == step { return known.1 }
        let found = try values(step).map(DisputedStep.init)
        known = (step, found)
        return found
    }
}

extension TrainingEvidence {
    /// The party that stands by this run honestly, and computes the disputed step again.
    package func party(
        weightHashes: [Digest], by backend: any TrainingBackend = TrainingBackends.fastest
    ) -> TrainingParty {
        TrainingParty(weightHashes: weightHashes) { step in
            guard (0..<run.plan.stepCount).contains(step) else { return nil }
            return try record(of: step, by: backend).values
        }
    }
}
