public import Fingerprints

/// One shard of one run: what one job of an array computes.
public struct SweepTask: Sendable, Equatable {
    /// The place in the plan, from 0.
    public let id: Int
    public let run: SweepRun
    public let shard: PromptShard

    /// Unlike all others of the plan: `glyph-nano-100.3-of-8`.
    public var name: String { "\(run.name).\(shard.number)-of-\(shard.count)" }

    /// The places of its prompts in the receipt.
    public var range: Range<Int> { shard.range(promptCount: run.promptCount) }
}
