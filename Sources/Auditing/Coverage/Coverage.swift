package import Architectures

/// The share of a model's work that its proofs witness, under one set of rules.
package struct Coverage: Sendable {
    package enum Profile: String, Sendable, CaseIterable { case published, hardened }

    package let profile: Profile
    /// The operations, each with the shares of all prompts together.
    package let operations: [OperationCoverage]
    /// The heads, [layer][head].
    package let heads: [[HeadCoverage]]
    /// The shares of each prompt, or of each attempt under the hardened rules.
    package let prompts: [PromptCoverage]
    /// The elements of each parameter from which the proof of any prompt follows.
    package let parameters: [ParameterCoverage]
    /// The altered elements that were tried; nil where no fault was asked for.
    package let sample: CoverageSample?

    /// The share of all outputs' elements from which proofs follow, all prompts together.
    package var elements: Share { sum(\.elements) }
    package var multiplyAdds: Share { sum(\.multiplyAdds) }
    /// The operations of which a proof reaches at least one element.
    package var reachedOperations: Share { sum(\.operations) }
    /// The heads that a proof follows from, and those whose rows it reads.
    package var reachedHeads: Share { sum(\.reachedHeads) }
    package var readHeads: Share { sum(\.readHeads) }
    /// The share of weights from which a proof follows, summed over the prompts, each alone.
    package var weights: Share { sum(\.weights) }
    /// The share of weights from which the proof of any prompt follows.
    package var weightsTogether: Share {
        parameters.reduce(into: Share()) { $0 += $1.elements }
    }

    /// Whether no fault changed a proof that cannot follow from the altered element.
    package var holds: Bool { sample?.contradictions.isEmpty ?? true }

    private func sum(_ share: KeyPath<PromptCoverage, Share>) -> Share {
        prompts.reduce(into: Share()) { $0 += $1[keyPath: share] }
    }
}

package struct OperationCoverage: Sendable, Equatable {
    package let operation: Operation
    package let elements: Share
    /// The multiply-adds that are reached; 0 of 0 where the operation is no product of matrices.
    package let multiplyAdds: Share
}

package struct HeadCoverage: Sendable, Equatable {
    /// Prompts whose proofs read the head's last row, and those that follow from any row of it.
    package internal(set) var readCount = 0
    package internal(set) var reachedCount = 0
}

package struct PromptCoverage: Sendable, Equatable {
    package let tokenCount: Int
    package let operations: Share
    package let elements: Share
    package let multiplyAdds: Share
    package let reachedHeads: Share
    package let readHeads: Share
    package let weights: Share
}

package struct ParameterCoverage: Sendable, Equatable {
    package let name: String
    package let elements: Share
}
