import Checkpoints
import Cryptography
import Fingerprints
import Foundation
import Inference
import Proving
import Tensors
import TestSupport
import Testing
import Traces

/// Traces of runs: the same records however the run was made, and the same proofs as without.
@Suite("TracedRun") struct TracedRunTests {
    private static let promptCount = 5

    private static let loaded = Result {
        try ModelFolder(path: Vectors.house.appending(path: "Models/glyph-nano").path)
            .packedAndTraced(for: Backends.usable, name: "glyph-nano")
    }

    private static func run(
        _ level: TraceLevel, backend: Int = 0, form: EngineForm = .batch, threads: Int = 1,
        batch: Int = 8, shortcuts: Shortcuts = .none, promptCount: Int = Self.promptCount
    ) throws -> TracedRun {
        let (model, traced) = try loaded.get()
        let prover = Prover(tokenizer: model.tokenizer, transformer: model.transformers[backend])
        return try TracedRun(
            prover: prover,
            challenges: TracedChallenge.receipt(
                promptCount: promptCount, tokenizer: model.tokenizer),
            level: level, model: traced,
            settings: GoldenRun.Settings(
                threadCount: threads, batchPromptCount: batch, shortcuts: shortcuts),
            form: form)
    }

    @Test("Neither form, backend, batch, threads nor shared prefixes change a record.")
    func sameRecords() throws {
        let first = try Self.run(.operations)
        let sharing = Shortcuts(sharesPrefixes: true, stopsEarly: false)
        for (backend, gemm) in Backends.usable.enumerated() {
            for run in [
                try Self.run(.operations, backend: backend, batch: 3),
                try Self.run(.operations, backend: backend, threads: 2, batch: 1),
                try Self.run(.operations, backend: backend, threads: 4),
                try Self.run(.operations, backend: backend, shortcuts: sharing),
                try Self.run(.operations, backend: backend, form: .definition),
            ] {
                #expect(run.trace.prompts == first.trace.prompts, "\(gemm.name)")
                #expect(run.trace.schedule == first.trace.schedule, "\(gemm.name)")
                #expect(run.proofHashes == first.proofHashes, "\(gemm.name)")
            }
        }
    }

    @Test(
        "A traced run has the proofs of a run without a trace, at every level.",
        arguments: [TraceLevel.layers, .operations, .values(operation: "h.1.attn.probs")])
    func sameProofs(level: TraceLevel) throws {
        let (model, _) = try Self.loaded.get()
        let prover = Prover(tokenizer: model.tokenizer, transformer: model.transformers[0])
        for shortcuts in [
            Shortcuts.none, Shortcuts(sharesPrefixes: true, stopsEarly: true),
        ] {
            let plain = try GoldenRun(
                prover: prover, promptCount: Self.promptCount,
                settings: GoldenRun.Settings(threadCount: 1, shortcuts: shortcuts))
            let traced = try Self.run(level, shortcuts: shortcuts)
            #expect(traced.proofHashes == plain.proofHashes)
        }
    }

    @Test("The proof's record is the proof hash.")
    func proofRecord() throws {
        let run = try Self.run(.layers)
        #expect(run.trace.schedule.last?.name == ScheduledOperation.proof)
        for (prompt, hash) in zip(run.trace.prompts, run.proofHashes) {
            #expect(prompt.records.last?.digest?.text == hash)
        }
    }

    @Test("Stopping early leaves records out, changes none, and keeps the proof's.")
    func stopsEarly() throws {
        let full = try Self.run(.operations)
        let early = try Self.run(
            .operations, shortcuts: Shortcuts(sharesPrefixes: false, stopsEarly: true))
        var leftOutCount = 0
        for (whole, part) in zip(full.trace.prompts, early.trace.prompts) {
            for (record, kept) in zip(whole.records, part.records) where record != kept {
                #expect(kept == .notComputed(.stopsEarly))
                leftOutCount += 1
            }
            #expect(part.records.suffix(2) == whole.records.suffix(2))
        }
        #expect(leftOutCount > 0)
    }

    @Test("Stopping early leaves out the same records in every batch.")
    func stopsEarlyInBatches() throws {
        let shortcuts = Shortcuts(sharesPrefixes: true, stopsEarly: true)
        let first = try Self.run(.operations, shortcuts: shortcuts)
        for batch in 1...4 {
            let other = try Self.run(.operations, batch: batch, shortcuts: shortcuts)
            #expect(other.trace.prompts == first.trace.prompts, "batches of \(batch)")
        }
    }

    @Test("Every operation's values have the digest that the whole trace has of it.")
    func values() throws {
        let full = try Self.run(.operations, promptCount: 2)
        for (place, operation) in full.trace.schedule.enumerated().dropLast() {
            let run = try Self.run(.values(operation: operation.name), promptCount: 2)
            #expect(run.trace.schedule.last?.name == operation.name)
            for (prompt, whole) in zip(run.trace.prompts, full.trace.prompts) {
                let dimensions = operation.dimensions.map { dimension in
                    switch dimension {
                    case .tokens: prompt.tokenIDs.count
                    case .fixed(let count): count
                    }
                }
                var digest = TensorDigest(
                    dimensions: dimensions, elementType: operation.elementType)
                digest.update(prompt.values[...])
                #expect(digest.finalized() == whole.records[place].digest, "\(operation.name)")
                #expect(prompt.records.last == whole.records[place], "\(operation.name)")
            }
        }
    }

    @Test("The layers' trace is a part of the operations'.")
    func layers() throws {
        let full = try Self.run(.operations)
        let layers = try Self.run(.layers)
        for (place, operation) in layers.trace.schedule.enumerated() {
            let other = try #require(
                full.trace.schedule.firstIndex { $0.name == operation.name })
            for (prompt, whole) in zip(layers.trace.prompts, full.trace.prompts) {
                #expect(prompt.records[place] == whole.records[other], "\(operation.name)")
            }
        }
    }

    @Test(
        "An operation that the model lacks is refused by its name.",
        arguments: ["h.99.attn.qkv", "proof", "", "h.0"])
    func noOperation(name: String) {
        #expect(throws: TraceRequestError.self) { try Self.run(.values(operation: name)) }
    }

    @Test(
        "A run that goes on from any layer's snapshot leaves the records of the whole run.",
        arguments: EngineForm.allCases)
    func snapshots(form: EngineForm) throws {
        let (model, traced) = try Self.loaded.get()
        let full = try Self.run(.operations)
        let names = full.trace.schedule.map(\.name)
        for (backend, transformer) in model.transformers.enumerated() {
            let prover = Prover(tokenizer: model.tokenizer, transformer: transformer)
            for name in ["embed"] + (0..<4).map({ "h.\($0).residual_mlp" }) {
                let snapshot = try Self.run(.values(operation: name), backend: backend)
                let rest = try TracedRun(
                    continuing: snapshot.trace, prover: prover, level: .operations,
                    model: traced,
                    settings: GoldenRun.Settings(
                        threadCount: 2, batchPromptCount: 2), form: form)
                let start = try #require(names.firstIndex(of: name))
                #expect(rest.trace.schedule == full.trace.schedule)
                for (prompt, whole) in zip(rest.trace.prompts, full.trace.prompts) {
                    #expect(
                        prompt.records[..<start].allSatisfy {
                            $0 == .notComputed(.beforeSnapshot)
                        })
                    let operations = start..<names.count - 2
                    #expect(prompt.records[operations] == whole.records[operations], "\(name)")
                    // A proof is there only where all its heads lie behind.
                    for place in names.count - 2..<names.count
                    where prompt.records[place] != whole.records[place] {
                        #expect(prompt.records[place] == .notComputed(.beforeSnapshot))
                        #expect(name != "embed")
                    }
                }
            }
        }
    }

    @Test("A trace that is no snapshot for the model is refused by its reason.")
    func noSnapshot() throws {
        let (model, traced) = try Self.loaded.get()
        let prover = Prover(tokenizer: model.tokenizer, transformer: model.transformers[0])
        func error(_ trace: Trace, _ model: TracedModel) -> TraceRequestError? {
            #expect(throws: TraceRequestError.self) {
                try TracedRun(
                    continuing: trace, prover: prover, level: .layers, model: model,
                    settings: GoldenRun.Settings(threadCount: 1))
            }
        }
        let good = try Self.run(.values(operation: "embed"), promptCount: 2).trace
        let other = try Self.run(.values(operation: "h.1.ln_1"), promptCount: 1).trace
        #expect(error(other, traced) == .noSnapshot(level: "values=h.1.ln_1"))
        #expect(
            error(try Self.run(.layers, promptCount: 1).trace, traced)
                == .noSnapshot(level: "layers"))
        var weights = traced
        weights.integerWeightsHash = String(repeating: "0", count: 64)
        #expect(
            error(good, weights)
                == .snapshotOfOtherWeights(
                    expected: weights.integerWeightsHash, got: traced.integerWeightsHash))
        let names = ["h.4.residual_mlp", "h.99.residual_mlp"]
        for name in names {
            var absent = good
            absent.level = .values(operation: name)
            #expect(error(absent, traced) == .noSnapshot(level: "values=\(name)"))
        }
        let last = try #require(good.schedule.last)
        for (dimensions, type) in [
            ([TraceDimension.tokens, .fixed(1)], TracedElementType.int32),
            (last.dimensions, .int64),
        ] {
            var shaped = good
            shaped.schedule[shaped.schedule.count - 1] = ScheduledOperation(
                name: "embed", inputs: [], dimensions: dimensions, elementType: type)
            #expect(error(shaped, traced) == .snapshotOfOtherShape(operation: "embed"))
        }
        var lowest = good
        lowest.prompts[0].values[0] = .min
        #expect(
            error(lowest, traced) == .snapshotBeyondBound(prompt: 0, element: 0, got: .min))
        var far = good
        far.prompts[1].values[3] = FixedPoint.activationClamp + 1
        #expect(
            error(far, traced)
                == .snapshotBeyondBound(
                    prompt: 1, element: 3, got: FixedPoint.activationClamp + 1))
        var none = good
        none.prompts[0].records[none.prompts[0].records.count - 1] = .notComputed(.stopsEarly)
        none.prompts[0].values = []
        #expect(error(none, traced) == .snapshotNotComputed(prompt: 0))
    }
}
