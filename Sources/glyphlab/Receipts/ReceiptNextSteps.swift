import Disputes
import Inference
import Proving
import Receipts
import Reports

/// The commands that both sides of a difference run next, so that its cause is found.
enum ReceiptNextSteps {
    /// Nil where no trace would say more.
    ///
    /// - Parameters:
    ///   - origin: the receipt's origin.
    ///   - model: the model as the user here named it.
    ///   - work: how it was done here, by which backend.
    static func steps(
        _ pair: MachinePair, _ run: RunStatement, _ origin: ReceiptOrigin, model: String,
        work: GoldenRun.Settings, backend: String
    ) -> NextSteps? {
        guard pair.verdict == .propagated || pair.verdict == .input || pair.verdict == .schedule
        else { return nil }
        let theirs = origin.makers[0].work
        let sides = [
            RunFile.Settings(
                backend: backend, threadCount: work.threadCount,
                batchPromptCount: work.batchPromptCount,
                sharesPrefixes: work.shortcuts.sharesPrefixes, stopsEarly: false),
            RunFile.Settings(
                backend: theirs.backend, threadCount: theirs.threadCount,
                batchPromptCount: theirs.batchPromptCount,
                sharesPrefixes: theirs.sharesPrefixes, stopsEarly: false),
        ]
        let folders = [model, "MODEL_DIR"]
        let commands = zip(zip(folders, sides), NextSteps.files).compactMap { side, file in
            command(run, pair.prompt ?? 0, folder: side.0, settings: side.1, file)
        }
        return commands.count == 2 ? NextSteps(sides: commands) : nil
    }

    private static func command(
        _ run: RunStatement, _ prompt: Int, folder: String, settings: RunFile.Settings,
        _ file: String
    ) -> String? {
        switch run.list.source {
        case .receipt:
            // The prompts before a part's first come along: a trace begins with the list.
            ReceiptTraceCommand.text(
                modelFolder: folder, promptCount: run.range.upperBound, settings: settings,
                output: file)
        case .own(let texts):
            ReceiptTraceCommand.text(
                modelFolder: folder, salt: texts[prompt].salt, prompt: texts[prompt].prompt,
                backend: settings.backend, output: file)
        }
    }
}
