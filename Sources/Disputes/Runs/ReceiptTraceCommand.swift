internal import Encodings

/// The command that runs the receipt again in the same way as a run did, and keeps the trace that
/// tells most for its size.
///
/// It names all prompts and the same settings: a fault that depends on the batch, on the threads or
/// on a kernel appears only where the work is done in the same way.
package enum ReceiptTraceCommand {
    /// The command for all prompts; nil where the folder cannot be an argument of a command.
    ///
    /// - Parameter settings: the way in which the work was done; nil where it is not known.
    package static func text(
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

    /// The command for a prompt that is not the receipt's, with the backend that ran it.
    package static func text(
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
