public import Cryptography
public import Fingerprints

/// What a sweep computes: runs of models, each cut into shards, all shards in one numbered list.
///
/// Tasks look themselves up here by their number alone; a scheduler's own description of its array
/// is never asked. The digest names the plan in every result.
public struct SweepPlan: Sendable, Equatable {
    public static let runCountMax = 1_000
    public static let taskCountMax = 100_000

    /// In the order in which their tasks are numbered.
    public let runs: [SweepRun]
    /// How much each shard records: `layers` or `operations`.
    public let level: String
    /// All shards: those of the first run in order, then those of the second, …
    public let tasks: [SweepTask]
    /// SHA-256 of the compact text of the plan without it.
    public let digest: Digest

    /// **Throws:** ``SweepError`` where there is no run or there are too many, where a name is no
    /// file's or stands twice, or where a run has more shards than prompts.
    public init(runs: [SweepRun], level: String) throws(SweepError) {
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
        self.tasks = tasks
        digest = Self.digest(of: Self.members(runs, level: level))
    }

    /// The plan's first 16 digits, as names of files have them.
    var shortDigest: String { String(digest.text.prefix(16)) }

    /// The name of a task's result, which says the run, the shard and the plan.
    public func resultName(_ task: SweepTask) -> String {
        "\(task.name).\(shortDigest).json"
    }

    /// The tasks of a run, in the order of their shards.
    public func tasks(of run: SweepRun) -> [SweepTask] { tasks.filter { $0.run.name == run.name } }
}

/// The prompts of the receipt through one model.
public struct SweepRun: Sendable, Equatable {
    /// Letters, digits, `-`, `_` and dots, none at the start: a part of names of files.
    public let name: String
    /// The model's folder, from the root.
    public let modelFolder: String
    public let integerWeightsHash: Digest
    public let promptCount: Int
    public let shardCount: Int
    /// The golden that the merged run is held against; nil where none has these weights.
    public let golden: String?

    public init(
        name: String, modelFolder: String, integerWeightsHash: Digest, promptCount: Int,
        shardCount: Int, golden: String?
    ) {
        self.name = name
        self.modelFolder = modelFolder
        self.integerWeightsHash = integerWeightsHash
        self.promptCount = promptCount
        self.shardCount = shardCount
        self.golden = golden
    }

    static let nameByteCountMax = 80

    /// A model's name and a number of prompts as a run's name.
    public static func name(model: String, promptCount: Int) -> String {
        let plain = model.utf8.map { isPlain($0) ? Character(UnicodeScalar($0)) : "-" }
        let start = String(plain.drop { $0 == "." }.prefix(60))
        return (start.isEmpty ? "model" : start) + "-\(promptCount)"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
            UInt8(ascii: "."):
            true
        default: false
        }
    }

    func check() throws(SweepError) {
        guard (1...Self.nameByteCountMax).contains(name.utf8.count),
            name.utf8.allSatisfy(Self.isPlain), name.utf8.first != UInt8(ascii: ".")
        else { throw .name(name) }
        guard modelFolder.utf8.first == UInt8(ascii: "/") else {
            throw .modelFolder(run: name, got: modelFolder)
        }
        guard (1...Golden.promptCountMax).contains(promptCount) else {
            throw .count(
                of: "prompts of \(name)", max: Golden.promptCountMax, got: promptCount)
        }
        guard (1...promptCount).contains(shardCount) else {
            throw .shards(run: name, promptCount: promptCount, got: shardCount)
        }
    }
}

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
