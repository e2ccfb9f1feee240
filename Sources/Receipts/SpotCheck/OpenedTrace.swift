internal import Cryptography
internal import Traces

/// A trace that is opened up to a receipt's root, one record at a time.
struct OpenedTrace {
    private let trace: Trace
    private let run: RunStatement
    private let prompts: HashTree
    private let root: Digest
    /// The tree over each prompt's records.
    private let records: [HashTree]
    var recordCount: Int { trace.prompts.count * trace.schedule.count }

    /// **Throws:** ``SpotCheckError`` where the trace is of another run, or the receipt's proofs
    /// are not those of its records.
    init(_ trace: Trace, _ run: RunStatement) throws(SpotCheckError) {
        for (what, expected, got) in [
            ("level", run.level.text, trace.level.text),
            ("run digest", run.runDigest.text, trace.runDigest.text),
            ("digest of the integers", run.integersDigest.text, trace.integersDigest.text),
            ("prompts", "\(run.prompts.count)", "\(trace.prompts.count)"),
        ] where expected != got {
            throw .otherTrace(what: what, expected: expected, got: got)
        }
        self.trace = trace
        self.run = run
        prompts = Trace.promptTree(run.prompts.map(\.leaf))
        root = run.traceRoot
        records = trace.prompts.indices.map { trace.recordTree(prompt: $0) }
        guard let last = trace.schedule.indices.last,
            trace.schedule[last].name == ScheduledOperation.proof
        else {
            throw .otherTrace(
                what: "last operation", expected: ScheduledOperation.proof,
                got: trace.schedule.last?.name ?? "none")
        }
        for (index, prompt) in run.prompts.enumerated() {
            let proof = try digest(prompt: index, place: last)
            guard proof == prompt.proof else {
                throw .otherProof(
                    prompt: index, expected: proof.text, got: prompt.proof.text)
            }
        }
    }

    /// The digest of a record, checked by its opening up to the receipt's root.
    ///
    /// **Throws:** ``SpotCheckError/opening(prompt:operation:)``.
    func digest(prompt: Int, place: Int) throws(SpotCheckError) -> Digest {
        let operation = trace.schedule[place]
        let record = trace.prompts[prompt].records[place]
        let leaf = run.prompts[prompt].leaf
        let recordsRoot = HashTree.root(
            leaves: [HashTree.leaf(Trace.recordLeaf(place: place, operation, record))],
            start: place, leafCount: trace.schedule.count,
            siblings: records[prompt].siblings(of: place..<place + 1))
        let promptsRoot = HashTree.root(
            leaves: [HashTree.leaf(leaf.content(at: prompt))], start: prompt,
            leafCount: run.prompts.count, siblings: prompts.siblings(of: prompt..<prompt + 1))
        guard recordsRoot == leaf.records, let promptsRoot,
            Trace.root(
                runDigest: run.runDigest, integersDigest: run.integersDigest,
                promptsRoot: promptsRoot) == root, let digest = record.digest
        else { throw .opening(prompt: prompt, operation: operation.name) }
        return digest
    }
}
