internal import Cryptography
internal import Encodings
package import Traces

extension RunStatement {
    /// The statement that a trace makes about a run whose prompts are a stretch of a list.
    ///
    /// **Throws:** ``ReceiptError/unwritable(expected:got:)`` where the trace is of another level,
    /// of other prompts than the list's, or lacks a proof or a record: a run that leaves work out
    /// tells less than others, and its receipt would differ.
    package init(_ trace: Trace, list: PromptList) throws(ReceiptError) {
        guard [.layers, .operations].contains(trace.level) else {
            throw .unwritable(
                expected: "a trace of layers or operations", got: "one of \(trace.level.text)")
        }
        guard let weights = Hexadecimal.bytes(of: trace.model.integerWeightsHash),
            weights.count == ReceiptForm.digestByteCount
        else {
            throw .unwritable(
                expected: "a hash of the integer weights", got: trace.model.integerWeightsHash)
        }
        var prompts: [ReceiptPrompt] = []
        for (index, leaf) in trace.promptLeaves.enumerated() {
            let prompt = trace.prompts[index]
            guard Self.text(index, of: list) == PromptList.Text(prompt) else {
                throw .unwritable(
                    expected: "the prompts of the list \(list.name) from \(list.first) on",
                    got: "another as number \(index)")
            }
            guard let proof = prompt.records.last?.digest,
                trace.schedule.last?.name == ScheduledOperation.proof
            else { throw .unwritable(expected: "every proof", got: "none of prompt \(index)") }
            guard prompt.records.allSatisfy({ $0.digest != nil }) else {
                throw .unwritable(
                    expected: "every record", got: "prompt \(index) with some not computed")
            }
            prompts.append(
                ReceiptPrompt(input: leaf.input, recordsRoot: leaf.records, proof: proof))
        }
        self.init(
            level: trace.level, architecture: trace.model.architecture,
            integerWeightsHash: Digest(bytes: weights), integersDigest: trace.integersDigest,
            runDigest: trace.runDigest, list: list, prompts: prompts)
    }

    /// Nil where the list has no such prompt.
    private static func text(_ index: Int, of list: PromptList) -> PromptList.Text? {
        switch list.source {
        case .receipt: list.text(index)
        case .own(let texts): texts.indices.contains(index) ? texts[index] : nil
        }
    }
}

extension PromptList.Text {
    init(_ prompt: TracedPrompt) {
        self.init(salt: prompt.salt, prompt: prompt.prompt)
    }
}
