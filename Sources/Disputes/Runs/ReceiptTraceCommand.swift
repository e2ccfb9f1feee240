internal import Encodings

/// The command that runs the receipt again as a run did, and keeps the trace that says most for
/// least.
///
/// All prompts and the same settings: a fault that hangs on the batch, on the threads or on a
/// kernel shows itself only where the work is done as it was.
public enum ReceiptTraceCommand {
    /// Nil where the folder is no argument of a command.
    ///
    /// - Parameter settings: nil where it is not known how the work was done.
    public static func text(
        modelFolder: String, promptCount: Int, settings: RunFile.Settings?, output: String
    ) -> String? {
        guard let model = ShellWord.option("--model", modelFolder),
            let output = ShellWord.option("--out", output)
        else { return nil }
        var words = ["glyphlab trace", model, "--prompts \(promptCount)", "--level layers"]
        if let settings {
            guard let backend = ShellWord.option("--backend", settings.backend) else { return nil }
            words += [
                backend, "--threads \(settings.threadCount)",
                "--batch \(settings.batchPromptCount)",
            ]
            if settings.sharesPrefixes { words.append("--share-prefixes") }
            if settings.stopsEarly { words.append("--stop-early") }
        }
        return (words + [output]).joined(separator: " ")
    }

    /// The same of one prompt of one's own, by the backend that ran it.
    public static func text(
        modelFolder: String, salt: String, prompt: String, backend: String, output: String
    ) -> String? {
        let parts = [
            ShellWord.option("--model", modelFolder), ShellWord.option("--salt", salt),
            ShellWord.option("--prompt", prompt), "--level layers",
            ShellWord.option("--backend", backend), ShellWord.option("--out", output),
        ]
        let words = parts.compactMap(\.self)
        return words.count == parts.count
            ? "glyphlab trace " + words.joined(separator: " ") : nil
    }
}
