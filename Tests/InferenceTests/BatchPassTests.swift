import Architectures
import Checkpoints
import Foundation
import Inference
import Tensors
import TestSupport
import Testing

/// Batches against the definition: every backend, shared prefixes, early stops, workers.
@Suite("Batches")
struct BatchPassTests {
    private static let weights: Result<IntegerWeights, any Error> = Result {
        try Checkpoint.load(folder: Vectors.house.appending(path: "Models/glyph-nano").path).weights
    }

    /// Unequal lengths, common beginnings, one that is another's prefix, two that are the same.
    private static let batch: [[Int32]] = [
        [5, 6, 7, 8, 9, 10, 11], [5, 6, 7, 8, 400, 3], [5, 6, 7], [2000], [5, 6, 7, 8, 400, 3],
        (0..<33).map { Int32($0 * 91 % 3072) }, [9, 6, 7, 8],
    ]

    private func expected() throws -> [[[[Int64]]]] {
        let transformer = Transformer(weights: try Self.weights.get(), backend: Backends.reference)
        return try Self.batch.map { try transformer.forwardByDefinition($0).rows }
    }

    private static let backends = Backends.usable + [Backends.emulatedTiles]

    private static let workers = [
        Workers.alone, Workers(count: 3) { body in [2, 0, 1].forEach(body) },
    ]

    @Test("Rows of a batch are those of the definition, shared or not, by every backend")
    func rows() throws {
        let expected = try expected()
        for backend in Self.backends {
            let transformer = Transformer(weights: try Self.weights.get(), backend: backend)
            for sharesPrefixes in [false, true] {
                for workers in Self.workers {
                    let result = try transformer.forward(
                        batch: Self.batch, sharesPrefixes: sharesPrefixes, workers: workers)
                    let isEqual = result.rows == expected
                    #expect(isEqual, "\(backend.name), sharing \(sharesPrefixes)")
                }
            }
        }
    }

    /// Readings of every kind: none, one head, all of the last layer, several layers.
    private static let readings: [[[Int]]] = [
        [[0], [], [2], []], [[], [1, 3], [], []], [[], [], [], [0, 1, 2, 3]], [[], [], [], []],
        [[], [1], [1], [1]], [[3], [], [], []], [[], [], [0, 2], []],
    ]

    @Test("What is read of an early stop is the same, and nothing else is there")
    func earlyStop() throws {
        let all = try expected()
        let expected = all.indices.map { sequence in
            all[sequence].indices.map { layer in
                all[sequence][layer].indices.map { head in
                    Self.readings[sequence][layer].contains(head) ? all[sequence][layer][head] : []
                }
            }
        }
        for backend in Self.backends {
            let transformer = Transformer(weights: try Self.weights.get(), backend: backend)
            for sharesPrefixes in [false, true] {
                for workers in Self.workers {
                    let result = try transformer.forward(
                        batch: Self.batch, readings: Self.readings, sharesPrefixes: sharesPrefixes,
                        workers: workers)
                    let isEqual = result.rows == expected
                    #expect(isEqual, "\(backend.name), sharing \(sharesPrefixes)")
                }
            }
        }
    }

    @Test("Sharing and stopping save what they should")
    func savings() throws {
        let transformer = Transformer(
            weights: try Self.weights.get(), backend: Backends.usable[0])
        let ids: [Int32] = [1, 2, 3, 4, 5, 6]
        let one = try transformer.forward(batch: [ids]).multiplyAddCount
        #expect(try transformer.forward(ids).multiplyAddCount == one)
        let twins = try transformer.forward(batch: [ids, ids])
        #expect(twins.multiplyAddCount == 2 * one)
        let shared = try transformer.forward(batch: [ids, ids], sharesPrefixes: true)
        #expect(shared.multiplyAddCount == one)
        let first = try transformer.forward(batch: [ids], readings: [[[2], [], [], []]])
        // Keys of one head for six tokens, one query, one row.
        #expect(first.multiplyAddCount == (6 + 1) * 256 * 64 + 6 * 64)
        let none = try transformer.forward(batch: [ids], readings: [[[], [], [], []]])
        #expect(none.multiplyAddCount == 0)
        #expect(try transformer.forward(batch: []).rows.isEmpty)
    }

    @Test("Every backend sees the same ranges as the definition")
    func ranges() throws {
        let ids = Self.batch[5]
        let expected = try Transformer(
            weights: try Self.weights.get(), backend: Backends.reference
        ).forwardByDefinition(ids).ranges
        for backend in Self.backends {
            let transformer = Transformer(weights: try Self.weights.get(), backend: backend)
            #expect(try transformer.forward(ids).ranges == expected, "\(backend.name)")
        }
    }

    @Test("A sequence that cannot be run stops the batch and is told")
    func refusals() throws {
        let transformer = Transformer(
            weights: try Self.weights.get(), backend: Backends.usable[0])
        #expect(throws: InferenceError.emptySequence) {
            try transformer.forward(batch: [[1], []])
        }
        #expect(throws: InferenceError.self) { try transformer.forward(batch: [[1], [3072]]) }
    }
}
