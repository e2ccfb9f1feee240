import Architectures
import Checkpoints
import Foundation
import Inference
import Tensors
import TestSupport
import Testing

/// Offsets into the embedding, and the residual that comes out of the last layer.
@Suite("Offsets and residuals")
struct OffsetTests {
    private static let weights: Result<IntegerWeights, any Error> = Result {
        try Checkpoint.load(folder: Vectors.house.appending(path: "Models/glyph-nano").path).weights
    }

    private static let backends = Backends.usable + [Backends.emulatedTiles]

    private static let batch: [[Int32]] = [
        [5, 6, 7, 8, 9], [5, 6, 7, 8, 9], [2000], (0..<33).map { Int32($0 * 91 % 3072) },
    ]

    private static let workers = [
        Workers.alone, Workers(count: 3) { body in [2, 0, 1].forEach(body) },
    ]

    private func transformer(_ backend: any ExactGEMM) throws -> Transformer {
        Transformer(weights: try Self.weights.get(), backend: backend)
    }

    /// What a pass by definition shows of its last layer.
    private final class LastResidual: ForwardObserver {
        let station: Station
        var elements: [Int64] = []

        init(layerCount: Int) {
            station = Station(layer: layerCount - 1, .feedForwardResidual)
        }

        func looksAt(_ operation: Architectures.Operation) -> Bool { operation.station == station }

        func observe(
            _ operation: Architectures.Operation, place: Int, sequence: Int,
            _ tensor: ObservedTensor
        ) {
            elements = tensor.elements
        }
    }

    @Test("Offsets of zero change nothing, on any backend")
    func zero() throws {
        for backend in Self.backends {
            let transformer = try transformer(backend)
            let zeros = Self.batch.map {
                [Int32](repeating: 0, count: $0.count * transformer.shape.width)
            }
            let plain = try transformer.forward(batch: Self.batch, keepsResiduals: true)
            let offset = try transformer.forward(
                batch: Self.batch, offsets: zeros, keepsResiduals: true)
            #expect(offset.rows == plain.rows, "\(backend.name)")
            #expect(offset.residuals == plain.residuals, "\(backend.name)")
            #expect(offset.ranges == plain.ranges, "\(backend.name)")
            #expect(plain.residuals.map(\.count) == zeros.map(\.count))
            #expect(try transformer.forward(batch: Self.batch).residuals.isEmpty)
        }
    }

    @Test(
        "Rows, residuals and ranges with offsets are those of the definition, up to any 32 bits",
        arguments: [1 << 15, Int(Int32.max)])
    func definition(magnitude: Int) throws {
        var generator = SeededGenerator(seed: 11)
        let reference = try transformer(Backends.reference)
        let offsets = Self.batch.map { ids in
            (0..<ids.count * reference.shape.width).map { _ in
                Int32(Int.random(in: -magnitude - 1...magnitude, using: &generator))
            }
        }
        var ranges = ForwardRanges()
        let expected = try zip(Self.batch, offsets).map { ids, offsets in
            let observer = LastResidual(layerCount: reference.shape.layerCount)
            let result = try reference.forwardByDefinition(
                ids, offsets: offsets, keepsResidual: true, observer: observer)
            #expect(result.residual.map(Int64.init) == observer.elements)
            ranges.merge(result.ranges)
            return result
        }
        let isClamped = ranges[.embedding].hits > 0
        #expect(isClamped == (magnitude > 1 << 28), "seed 11")
        for product in ForwardProduct.all(of: reference.architecture) {
            let bound = product.bound(reference.architecture)
            #expect(ranges[product] > 0 && ranges[product] <= bound, "\(product), seed 11")
        }
        // Two sequences of the same tokens have nothing in common.
        #expect(expected[0].residual != expected[1].residual)
        for backend in Self.backends {
            let transformer = try transformer(backend)
            for workers in Self.workers {
                let result = try transformer.forward(
                    batch: Self.batch, offsets: offsets, keepsResiduals: true, workers: workers)
                #expect(result.rows == expected.map(\.rows), "\(backend.name), seed 11")
                #expect(result.residuals == expected.map(\.residual), "\(backend.name), seed 11")
                #expect(result.ranges == ranges, "\(backend.name), seed 11")
            }
        }
    }

    @Test("An early stop reads the same rows with offsets")
    func earlyStop() throws {
        let transformer = try transformer(Backends.usable[0])
        let ids: [[Int32]] = [[1, 2, 3], [4, 5]]
        let offsets = ids.map { ids in
            (0..<ids.count * transformer.shape.width).map { Int32($0 * 7919 % 65536 - 32768) }
        }
        let all = try transformer.forward(batch: ids, offsets: offsets).rows
        let read = try transformer.forward(
            batch: ids, readings: [[[1], [], [], []], [[], [], [0], []]], offsets: offsets
        ).rows
        #expect(read[0][0][1] == all[0][0][1])
        #expect(read[1][2][0] == all[1][2][0])
    }

    // Until a thread is free to hear that a child has ended, the wait for it takes a whole core.
    @Test(
        "Shared prefixes with offsets, and residuals of an early stop, trap",
        .enabled(if: Thoroughness.isThorough, "\(Thoroughness.skipNote)"))
    func traps() async {
        // That the model loads there: the failures below are not of that.
        await #expect(processExitsWith: .success) {
            _ = try OffsetTests().transformer(Backends.usable[0])
        }
        await #expect(processExitsWith: .failure) {
            let transformer = try OffsetTests().transformer(Backends.usable[0])
            let offsets = [Int32](repeating: 0, count: transformer.shape.width)
            _ = try transformer.forward(batch: [[1]], sharesPrefixes: true, offsets: [offsets])
        }
        await #expect(processExitsWith: .failure) {
            let transformer = try OffsetTests().transformer(Backends.usable[0])
            _ = try transformer.forward(
                batch: [[1]], readings: [[[0], [], [], []]], keepsResiduals: true)
        }
    }
}
