import Platform
import Tensors
import TestSupport
import Testing
import Training

@Suite("Backends of the integer step")
struct TrainingBackendTests {
    private static let teams = [1, 2, 3].map { count in
        let team = ThreadTeam(count: count)
        return Workers(count: count) { body in team.each(body) }
    }

    /// Every output of every backend, by one thread and by several, against the reference.
    private func expectEqual(_ step: TrainingStep, _ comment: Comment) {
        let expected = TrainingBackends.reference.result(of: step, keepingOutputs: true)
        for backend in TrainingBackends.usable where backend.name != "reference" {
            for workers in Self.teams {
                let kept = backend.result(of: step, keepingOutputs: true, workers: workers)
                #expect(kept == expected, "\(backend.name), \(workers.count) threads: \(comment)")
                let plain = backend.result(of: step, keepingOutputs: false, workers: workers)
                #expect(plain.outputs.isEmpty)
                #expect(plain.weights == expected.weights && plain.loss == expected.loss)
            }
        }
    }

    @Test("All shapes from 1 to 17 in each letter, weights and inputs up to their ends")
    func smallShapes() throws {
        var generator = SeededGenerator(seed: 71)
        for size in 1...17 {
            for (d, h, c) in [
                (size, 3, 2), (5, size, 3), (4, 9, size), (size, size, size), (17, size, 16),
            ] {
                let shape = try TrainingShape(inputCount: d, hiddenCount: h, classCount: c)
                for kind in TrainingCases.Kind.allCases {
                    let b = size % 6
                    let step = try TrainingCases.step(
                        shape, batchShift: b, rateShift: 1 - b + size % 9, kind, &generator)
                    expectEqual(step, "\(shape), b = \(b), \(kind), seed 71")
                }
            }
        }
    }

    @Test("Every rate", arguments: [1, 2, 22, 23, 24, 25, 39, 40])
    func rates(shift: Int) throws {
        var generator = SeededGenerator(seed: 72)
        let shape = try TrainingShape(inputCount: 33, hiddenCount: 18, classCount: 5)
        for kind in TrainingCases.Kind.allCases {
            let step = try TrainingCases.step(
                shape, batchShift: 5, rateShift: shift - 5, kind, &generator)
            expectEqual(step, "b + k = \(shift), \(kind), seed 72")
        }
    }

    @Test(
        "The largest shapes, weights and inputs up to their ends",
        arguments: [(256, 256, 256), (255, 255, 17), (256, 7, 256), (3, 256, 255)])
    func largeShapes(d: Int, h: Int, c: Int) throws {
        var generator = SeededGenerator(seed: 73)
        let shape = try TrainingShape(inputCount: d, hiddenCount: h, classCount: c)
        // The definition takes its time in a build that is not optimised.
        let kinds = isOptimised ? TrainingCases.Kind.allCases : [.ends]
        for kind in kinds {
            let b = isOptimised ? 8 : 3
            let step = try TrainingCases.step(
                shape, batchShift: b, rateShift: 1 - b, kind, &generator)
            expectEqual(step, "\(shape), b = \(b), \(kind), seed 73")
        }
    }

    private var isOptimised: Bool {
        var isDebug = false
        assert(
            {
                isDebug = true
                return true
            }())
        return !isDebug
    }

    @Test("Losses and right answers of more samples than one batch has")
    func evaluation() throws {
        var generator = SeededGenerator(seed: 74)
        let shape = try TrainingShape(inputCount: 19, hiddenCount: 10, classCount: 4)
        for kind in TrainingCases.Kind.allCases {
            let chunk = try TrainingCases.chunk(shape, sampleCount: 600, kind, &generator)
            let weights = try TrainingCases.weights(shape, kind, &generator)
            let expected = TrainingBackends.reference.evaluation(of: weights, on: chunk)
            #expect(expected.sampleCount == 600)
            for backend in TrainingBackends.usable {
                for workers in Self.teams {
                    let whole = backend.evaluation(
                        of: weights, on: chunk, samples: 0..<600, workers: workers)
                    #expect(whole == expected, "\(backend.name), \(kind)")
                    let part = backend.evaluation(
                        of: weights, on: chunk, samples: 37..<600, workers: workers)
                    let rest = backend.evaluation(
                        of: weights, on: chunk, samples: 0..<37, workers: workers)
                    #expect(part.loss + rest.loss == expected.loss)
                    #expect(part.correctCount + rest.correctCount == expected.correctCount)
                }
            }
        }
    }

    @Test("Backends have their names, and the reference is the last")
    func registry() {
        let names = TrainingBackends.usable.map(\.name)
        #expect(names.last == "reference" && names.contains("portable"))
        #expect(names == TrainingBackends.names.filter { names.contains($0) })
        #expect(names.allSatisfy { TrainingBackends.named($0)?.name == $0 })
        #expect(TrainingBackends.named("abacus") == nil)
        #expect(TrainingBackends.fastest.name == names[0])
    }

    @Test("Outputs have their names, their order and their shapes")
    func outputs() throws {
        var generator = SeededGenerator(seed: 75)
        let shape = try TrainingShape(inputCount: 4, hiddenCount: 3, classCount: 2)
        let step = try TrainingCases.step(
            shape, batchShift: 1, rateShift: 2, .usual, &generator)
        let outputs = TrainingBackends.fastest.result(of: step, keepingOutputs: true).outputs
        #expect(
            outputs.map(\.operation.rawValue) == [
                "a", "r", "z", "p", "g", "q", "G2", "g2", "G1", "g1", "W1", "b1", "W2", "b2",
            ])
        #expect(
            outputs.map { [$0.rows, $0.columns] } == [
                [2, 3], [2, 3], [2, 2], [2, 2], [2, 2], [2, 3], [2, 3], [1, 2], [3, 4], [1, 3],
                [3, 4], [1, 3], [2, 3], [1, 2],
            ])
    }
}
