public import Cryptography
internal import Fingerprints
public import Traces

/// What was asked and what came out: equal on every honest machine.
public struct RunStatement: Sendable, Equatable {
    /// The rules by which proofs are made, and the profile of the engine that made them.
    public static let protocolName = "v4"
    public static let profileName = "published"

    /// ``TraceLevel/layers`` or ``TraceLevel/operations``.
    public var level: TraceLevel
    public var architecture: TracedArchitecture
    /// Protocol v4, section 2.
    public var integerWeightsHash: Digest
    /// SHA-256 of the digests of all tensors' integers, as the trace's root has it.
    public var integersDigest: Digest
    /// SHA-256 of the trace's `run`, as its root has it.
    public var runDigest: Digest
    public var list: PromptList
    /// Those of the stretch, in its order.
    public var prompts: [ReceiptPrompt]

    public init(
        level: TraceLevel, architecture: TracedArchitecture, integerWeightsHash: Digest,
        integersDigest: Digest, runDigest: Digest, list: PromptList, prompts: [ReceiptPrompt]
    ) {
        self.level = level
        self.architecture = architecture
        self.integerWeightsHash = integerWeightsHash
        self.integersDigest = integersDigest
        self.runDigest = runDigest
        self.list = list
        self.prompts = prompts
    }

    /// The places in the list of the prompts that this speaks of.
    public var range: Range<Int> { list.first..<list.first + prompts.count }

    /// Whether this speaks of the whole list; a shard does not.
    public var isWhole: Bool { range == 0..<list.totalCount }

    /// The root of the trace of these prompts, whose places in it count from 0.
    public var traceRoot: Digest {
        Trace.root(
            runDigest: runDigest, integersDigest: integersDigest, prompts: prompts.map(\.leaf))
    }

    /// Of all proofs, as the determinism receipt hashes them; nil of a part of the list.
    public var ultimateHash: Digest? {
        guard isWhole else { return nil }
        return Digests.sha256(prompts.lazy.map(\.proof.text).joined().utf8)
    }
}
