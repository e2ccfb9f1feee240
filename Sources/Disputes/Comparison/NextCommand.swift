internal import Encodings
internal import Fingerprints
internal import Traces

/// The command that each side runs next, so that the next pair of files says more.
enum NextCommand {
    /// The key of the maker's fact that says where the model lies.
    static let modelFolderKey = "model_folder"
    /// What stands for the model's folder where a trace does not say it.
    static let modelFolderPlaceholder = "MODEL_DIR"

    /// Left and right; nil where no trace would say more.
    static func commands(after comparison: Comparison, _ left: Trace, _ right: Trace) -> [String]? {
        guard let what = question(after: comparison) else { return nil }
        let commands = [(left, ComparisonSide.left), (right, .right)].compactMap { trace, side in
            command(what, trace, side)
        }
        return commands.count == 2 ? commands : nil
    }

    /// What the next trace has to hold, and of which prompt.
    struct Question {
        let level: String
        let fileName: String
        let prompt: PromptComparison?
    }

    static func question(after comparison: Comparison) -> Question? {
        switch (comparison.verdict, comparison.level) {
        case (.weights, .layers), (.weights, .operations), (.weights, .values):
            guard let parameter = comparison.operation else { return nil }
            return Question(level: "values=\(parameter)", fileName: parameter, prompt: nil)
        case (.root, _) where comparison.operation == ScheduledOperation.proof:
            // No tensor is finer than the rows, which are equal.
            return nil
        case (.root, .layers), (.propagated, .layers), (.propagated, .operations):
            return Question(
                level: "operations", fileName: "operations", prompt: comparison.prompt)
        case (.root, .operations):
            guard let operation = comparison.operation else { return nil }
            return Question(
                level: "values=\(operation)", fileName: operation, prompt: comparison.prompt)
        default: return nil
        }
    }

    /// The prompts as they ran and how: another backend, another batch or a prompt alone may not
    /// have the fault. A prompt of one's own runs alone.
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
