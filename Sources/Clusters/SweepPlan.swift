package import Cryptography
internal import Encodings
internal import Fingerprints

/// The work of a sweep: runs of models, each cut into shards, and all shards in one numbered list.
///
/// Each task looks itself up here by its number alone; a scheduler's own description of its array
/// is never used. The digest names the plan in every result.
package struct SweepPlan: Sendable, Equatable {
    package static let runCountMax = 1_000
    package static let taskCountMax = 100_000
    static let keyByteCount = 32

    /// The runs in the order in which their tasks are numbered.
    package let runs: [SweepRun]
    /// The level of each shard's trace: `layers` or `operations`.
    package let level: String
    /// The public key that signs the results, 32 bytes. Results that another key signed do not
    /// count.
    package let signer: [UInt8]
    /// All shards: those of the first run in order, then those of the second, …
    package let tasks: [SweepTask]
    /// SHA-256 of the compact text of the plan without it.
    package let digest: Digest

    /// **Precondition:** the signer's key has 32 bytes.
    ///
    /// **Throws:** ``SweepError`` where there is no run or there are too many, where a name is no
    /// file's or stands twice, or where a run has more shards than prompts.
    package init(runs: [SweepRun], level: String, signer: [UInt8]) throws(SweepError) {
        precondition(signer.count == Self.keyByteCount, "a key of \(signer.count) bytes")
        guard (1...Self.runCountMax).contains(runs.count) else {
            throw .count(of: "runs", max: Self.runCountMax, got: runs.count)
        }
        var names: Set<String> = []  // looked up, never iterated
        var tasks: [SweepTask] = []
        for run in runs {
            try run.check()
            guard names.insert(run.name).inserted else { throw .twice(run: run.name) }
            guard tasks.count + run.shardCount <= Self.taskCountMax else {
                throw .count(
                    of: "tasks", max: Self.taskCountMax, got: tasks.count + run.shardCount)
            }
            for shard in PromptShard.all(run.shardCount) {
                tasks.append(SweepTask(id: tasks.count, run: run, shard: shard))
            }
        }
        self.runs = runs
        self.level = level
        self.signer = signer
        self.tasks = tasks
        digest = Self.digest(of: Self.members(runs, level: level, signer: signer))
    }

    /// The signer's key as command-line options take it: hexadecimal digits.
    package var signerText: String { Hexadecimal.text(of: signer) }

    /// The first 16 digits of the plan's digest, which names of files contain.
    var shortDigest: String { String(digest.text.prefix(16)) }

    /// The name of a task's result, made of the run, the shard and the plan's digest.
    package func resultName(_ task: SweepTask) -> String {
        "\(task.name).\(shortDigest).json"
    }

    /// The tasks of a run, in the order of their shards.
    package func tasks(of run: SweepRun) -> [SweepTask] { tasks.filter { $0.run.name == run.name } }
}
