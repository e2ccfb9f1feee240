internal import Architectures
internal import Fingerprints
package import Inference
internal import Platform
internal import Tensors
public import Traces

/// Prompts run with a record of what passed each station.
///
/// **Determinism:** the records follow from the weights and the prompts; neither the batch, the
/// threads, the backend, the form of the engine nor shared prefixes change any. Stopping early
/// leaves records out, each with its reason.
public struct TracedRun: Sendable {
    public let trace: Trace
    /// Lower-case hex; nil where a fault left no rows to prove with.
    public let proofHashes: [String?]

    /// - Parameters:
    ///   - model: what is known of the weights that the prover runs.
    ///   - maker: facts about this machine and program; those about the run are added.
    ///   - onProof: called once a prompt, from any of the threads.
    ///
    /// **Throws:** ``TraceRequestError``, ``InferenceError`` of the first prompt that has no proof.
    public init(
        prover: Prover, challenges: [TracedChallenge], level: TraceLevel, model: TracedModel,
        settings: GoldenRun.Settings, form: EngineForm = .batch, maker: [TraceFact] = [],
        onProof: @Sendable (_ index: Int) -> Void = { _ in }
    ) throws {
        try self.init(
            prover: prover, challenges: challenges, level: level, model: model,
            settings: settings, form: form, maker: maker, interference: nil, onProof: onProof)
    }

    /// Goes on from a snapshot: a trace of the values of `embed` or of a layer's `residual_mlp`.
    ///
    /// The prompts are the snapshot's. Nothing before it is computed; a proof is, where all heads
    /// that its salt selects lie behind.
    ///
    /// **Throws:** ``TraceRequestError`` where the trace is no snapshot for this model, and as
    /// above.
    public init(
        continuing snapshot: Trace, prover: Prover, level: TraceLevel, model: TracedModel,
        settings: GoldenRun.Settings, form: EngineForm = .batch, maker: [TraceFact] = [],
        onProof: @Sendable (_ index: Int) -> Void = { _ in }
    ) throws {
        let start = try TraceSnapshot(snapshot, for: prover, model)
        try self.init(
            prover: prover, challenges: start.challenges, level: level, model: model,
            settings: settings, form: form,
            maker: maker + [TraceFact("continued_from", start.station.description)],
            interference: nil, start: start, onProof: onProof)
    }

    /// Whether a run can go on from a trace. **Throws:** why not.
    public static func checkSnapshot(
        _ snapshot: Trace, for prover: Prover, _ model: TracedModel
    ) throws(TraceRequestError) {
        _ = try TraceSnapshot(snapshot, for: prover, model)
    }

    /// The same with faults in it: `interference` meets each prompt as the sequence of its place in
    /// `challenges`.
    package init(
        prover: Prover, challenges: [TracedChallenge], level: TraceLevel, model: TracedModel,
        settings: GoldenRun.Settings, form: EngineForm = .batch, maker: [TraceFact] = [],
        interference: (any Interference)?, start: TraceSnapshot? = nil,
        onProof: @Sendable (_ index: Int) -> Void = { _ in }
    ) throws {
        let architecture = prover.transformer.architecture
        let plan = try TracePlan(
            level, architecture,
            operations: interference?.operations(of: architecture) ?? architecture.operations)
        let job = TraceJob(
            prover: prover, plan: plan, settings: settings, form: form,
            interference: interference, start: start)
        let isShared = challenges.count < 2 * settings.threadCount
        let partCount = isShared ? 1 : settings.threadCount
        let workers = isShared ? Workers(threadCount: settings.threadCount) : .alone
        let parts = try Threads.map(count: partCount, threadCount: partCount) { part in
            let start = challenges.count * part / partCount
            let end = challenges.count * (part + 1) / partCount
            return try job.run(challenges, start..<end, workers, onProof)
        }
        let proved = parts.flatMap(\.self)
        trace = Trace(
            level: level, model: model, schedule: plan.schedule, prompts: proved.map(\.prompt),
            maker: maker + Self.facts(prover, settings, form))
        proofHashes = proved.map(\.proofHash)
    }

    private static func facts(
        _ prover: Prover, _ settings: GoldenRun.Settings, _ form: EngineForm
    ) -> [TraceFact] {
        [
            TraceFact("engine", form.rawValue),
            TraceFact("backend", prover.transformer.backend.name),
            TraceFact("threads", "\(settings.threadCount)"),
            TraceFact("batch", "\(settings.batchPromptCount)"),
            TraceFact("share_prefixes", "\(settings.shortcuts.sharesPrefixes)"),
            TraceFact("stop_early", "\(settings.shortcuts.stopsEarly)"),
        ]
    }
}

/// The work of one thread of a traced run.
private struct TraceJob: Sendable {
    let prover: Prover
    let plan: TracePlan
    let settings: GoldenRun.Settings
    let form: EngineForm
    let interference: (any Interference)?
    let start: TraceSnapshot?

    struct Proved: Sendable {
        let prompt: TracedPrompt
        let proofHash: String?
    }

    func run(
        _ challenges: [TracedChallenge], _ range: Range<Int>, _ workers: Workers,
        _ onProof: (_ index: Int) -> Void
    ) throws -> [Proved] {
        let counts = challenges[range].lazy.map(\.challenge.tokenIDs.count)
        let sequenceCountMax = form == .batch ? settings.batchPromptCount : 1
        var proved: [Proved] = []
        for batch in TokenBatches.ranges(counts, sequenceCountMax: sequenceCountMax) {
            proved += try self.proved(challenges, batch, workers)
            batch.forEach(onProof)
        }
        return proved
    }

    private func proved(
        _ challenges: [TracedChallenge], _ batch: Range<Int>, _ workers: Workers
    ) throws -> [Proved] {
        let recorder = TraceRecorder(plan, sequenceCount: batch.count)
        let shifted = interference.map { ShiftedInterference($0, start: batch.lowerBound) }
        let some = challenges[batch].map(\.challenge)
        let rows =
            switch form {
            case .batch:
                try prover.forward(
                    some, shortcuts: settings.shortcuts, workers: workers, observer: recorder,
                    interference: shifted, snapshot: start?.part(batch)
                ).rows
            case .definition:
                // Batches of one, whose only sequence is the first.
                try some.map {
                    try prover.transformer.forwardByDefinition(
                        $0.tokenIDs, observer: recorder, interference: shifted,
                        snapshot: start?.part(batch)
                    ).rows
                }
            }
        return batch.enumerated().map { sequence, index in
            let fingerprint = fingerprint(some[sequence].salt, rows[sequence])
            if let fingerprint { recorder.record(fingerprint, sequence: sequence) }
            return Proved(
                prompt: TracedPrompt(
                    salt: some[sequence].salt, prompt: challenges[index].prompt,
                    tokenIDs: some[sequence].tokenIDs,
                    records: recorder.digests[sequence].map { digest in
                        digest.map { .computed($0) }
                            ?? .notComputed(start == nil ? .stopsEarly : .beforeSnapshot)
                    },
                    values: recorder.values[sequence]),
                proofHash: fingerprint?.proofHash)
        }
    }

    /// Nil where a fault left out a layer that the salt reads.
    private func fingerprint(_ salt: String, _ rows: [[[Int64]]]) -> Fingerprint? {
        let heads = HeadSelection.heads(
            salt: salt, layerCount: rows.count, headCount: rows[0].count)
        guard heads.allSatisfy({ !rows[$0.layer][$0.head].isEmpty }) else { return nil }
        return Fingerprint(salt: salt, rows: rows)
    }
}

/// Faults that know a run's prompts, in a batch of them that begins at `start`.
private struct ShiftedInterference: Interference {
    private let inner: any Interference
    private let start: Int

    init(_ inner: any Interference, start: Int) {
        self.inner = inner
        self.start = start
    }

    func operations(of architecture: Architecture) -> [Operation] {
        inner.operations(of: architecture)
    }

    func isAimed(at place: Int, sequence: Int) -> Bool {
        inner.isAimed(at: place, sequence: start + sequence)
    }

    func spoiled(_ step: ForwardStep) -> [Int64] {
        inner.spoiled(
            ForwardStep(
                place: step.place, operation: step.operation, sequence: start + step.sequence,
                tokenIDs: step.tokenIDs, inputs: step.inputs, output: step.output))
    }
}
