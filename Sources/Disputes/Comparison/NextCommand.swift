import Traces

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

    /// The backend and the form of the engine that made the trace: another may not have the fault.
    private static func engine(_ trace: Trace) -> [String?] {
        ["backend", "engine"].compactMap { key in
            guard let value = trace.maker.first(where: { $0.key == key })?.value else { return nil }
            return .some(ShellWord.option("--\(key)", value))
        }
    }

    private static func command(
        _ question: Question, _ trace: Trace, _ side: ComparisonSide
    ) -> String? {
        let folder =
            trace.maker.first { $0.key == modelFolderKey }?.value ?? modelFolderPlaceholder
        var parts = ["glyphlab trace", ShellWord.option("--model", folder)]
        if let prompt = question.prompt {
            parts += [
                ShellWord.option("--salt", prompt.salt),
                ShellWord.option("--prompt", prompt.prompt),
            ]
            parts += engine(trace)
        }
        parts += [
            ShellWord.option("--level", question.level),
            ShellWord.option("--out", "\(side)-\(question.fileName).trace"),
        ]
        let words = parts.compactMap { $0 }
        return words.count == parts.count ? words.joined(separator: " ") : nil
    }
}
