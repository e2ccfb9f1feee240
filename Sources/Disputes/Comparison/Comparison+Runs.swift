internal import Traces

/// The comparison of two runs that were kept.
extension Comparison {
    /// Compares architectures, weights, tokens and proofs, in this order. A proof that differs is
    /// ``ComparisonVerdict/propagated``, since files of runs hold no output before it.
    ///
    /// **Throws:** ``ComparisonError`` where a run contradicts itself.
    package init(_ left: RunFile, _ right: RunFile) throws(ComparisonError) {
        self = try Comparison(left.trace, right.trace)
        level = nil
        roots = []
        prompts = prompts.map { $0.withoutRoots }
        if verdict == .root {
            verdict = .propagated
            prompt = prompt?.withoutRoots
            explanation = differingProofWords
            next = Self.nextCommands(left, right)
        } else if verdict == .match {
            explanation = "The proofs of \(Self.counted(prompts.count, "prompt")) are equal."
        }
        notes += Self.notes(left, right)
    }

    private var differingProofWords: String {
        let count = differingPromptCount
        return "\(count) of \(Self.counted(sharedPromptCount, "proof")) "
            + "\(count == 1 ? "differs" : "differ"), the first that of prompt "
            + "\(prompt?.place ?? 0). Weights and tokens are equal: the difference begins in the "
            + "computation, of which these files hold nothing but the proofs."
    }

    private static func nextCommands(_ left: RunFile, _ right: RunFile) -> [String]? {
        let commands = [(left, ComparisonSide.left), (right, .right)].compactMap { run, side in
            ReceiptTraceCommand.text(
                modelFolder: run.modelFolder, promptCount: run.prompts.count,
                settings: run.settings, output: "\(side)-layers.trace")
        }
        return commands.count == 2 ? commands : nil
    }

    private static func notes(_ left: RunFile, _ right: RunFile) -> [String] {
        var notes: [String] = []
        let names = (left.tokenizerFiles + right.tokenizerFiles).map(\.name)
        let differing = names.enumerated().filter { place, name in
            names.firstIndex(of: name) == place
                && left.tokenizerFiles.first { $0.name == name }
                    != right.tokenizerFiles.first { $0.name == name }
        }
        if !differing.isEmpty {
            notes.append(
                "Files of the tokenizers that differ: "
                    + "\(differing.map(\.element).joined(separator: ", ")).")
        }
        let settings = left.settings.differences(from: right.settings)
        if !settings.isEmpty {
            notes.append(
                "The runs were done otherwise, which must change no bit: "
                    + "\(settings.joined(separator: "; ")).")
        }
        return notes
    }
}

extension PromptComparison {
    fileprivate var withoutRoots: PromptComparison {
        PromptComparison(
            left: left, right: right, salt: salt, prompt: prompt, tokenCount: tokenCount,
            states: states.map { $0 == .root ? .propagated : $0 })
    }
}

extension RunFile.Settings {
    /// "threads 2 on the left, 4 on the right"
    fileprivate func differences(from other: RunFile.Settings) -> [String] {
        let rows = [
            ("backend", backend, other.backend),
            ("threads", "\(threadCount)", "\(other.threadCount)"),
            ("batch", "\(batchPromptCount)", "\(other.batchPromptCount)"),
            ("shares prefixes", "\(sharesPrefixes)", "\(other.sharesPrefixes)"),
            ("stops early", "\(stopsEarly)", "\(other.stopsEarly)"),
        ]
        return rows.filter { $0.1 != $0.2 }
            .map { "\($0.0) \($0.1) on the left, \($0.2) on the right" }
    }
}
