import Architectures
import Auditing
import Checkpoints
import Fingerprints
import Foundation
import Inference
import Proving
import Synchronization
import Tensors
import TestSupport
import Testing
import Tokenization

@Suite("Audits of models")
struct ModelAuditTests {
    private static let nano = Vectors.house.appending(path: "Models/glyph-nano").path

    private func audit(
        _ folder: String, backend: any ExactGEMM = Backends.usable[0], reference: Bool = false,
        prompts: Int = 16, runs: Int = 2, threads: Int = 2
    ) throws -> ModelAudit {
        let (checkpoint, tokenizer) = try ModelFolder(path: folder).load()
        let transformer = { Transformer(weights: checkpoint.weights, backend: $0) }
        return try ModelAudit(
            prover: Prover(tokenizer: tokenizer, transformer: transformer(backend)),
            reference: reference ? transformer(Backends.reference) : nil,
            settings: .init(promptCount: prompts, runCount: runs, threadCount: threads))
    }

    /// A model drawn from a seed, with glyph-nano's tokenizer.
    private func drawn(
        _ folder: String, layers: Int, context: Int = 512, exponents: SyntheticModel.Exponents
    ) throws {
        let shape = try TransformerShape(
            layerCount: layers, width: 128, headCount: 2, vocabularyCount: 3072,
            contextTokenCount: context)
        try SyntheticModel(seed: "audit", shape: shape, isWide: false, exponents: exponents)
            .write(toFolder: folder)
        try ModelFolder(path: Self.nano).copyTokenizer(toFolder: folder, replacing: true)
    }

    private func failed(_ audit: ModelAudit) -> [AuditCriterion.Name] {
        audit.criteria.filter { !$0.holds }.map(\.name)
    }

    @Test("The trained model is admitted, and every run and backend has the same rows")
    func trained() throws {
        let audit = try audit(Self.nano, reference: true, prompts: 24, runs: 3)
        #expect(failed(audit) == [])
        #expect(audit.isAdmitted)
        #expect(audit.runs.map(\.threadCount) == [2, 1, 2])
        #expect(Set(audit.runs.map(\.digest)).count == 1)
        #expect(audit.reference?.rowDigests == Array(audit.runs[0].rowDigests.prefix(4)))
        #expect(audit.space.sampleCount == 24 * AuditPrompts.selectionCount)
        #expect(audit.placeHeadCount == 3)
    }

    @Test("Threads change nothing but the time, on either side of a chunk's end")
    func threads() throws {
        let (one, three) = (
            try audit(Self.nano, prompts: 65, threads: 1),
            try audit(Self.nano, prompts: 65, threads: 3)
        )
        #expect(one.heads == three.heads)
        #expect(one.space == three.space)
        #expect(one.cost == three.cost)
        #expect(one.runs[0].rowDigests == three.runs[0].rowDigests)
        #expect(one.runs[0].rowDigests.count == 65)
        #expect(one.criteria == three.criteria)
    }

    @Test("A drawn model of one layer is told by its depth and its places")
    func oneLayer() throws {
        let folder = try TemporaryFolder()
        try drawn(folder.path, layers: 1, exponents: .init())
        #expect(failed(try audit(folder.path)) == [.depth, .places])
    }

    @Test("A drawn model of four layers is told by its places")
    func fourLayers() throws {
        let folder = try TemporaryFolder()
        try drawn(folder.path, layers: 4, exponents: .init())
        #expect(failed(try audit(folder.path)) == [.places])
    }

    @Test("A model whose rows are all flat is told by what it does not say")
    func flat() throws {
        let folder = try TemporaryFolder()
        var exponents = SyntheticModel.Exponents()
        exponents.queryKeyValueWeight = -12
        try drawn(folder.path, layers: 4, exponents: exponents)
        let audit = try audit(folder.path)
        #expect(failed(audit).contains(.degenerate))
        #expect(failed(audit).contains(.entropy))
        #expect(audit.allHeads[.flat] == audit.allHeads.rowCount)
    }

    @Test("Prompts beyond the context are cut and counted")
    func cut() throws {
        let folder = try TemporaryFolder()
        try drawn(folder.path, layers: 1, context: 8, exponents: .init())
        let short = try audit(folder.path)
        #expect(short.cutPromptCount == 16)
        #expect(short.cost.tokenCount == 16 * 8)
        try drawn(folder.path, layers: 1, context: 1, exponents: .init())
        let single = try audit(folder.path)
        #expect(single.allHeads.rowCount == 0)
        #expect(single.space.collidingPairCount == single.space.pairCount)
        #expect(!single.isAdmitted)
    }

    @Test("A machine that errs once is caught, and the prompt is named")
    func erring() throws {
        // The rows of prompt 5 are computed again by the second run, on one thread, as its
        // 11th prompt of 16: a product in there goes wrong.
        let counting = TamperedGEMM(at: nil)
        _ = try audit(Self.nano, backend: counting, prompts: 16, runs: 2, threads: 1)
        // 16 prompts, 16 shuffled ones, and 16 again.
        let perPass = counting.products / 48
        let firstRun = 32 * perPass
        let erring = TamperedGEMM(at: firstRun + 10 * perPass + perPass / 2)
        let audit = try audit(Self.nano, backend: erring, prompts: 16, runs: 2, threads: 1)
        #expect(!audit.isDeterministic)
        #expect(audit.differingPrompts(audit.runs[1]) == [5])
        #expect(failed(audit) == [.determinism])
    }

    @Test("The multiply-adds of the closed form are those that the engine makes")
    func cost() throws {
        let audit = try audit(Self.nano, prompts: 8)
        let (checkpoint, tokenizer) = try ModelFolder(path: Self.nano).load()
        let transformer = Transformer(weights: checkpoint.weights, backend: Backends.usable[0])
        let prover = Prover(tokenizer: tokenizer, transformer: transformer)
        let made = try (0..<8).reduce(0) { sum, index in
            try sum + transformer.forward(AuditRun.ids(prover, index).ids).multiplyAddCount
        }
        #expect(audit.cost.multiplyAddCount == made)
    }

    @Test("What is needed follows from the deepest head alone and those beside it")
    func needed() throws {
        let shape = try TransformerShape(
            layerCount: 3, width: 128, headCount: 2, vocabularyCount: 10, contextTokenCount: 64)
        let layer = 10 * (12 * 128 * 128 + 11 * 128)
        let read = 11 * 128 * 64 + 10 * 64
        func needed(_ heads: [(Int, Int)]) -> Int {
            WorkCost.needed(
                .gpt2(shape), tokenCount: 10, heads: heads.map { Head(layer: $0.0, head: $0.1) })
        }
        #expect(needed([(0, 1)]) == read)
        #expect(needed([(0, 0), (0, 1)]) == 2 * read)
        #expect(needed([(0, 0), (2, 1)]) == 2 * layer + read)
        #expect(
            WorkCost.whole(
                .gpt2(shape), tokenCount: 10) == 3 * layer)
    }
}

/// The reference, which counts its products and errs in one.
private final class TamperedGEMM: ExactGEMM {
    private let wrong: Int?
    private let count = Mutex(0)

    /// - Parameter at: the product that goes wrong, counted from 0.
    init(at wrong: Int?) { self.wrong = wrong }

    var name: String { "tampered" }
    var products: Int { count.withLock { $0 } }

    func packed(_ matrix: BoundedMatrix) -> any PackedMatrix {
        Packed(gemm: self, inner: Backends.reference.packed(matrix))
    }

    private struct Packed: PackedMatrix {
        let gemm: TamperedGEMM
        let inner: any PackedMatrix

        func product(with left: BoundedMatrix) -> IntegerMatrix {
            let result = inner.product(with: left)
            let index = gemm.count.withLock { count in
                count += 1
                return count - 1
            }
            guard index == gemm.wrong else { return result }
            return IntegerMatrix(
                rows: result.rows, columns: result.columns,
                elements: result.elements.map { $0 + 1 << 22 })
        }
    }
}
