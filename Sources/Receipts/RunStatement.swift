package import Cryptography
internal import Fingerprints
package import Traces

/// The task of a run and its results: equal on every honest machine.
package struct RunStatement: Sendable, Equatable {
    /// The rules by which proofs are made, and the profile of the engine that made them.
    package static let protocolName = "v4"
    package static let profileName = "published"

    /// The level of the trace: ``TraceLevel/layers`` or ``TraceLevel/operations``.
    package var level: TraceLevel
    package var architecture: TracedArchitecture
    /// The hash of the integer weights, protocol v4, section 2.
    package var integerWeightsHash: Digest
    /// SHA-256 of the digests of all tensors' integers, as the trace's root has it.
    package var integersDigest: Digest
    /// SHA-256 of the trace's `run`, as its root has it.
    package var runDigest: Digest
    package var list: PromptList
    /// The prompts of the stretch, in its order.
    package var prompts: [ReceiptPrompt]

    package init(
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

    /// The places in the list of this run's prompts.
    package var range: Range<Int> { list.first..<list.first + prompts.count }

    /// Whether the run is of the whole list; a shard's is not.
    package var isWhole: Bool { range == 0..<list.totalCount }

    /// The root of the trace of these prompts, whose places in it count from 0.
    package var traceRoot: Digest {
        Trace.root(
            runDigest: runDigest, integersDigest: integersDigest, prompts: prompts.map(\.leaf))
    }

    /// The hash over all proofs, as the determinism receipt has it; nil for a part of the list.
    package var ultimateHash: Digest? {
        guard isWhole else { return nil }
        return Digests.sha256(prompts.lazy.map(\.proof.text).joined().utf8)
    }
}
