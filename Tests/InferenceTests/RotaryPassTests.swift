import Architectures
import Cryptography
import Inference
import SyntheticCheckpoints
import Tensors
import TestSupport
import Testing

/// Qwen2's shape: batches against the definition by every backend, for grouped heads, wide heads,
/// and heads that do not fill the width.
@Suite("Passes of Qwen2's shape")
struct RotaryPassTests {
    private static let backends = Backends.usable + [Backends.emulatedTiles]
    private static let workers = [
        Workers.alone, Workers(count: 3) { body in [2, 0, 1].forEach(body) },
    ]

    @Test("Rows and ranges are those of the definition, shared or not", arguments: 0..<5)
    func rows(place: Int) throws {
        let model = try RotaryModel(RotaryModel.sizes[place])
        let reference = Transformer(weights: model.weights, backend: Backends.reference)
        let results = try RotaryModel.batch.map { try reference.forwardByDefinition($0) }
        let expected = results.map(\.rows)
        let ranges = results.dropFirst().reduce(into: results[0].ranges) { $0.merge($1.ranges) }
        for product in ForwardProduct.all(of: reference.architecture) {
            let bound = product.bound(reference.architecture)
            #expect(ranges[product] > 0 && ranges[product] <= bound, "\(product)")
        }
        for backend in Self.backends {
            let transformer = Transformer(weights: model.weights, backend: backend)
            for sharesPrefixes in [false, true] {
                for workers in Self.workers {
                    let result = try transformer.forward(
                        batch: RotaryModel.batch, sharesPrefixes: sharesPrefixes, workers: workers)
                    let isEqual = result.rows == expected
                    #expect(isEqual, "\(backend.name), sharing \(sharesPrefixes)")
                    guard !sharesPrefixes else { continue }
                    let isSame = result.ranges == ranges
                    #expect(isSame, "\(backend.name)")
                    #expect(
                        result.multiplyAddCount
                            == RotaryModel.batch.reduce(0) { total, ids in
                                reference.architecture.operations.reduce(total) {
                                    $0
                                        + reference.architecture.multiplyAddCount(
                                            of: $1, tokenCount: ids.count)
                                }
                            })
                }
            }
        }
    }

    /// SHA-256 of the rows and the last residual of forty tokens, as little-endian 64-bit integers:
    /// by `Goldens/qwen2_model.py` from the same integers.
    private static let goldens = [
        "129b00efec51fb0f6d5b3fc34a71974ccc5152e0606875a28dfff67630433d26",
        "139f70e38f736422ea2c3703bccae65c8ab91e58cf4479a4785931a6a8a788e3",
        "a7e1978772b44b326943c7cfbd9216fc73e7b082168a8f1420de355712c72de5",
        "b2c312cce022b81e8476b987a160374580fe18d53a44efef0fd39947b2d334e5",
        "575767426be0e3eac89555b3385d22dbc551c07164066789451a3bc296ece1f5",
        "63941bf2d6ba0f28916557555950a2202c12ca73738a76b41dc4d54411ddb7da",
    ]

    @Test("Rows and residuals are those of the independent reading", arguments: 0..<6)
    func goldens(place: Int) throws {
        let model =
            try place < 5
            ? RotaryModel(RotaryModel.sizes[place])
            : RotaryModel((128, 4, 2, 128, 256), weightMagnitude: 1 << 16)
        let ids = (0..<40).map { Int32(($0 * 91 + 5) % 200) }
        for backend in Self.backends {
            let result = try Transformer(weights: model.weights, backend: backend)
                .forward(batch: [ids], keepsResiduals: true)
            var hasher = SHA256Hasher()
            for row in result.rows[0].joined() { hasher.update(littleEndian: row[...]) }
            hasher.update(littleEndian: result.residuals[0].map(Int64.init)[...])
            #expect(hasher.finalized().text == Self.goldens[place], "\(backend.name)")
        }
    }

    @Test("Weights and gains near their clamps, where those of the pass act")
    func extremes() throws {
        let model = try RotaryModel(
            (128, 4, 2, 128, 256), weightMagnitude: 1 << 16, gainMagnitude: 60_000)
        let reference = Transformer(weights: model.weights, backend: Backends.reference)
        let ids = RotaryModel.batch[5]
        let expected = try reference.forwardByDefinition(ids, keepsResidual: true)
        let acting = ForwardClamp.all(of: reference.architecture).filter {
            expected.ranges[$0].hits > 0
        }
        #expect(
            acting == [
                .queryKeyValue, .query, .key, .attentionOutput, .attentionResidual,
                .gatedActivation, .feedForwardOutput, .feedForwardResidual,
            ])
        for backend in Self.backends {
            let transformer = Transformer(weights: model.weights, backend: backend)
            let result = try transformer.forward(batch: [ids], keepsResiduals: true)
            let isEqual =
                result.rows[0] == expected.rows && result.residuals[0] == expected.residual
                && result.ranges == expected.ranges
            #expect(isEqual, "\(backend.name)")
        }
    }

    /// Readings of every kind: none, one head, heads of two groups, several layers.
    private static let readings: [[[Int]]] = [
        [[0], []], [[1, 3], []], [[], [0, 1, 2, 3]], [[], []], [[1], [1]], [[], [3]],
        [[], [0, 2]],
    ]

    @Test("An early stop reads the same, and nothing else is there", arguments: [0, 3])
    func earlyStop(place: Int) throws {
        let model = try RotaryModel(RotaryModel.sizes[place])
        let reference = Transformer(weights: model.weights, backend: Backends.reference)
        let expected = try zip(RotaryModel.batch, Self.readings).map { ids, readings in
            try zip(reference.forwardByDefinition(ids).rows, readings).map { layer, heads in
                layer.indices.map { heads.contains($0) ? layer[$0] : [] }
            }
        }
        for backend in Self.backends {
            let transformer = Transformer(weights: model.weights, backend: backend)
            for sharesPrefixes in [false, true] {
                for workers in Self.workers {
                    let result = try transformer.forward(
                        batch: RotaryModel.batch, readings: Self.readings,
                        sharesPrefixes: sharesPrefixes, workers: workers)
                    let isEqual = result.rows == expected
                    #expect(isEqual, "\(backend.name), sharing \(sharesPrefixes)")
                }
            }
        }
    }

    @Test("An early stop computes the keys of each group once, and the queries that are read")
    func savings() throws {
        let model = try RotaryModel(RotaryModel.sizes[0])
        let transformer = Transformer(weights: model.weights, backend: Backends.usable[0])
        let ids: [Int32] = [1, 2, 3, 4, 5, 6]
        let both = try transformer.forward(batch: [ids], readings: [[[0, 1], []]])
        #expect(both.multiplyAddCount == (6 + 2) * 128 * 64 + 2 * 6 * 64)
        let apart = try transformer.forward(batch: [ids], readings: [[[1, 2], []]])
        #expect(apart.multiplyAddCount == 2 * (6 + 1) * 128 * 64 + 2 * 6 * 64)
    }

    private final class Recorder: ForwardObserver {
        var outputs: [String: [Int64]] = [:]  // looked up, never iterated

        func looksAt(_ operation: Architectures.Operation) -> Bool { true }

        func observe(
            _ operation: Architectures.Operation, place: Int, sequence: Int,
            _ tensor: ObservedTensor
        ) {
            outputs["\(sequence) \(operation.station)"] = tensor.elements
        }
    }

    @Test("Every operation leaves the definition's tensor", arguments: 0..<5)
    func observed(place: Int) throws {
        let model = try RotaryModel(RotaryModel.sizes[place])
        let reference = Transformer(weights: model.weights, backend: Backends.reference)
        let batch = [RotaryModel.batch[5], RotaryModel.batch[0]]
        let expected = try batch.map { ids in
            let recorder = Recorder()
            _ = try reference.forwardByDefinition(ids, observer: recorder)
            return recorder.outputs
        }
        for backend in Self.backends {
            let recorder = Recorder()
            _ = try Transformer(weights: model.weights, backend: backend)
                .forward(batch: batch, observer: recorder)
            for sequence in batch.indices {
                for operation in reference.architecture.operations {
                    let isEqual =
                        recorder.outputs["\(sequence) \(operation.station)"]
                        == expected[sequence]["0 \(operation.station)"]
                    #expect(isEqual, "\(backend.name), \(operation.station)")
                }
            }
        }
    }

    @Test("Positions behind the table at hand have their turns, too")
    func longSequence() throws {
        let model = try RotaryModel((64, 1, 1, 64, 16), layerCount: 1)
        let ids = (0..<300).map { Int32($0 * 7 % 200) }
        let expected = try Transformer(weights: model.weights, backend: Backends.reference)
            .forwardByDefinition(ids).rows
        for backend in Self.backends {
            let result = try Transformer(weights: model.weights, backend: backend).forward(ids)
            #expect(result.rows == expected, "\(backend.name)")
        }
    }

    @Test("A token follows by the RMSNorm and the tied embedding")
    func nextToken() throws {
        let model = try RotaryModel(RotaryModel.sizes[0])
        let transformer = Transformer(weights: model.weights, backend: Backends.usable[0])
        let gain = model.weights["h.0.ln_1.g"]
        let head = OutputHead(gain: gain, bias: nil, of: transformer)
        let ids: [Int32] = [5, 6, 7]
        let residual = try transformer.forwardByDefinition(ids, keepsResidual: true).residual
        let width = transformer.shape.width
        let norm = IntegerMatrix(
            rows: 1, columns: width, elements: residual.suffix(width).map(Int64.init)
        ).rootNormalized(gain: gain).elements
        let table = model.weights["wte"].elements
        let scores = (0..<transformer.shape.vocabularyCount).map { id in
            (0..<width).reduce(Int64(0)) {
                $0 + (min(max(norm[$1], -1 << 28), 1 << 28) + 8) >> 4
                    * Int64(min(max(table[id * width + $1], -1 << 22), 1 << 22))
            }
        }
        let best = try #require(scores.firstIndex(of: scores.max() ?? 0))
        #expect(try transformer.nextToken(after: ids, head: head) == Int32(best))
    }
}
