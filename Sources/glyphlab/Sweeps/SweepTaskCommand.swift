import ArgumentParser
import Clusters
import Cryptography
import Encodings
import Platform
import Proving
import Receipts
import Reports
import Traces

/// `glyphlab sweep task`: computes the shard of one task, as each job of an array does.
struct SweepTaskCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "task",
        abstract: "Compute one task of a sweep, as a job of an array does.",
        discussion: """
            The task's number comes from the environment of Slurm (SLURM_ARRAY_TASK_ID), \
            Kubernetes (JOB_COMPLETION_INDEX) or AWS Batch (AWS_BATCH_JOB_ARRAY_INDEX), or from \
            --index; the plan says what the task computes. The result gets its name only when it \
            is complete, so a task may run twice. The exit code is 0 if the result was written; \
            the merge gives the verdict.
            Example: glyphlab sweep task sweep --index 3
            """)

    @Argument(help: "The sweep's folder.")
    var folder: String

    /// Arguments behind the folder; none belongs there.
    @Argument(help: .hidden)
    var rest: [String] = []

    @Option(help: "The number of the task's array, from 1, if the plan has several.")
    var array: Int?

    @Option(help: "The task's number, from 0, instead of the environment's.")
    var index: Int?

    @Option(
        help: """
            The scheduler whose variable holds the task's number: \
            \(ArrayScheduler.allCases.map(\.rawValue).joined(separator: ", ")).
            """)
    var scheduler: SchedulerOption?

    @Option(help: "The digest of the plan that is expected in the folder.")
    var plan: String?

    @Option(help: "The key that signs the result; by default the sweep's own.")
    var key: String?

    @OptionGroup var work: WholeWorkOptions
    @OptionGroup var backend: BackendOption
    @OptionGroup var format: FormatOption

    func validate() throws {
        if let first = rest.first {
            let option = Int(first) == nil ? "nothing" : "--index \(first) for the task's number"
            throw ValidationError(
                "expected \(option) behind the folder, got "
                    + JSONValue.quoted(first, scalarCountMax: 80))
        }
        if index != nil, scheduler != nil {
            throw ValidationError("index: expected no --scheduler beside it")
        }
    }

    func run() throws {
        try Outcome.ending {
            let folder = SweepFolder(folder)
            let plan = try folder.plan()
            let index =
                try index ?? ArrayTask(scheduler?.scheduler, variable: Machine.environment).index
            let task = try plan.task(array: array, index: index, expectedDigest: self.plan)
            guard let level = TraceLevel(text: plan.level) else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(folder.planFile): level: expected layers or operations, got "
                        + plan.level)
            }
            let path = folder.result(task, of: plan)
            let key = try signer(key ?? folder.keyFile, of: plan)
            let files = try ReportFiles([("the result", path)], format: format.format)
            let watch = Stopwatch()
            let shard = try ShardRun(
                task.shard, promptCount: task.run.promptCount, folder: task.run.modelFolder,
                expectedWeights: ExpectedWeights(task.run), level: level,
                settings: work.settings, backend: backend.chosen(), key: key)
            try files.write(bytes: { _ in shard.receipt.encoded })
            let report = ShardReport(
                receipt: shard.receipt, shard: task.shard, file: path,
                nanoseconds: watch.nanoseconds, golden: task.run.golden,
                provenance: ThisRun.provenance(threadCount: work.settings.threadCount))
            format.write(text: report.text, json: report.json)
            return .holds
        }
    }

    /// **Throws:** ``Failure`` for another key than the plan's, by which no result is taken.
    private func signer(_ path: String, of plan: SweepPlan) throws -> Ed25519PrivateKey {
        let key = try SigningKey.read(path)
        guard key.publicKey == plan.signer else {
            throw Failure(
                outcome: .badInput,
                message: "\(path): expected the plan's key, \(plan.signerText), got "
                    + Hexadecimal.text(of: key.publicKey))
        }
        return key
    }
}

/// The value of `--scheduler`.
struct SchedulerOption: ExpressibleByArgument {
    let scheduler: ArrayScheduler

    init?(argument: String) {
        guard let scheduler = ArrayScheduler(rawValue: argument) else { return nil }
        self.scheduler = scheduler
    }

    static let allValueStrings = ArrayScheduler.allCases.map(\.rawValue)
}
