package import Fingerprints

/// A shard of a run, which one job of an array computes.
package struct SweepTask: Sendable, Equatable {
    /// The task's place in the plan, from 0.
    package let id: Int
    package let run: SweepRun
    package let shard: PromptShard

    /// A name that no other task of the plan has: `glyph-nano-100.3-of-8`.
    package var name: String { "\(run.name).\(shard.number)-of-\(shard.count)" }

    /// The places of the shard's prompts in the receipt.
    package var range: Range<Int> { shard.range(promptCount: run.promptCount) }
}
