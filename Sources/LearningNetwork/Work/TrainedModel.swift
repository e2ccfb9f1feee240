internal import Cryptography
package import Training
internal import Trials

/// The weights at the head of the training chain, trained again from the first ones: the chain has
/// their hashes alone, and the data is each node's.
package struct TrainedModel: Sendable {
    /// A link that cannot be trained again.
    package enum Failure: Error, CustomStringConvertible {
        case data(epoch: Int)
        case weights(epoch: Int)

        package var description: String {
            switch self {
            case .data(let epoch): "epoch \(epoch): expected its data, got none"
            case .weights(let epoch):
                "epoch \(epoch): expected the weights that its certificate names, got others"
            }
        }
    }

    private let rules: LearningRules
    private let data: [TrainingChunk]
    private var linkCount = 0
    package private(set) var weights: TrainingWeights

    package init(rules: LearningRules, data: [TrainingChunk]) {
        self.rules = rules
        self.data = data
        weights = rules.genesis.model.initialWeights
    }

    /// Trains all links of the head's state again that were not yet.
    ///
    /// **Throws:** ``Failure``: a link without its data, or, where all of its validators lied, one
    /// whose training leads elsewhere.
    package mutating func follow(_ system: LearningSystem) throws {
        let links = system.state.trained
        let isSame =
            linkCount == 0
            || (linkCount <= links.count
                && links[linkCount - 1].end == weights.hash.bytes)
        if !isSame { self = TrainedModel(rules: rules, data: data) }
        for link in links[linkCount...] {
            let proof = system.tree.main.lazy.compactMap(\.block).flatMap(\.proofs).first {
                $0.epoch == link.epoch && $0.end == link.end && $0.start == link.start
            }
            guard let proof, let chunk = data.first(where: { $0.hash.bytes == proof.chunk }) else {
                throw Failure.data(epoch: link.epoch)
            }
            let run = try TrainingRun(
                plan: rules.genesis.model.plan, seed: Digest(bytes: proof.seed), chunk: chunk,
                start: weights)
            weights = try run.weights(after: rules.genesis.model.plan.stepCount)
            guard weights.hash.bytes == link.end else {
                throw Failure.weights(epoch: link.epoch)
            }
            linkCount += 1
        }
    }
}
