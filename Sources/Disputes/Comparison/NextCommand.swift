internal import Encodings
internal import Fingerprints
internal import Traces

/// The command that each side runs next, so that the next pair of files tells more.
enum NextCommand {
    /// The key of the maker's fact that says where the model lies.
    static let modelFolderKey = "model_folder"
    /// The placeholder in the command where a trace does not tell the model's folder.
    static let modelFolderPlaceholder = "MODEL_DIR"

    /// The commands of the left and the right side; nil where one of them cannot be written.
    static func commands(
        asking question: Question, _ left: Trace, _ right: Trace
    ) -> [String]? {
        let commands = [(left, ComparisonSide.left), (right, .right)].compactMap { trace, side in
            command(question, trace, side)
        }
        return commands.count == 2 ? commands : nil
    }

    /// The contents of the next trace: its level as `--level` takes it, and its prompt, nil for
    /// weights.
    struct Question {
        let level: String
        let fileName: String
        let prompt: PromptComparison?
    }

    /// The question that follows a verdict on traces of a level; nil where no trace says more.
    ///
    /// - Parameters:
    ///   - operation: the operation at fault; under ``ComparisonVerdict/weights`` the parameter.
    ///   - prompt: the prompt at fault.
    static func question(
        after verdict: ComparisonVerdict, level: TraceLevel?, operation: String?,
        prompt: PromptComparison?
    ) -> Question? {
        switch (verdict, level) {
        case (.weights, .layers), (.weights, .operations), (.weights, .values):
            guard let parameter = operation else { return nil }
            return Question(level: "values=\(parameter)", fileName: parameter, prompt: nil)
        case (.root, _) where operation == ScheduledOperation.proof:
            // Nothing is finer than the rows, which are equal.
            return nil
        case (.root, .layers), (.propagated, .layers), (.propagated, .operations):
            return Question(level: "operations", fileName: "operations", prompt: prompt)
        case (.root, .operations):
            guard let operation else { return nil }
            return Question(level: "values=\(operation)", fileName: operation, prompt: prompt)
        default: return nil
        }
    }

    /// The options that run the prompt as it ran before: another backend, another batch or the
    /// prompt alone may lack the fault. A prompt that is not the receipt's runs alone. Nil entries
    /// are texts that no shell word can hold.
    private static func run(_ trace: Trace, _ prompt: PromptComparison) -> [String?] {
        var parts: [String?]
        var keys = ["backend", "engine"]
        if isReceipt(trace) {
            parts = ["--prompts \(trace.prompts.count)"]
            keys += ["batch", "threads"]
            for (key, option) in [
                ("share_prefixes", "--share-prefixes"), ("stop_early", "--stop-early"),
            ] where fact(key, trace) == "true" { parts.append(option) }
        } else {
            parts = [
                ShellWord.option("--salt", prompt.salt),
                ShellWord.option("--prompt", prompt.prompt),
            ]
        }
        for key in keys {
            guard let value = fact(key, trace) else { continue }
            parts.append(ShellWord.option("--\(key)", value))
        }
        return parts
    }

    private static func fact(_ key: String, _ trace: Trace) -> String? {
        trace.maker.first { $0.key == key }?.value
    }

    /// Whether the prompts are the receipt's first, more than one, computed from the start on.
    private static func isReceipt(_ trace: Trace) -> Bool {
        trace.prompts.count > 1 && fact("continued_from", trace) == nil
            && trace.prompts.enumerated().allSatisfy { index, prompt in
                prompt.salt == GoldenPrompts.salt(index)
                    && prompt.prompt == GoldenPrompts.prompt(index)
            }
    }

    private static func command(
        _ question: Question, _ trace: Trace, _ side: ComparisonSide
    ) -> String? {
        let folder = fact(modelFolderKey, trace) ?? modelFolderPlaceholder
        var parts = ["glyphlab trace", ShellWord.option("--model", folder)]
        if let prompt = question.prompt {
            parts += run(trace, prompt)
        }
        parts += [
            ShellWord.option("--level", question.level),
            ShellWord.option("--out", "\(side)-\(question.fileName).trace"),
        ]
        let words = parts.compactMap { $0 }
        return words.count == parts.count ? words.joined(separator: " ") : nil
    }
}
