public import Architectures

/// Which share of the work a model's proofs witness under one set of rules.
public struct Coverage: Sendable {
    public enum Profile: String, Sendable, CaseIterable { case published, hardened }

    public let profile: Profile
    /// Of all prompts together, an operation each.
    public let operations: [OperationCoverage]
    /// [layer][head].
    public let heads: [[HeadCoverage]]
    /// An entry a prompt, or an attempt.
    public let prompts: [PromptCoverage]
    /// Elements of each parameter that any of the prompts' proofs follows from.
    public let parameters: [ParameterCoverage]
    /// Nil where no fault was asked for.
    public let sample: CoverageSample?

    /// Of all prompts together.
    public var elements: Share { sum(\.elements) }
    public var multiplyAdds: Share { sum(\.multiplyAdds) }
    /// Operations of which a proof reaches any element.
    public var reachedOperations: Share { sum(\.operations) }
    /// Heads that a proof follows from, and those whose rows it reads.
    public var reachedHeads: Share { sum(\.reachedHeads) }
    public var readHeads: Share { sum(\.readHeads) }
    /// Of each prompt alone, summed.
    public var weights: Share { sum(\.weights) }
    /// Of all prompts' proofs together.
    public var weightsTogether: Share {
        parameters.reduce(into: Share()) { $0 += $1.elements }
    }

    /// Whether no fault changed a proof that cannot follow from it.
    public var holds: Bool { sample?.contradictions.isEmpty ?? true }

    private func sum(_ share: KeyPath<PromptCoverage, Share>) -> Share {
        prompts.reduce(into: Share()) { $0 += $1[keyPath: share] }
    }
}

public struct OperationCoverage: Sendable, Equatable {
    public let operation: Operation
    public let elements: Share
    /// Of nothing where the operation is no product of matrices.
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
