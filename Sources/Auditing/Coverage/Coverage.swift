public import Architectures

/// The share of a model's work that its proofs witness, under one set of rules.
public struct Coverage: Sendable {
    public enum Profile: String, Sendable, CaseIterable { case published, hardened }

    public let profile: Profile
    /// The operations, each with the shares of all prompts together.
    public let operations: [OperationCoverage]
    /// The heads, [layer][head].
    public let heads: [[HeadCoverage]]
    /// The shares of each prompt, or of each attempt under the hardened rules.
    public let prompts: [PromptCoverage]
    /// The elements of each parameter from which the proof of any prompt follows.
    public let parameters: [ParameterCoverage]
    /// The altered elements that were tried; nil where no fault was asked for.
    public let sample: CoverageSample?

    /// The share of all outputs' elements from which proofs follow, all prompts together.
    public var elements: Share { sum(\.elements) }
    public var multiplyAdds: Share { sum(\.multiplyAdds) }
    /// The operations of which a proof reaches at least one element.
    public var reachedOperations: Share { sum(\.operations) }
    /// The heads that a proof follows from, and those whose rows it reads.
    public var reachedHeads: Share { sum(\.reachedHeads) }
    public var readHeads: Share { sum(\.readHeads) }
    /// The share of weights from which a proof follows, summed over the prompts, each alone.
    public var weights: Share { sum(\.weights) }
    /// The share of weights from which the proof of any prompt follows.
    public var weightsTogether: Share {
        parameters.reduce(into: Share()) { $0 += $1.elements }
    }

    /// Whether no fault changed a proof that cannot follow from the altered element.
    public var holds: Bool { sample?.contradictions.isEmpty ?? true }

    private func sum(_ share: KeyPath<PromptCoverage, Share>) -> Share {
        prompts.reduce(into: Share()) { $0 += $1[keyPath: share] }
    }
}

public struct OperationCoverage: Sendable, Equatable {
    public let operation: Operation
    public let elements: Share
    /// The multiply-adds that are reached; 0 of 0 where the operation is no product of matrices.
    public let multiplyAdds: Share
}

public struct HeadCoverage: Sendable, Equatable {
    /// Prompts whose proofs read the head's last row, and those that follow from any row of it.
    public internal(set) var readCount = 0
    public internal(set) var reachedCount = 0
}

public struct PromptCoverage: Sendable, Equatable {
    public let tokenCount: Int
    public let operations: Share
    public let elements: Share
    public let multiplyAdds: Share
    public let reachedHeads: Share
    public let readHeads: Share
    public let weights: Share
}

public struct ParameterCoverage: Sendable, Equatable {
    public let name: String
    public let elements: Share
}
