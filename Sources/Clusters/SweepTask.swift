public import Fingerprints

/// A shard of a run, which one job of an array computes.
public struct SweepTask: Sendable, Equatable {
    /// The task's place in the plan, from 0.
    public let id: Int
    public let run: SweepRun
    public let shard: PromptShard

    /// A name that no other task of the plan has: `glyph-nano-100.3-of-8`.
    public var name: String { "\(run.name).\(shard.number)-of-\(shard.count)" }

    /// The places of the shard's prompts in the receipt.
    public var range: Range<Int> { shard.range(promptCount: run.promptCount) }
}
