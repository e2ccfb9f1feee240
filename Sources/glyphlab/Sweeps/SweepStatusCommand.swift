import ArgumentParser
import Clusters
import Cryptography
import Encodings
import Fingerprints
import Platform
import Receipts
import Reports
import Traces

/// Which results of a sweep are there.
struct SweepStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Name the tasks of a sweep that have no result, and say how to start them again.",
        discussion: """
            Every result is read and checked: signature, the sweep's key, weights, prompts. No \
            scheduler is asked. \
            The exit code is 0 where all are there, and 2 otherwise.
            Example: glyphlab sweep status sweep
            """)

    @Argument(help: "The sweep's folder.")
    var folder: String

    @Option(help: "The key that signs the merged receipt; by default the sweep's own.")
    var key: String?

    @OptionGroup var format: FormatOption

    func run() throws {
        try Outcome.ending {
            let folder = SweepFolder(folder)
            let plan = try folder.plan()
            let progress = Progress("results", total: plan.tasks.count)
            let status = try SweepStatus(plan) { task in
                progress.advance()
                return try Self.finding(task, folder.result(task, of: plan), plan)
            }
            progress.finish()
            let report = try SweepStatusReport(
                plan: plan, folder: folder, status: status, key: key ?? folder.keyFile,
                provenance: ThisRun.provenance())
            format.write(text: report.text(.ofStandardOutput), json: report.json)
            return status.openTasks.isEmpty ? .holds : .inconclusive
        }
    }

    private static func finding(
        _ task: SweepTask, _ path: String, _ plan: SweepPlan
    ) throws -> SweepFinding {
        guard Folder.fileExists(path) else { return .none }
        let receipt: RunReceipt
        do {
            receipt = try ReceiptFile(path).receipt
        } catch let error as Failure {
            return .unusable("damaged: \(error.message)")
        } catch let error as PlatformError {
            return .unusable("damaged: \(error)")
        }
        guard receipt.publicKey == plan.signer else {
            return .unusable(
                "expected a result by the sweep's key, \(plan.signerText), got one by "
                    + Hexadecimal.text(of: receipt.publicKey))
        }
        let run = receipt.run
        let (weights, range) = (task.run.integerWeightsHash, task.range)
        guard run.integerWeightsHash == weights else {
            return .unusable(
                "expected the weights \(weights.text), got \(run.integerWeightsHash.text)")
        }
        guard run.list.source == .receipt, run.range == range,
            run.list.totalCount == task.run.promptCount
        else {
            return .unusable(
                "expected \(range.count) of the receipt's \(task.run.promptCount) prompts, from "
                    + "\(range.lowerBound) on, got \(run.range.count) of \(run.list.totalCount), "
                    + "from \(run.range.lowerBound) on")
        }
        guard run.level.text == plan.level else {
            return .unusable("expected the level \(plan.level), got \(run.level.text)")
        }
        return .result
    }
}
