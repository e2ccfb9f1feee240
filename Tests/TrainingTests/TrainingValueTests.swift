import Cryptography
import TestSupport
import Testing
import Training

@Suite("Values of training, and their bounds")
struct TrainingValueTests {
    @Test("Shapes and plans outside their bounds are refused, the ends are not")
    func bounds() throws {
        for count in [Int.min, -1, 0, 257, Int.max] {
            for index in 0..<3 {
                var counts = [1, 256, 2]
                counts[index] = count
                #expect(throws: TrainingError.self) {
                    try TrainingShape(
                        inputCount: counts[0], hiddenCount: counts[1], classCount: counts[2])
                }
            }
        }
        let shape = try TrainingShape(inputCount: 256, hiddenCount: 256, classCount: 256)
        func plan(_ b: Int, _ k: Int, _ t: Int) throws {
            _ = try TrainingPlan(shape: shape, batchShift: b, rateShift: k, stepCount: t)
        }
        try plan(0, 1, 1)
        try plan(8, -7, 1 << 20)
        try plan(8, 32, 1)
        for (b, k, t) in [
            (-1, 3, 1), (9, 0, 1), (0, 0, 1), (8, -8, 1), (8, 33, 1), (0, .max, 1), (0, .min, 1),
            (0, 1, 0), (0, 1, 1 << 20 + 1),
        ] {
            #expect(throws: TrainingError.self, "\(b) \(k) \(t)") { try plan(b, k, t) }
        }
    }

    @Test("Weights go to bytes and back; other lengths and weights beyond ±2^23 are refused")
    func weights() throws {
        var generator = SeededGenerator(seed: 76)
        let shape = try TrainingShape(inputCount: 3, hiddenCount: 4, classCount: 2)
        let weights = try TrainingCases.weights(shape, .ends, &generator)
        let bytes = weights.bytes
        #expect(bytes.count == shape.weightByteCount && shape.weightCount == 26)
        #expect(try TrainingWeights(shape: shape, bytes: bytes) == weights)
        #expect(TrainingWeights.hash(shape: shape, bytes: bytes) == weights.hash)
        #expect(
            throws: TrainingError.byteCount(name: "weights", expected: 104, got: 103)
        ) { try TrainingWeights(shape: shape, bytes: Array(bytes.dropLast())) }
        for value in [Int32.min, -(1 << 23) - 1, 1 << 23 + 1, .max] {
            for index in [0, 11, 12, 16, 24, 25] {
                var changed = bytes
                for place in 0..<4 {
                    changed[index * 4 + place] = UInt8(truncatingIfNeeded: value >> (place * 8))
                }
                #expect(
                    throws: TrainingError.weightRange(index: index, value: value, max: 1 << 23)
                ) { try TrainingWeights(shape: shape, bytes: changed) }
            }
        }
    }

    @Test("The hash of weights covers their shape")
    func hashes() throws {
        let bytes = [UInt8](repeating: 0, count: 4 * 9)
        let wide = try TrainingShape(inputCount: 2, hiddenCount: 2, classCount: 1)
        let high = try TrainingShape(inputCount: 1, hiddenCount: 2, classCount: 1)
        #expect(
            TrainingWeights.hash(shape: wide, bytes: bytes)
                != TrainingWeights.hash(shape: high, bytes: bytes))
    }

    @Test("Chunks of parts of samples, of no sample, or with labels of no class are refused")
    func chunks() throws {
        func chunk(_ bytes: [UInt8]) throws -> TrainingChunk {
            try TrainingChunk(inputCount: 2, classCount: 3, bytes: bytes)
        }
        let whole = try chunk([1, 2, 0, 3, 4, 2])
        #expect(whole.sampleCount == 2 && whole.label(1) == 2 && Array(whole.input(1)) == [3, 4])
        for bytes: [UInt8] in [[], [1], [1, 2], [1, 2, 0, 3], [1, 2, 3], [1, 2, 0, 3, 4, 255]] {
            #expect(throws: TrainingError.self, "\(bytes)") { try chunk(bytes) }
        }
        #expect(throws: TrainingError.label(sample: 1, value: 3, classCount: 3)) {
            try chunk([0, 0, 0, 9, 9, 3])
        }
        let other = try TrainingShape(inputCount: 2, hiddenCount: 1, classCount: 4)
        #expect(throws: TrainingError.self) { try whole.check(other) }
        #expect(whole.hash != (try chunk([1, 2, 0, 3, 4, 1])).hash)
    }

    @Test("Draws are the words of digests, big-endian, and skip those that favour a number")
    func draws() {
        let seed = Digests.sha256([7])
        var words = TrainingDraw(tag: "batch", seed: seed, number: 1 << 40)
        var expected: [UInt32] = []
        for block: UInt8 in 0..<3 {
            let prefix = Array("glyphlab/learning/1/batch".utf8) + [0] + seed.bytes
            let digest = Digests.sha256(prefix + [0, 0, 1, 0, 0, 0, 0, 0] + [0, 0, 0, block])
            for start in stride(from: 0, to: 32, by: 4) {
                expected.append(digest.bytes[start..<start + 4].reduce(0) { $0 << 8 | UInt32($1) })
            }
        }
        #expect(expected.map { _ in words.word() } == expected)
        // A modulus just above 2^31 accepts about half of all words.
        let modulus = 1 << 31 + 1
        var numbers = TrainingDraw(tag: "batch", seed: seed, number: 1 << 40)
        let accepted = expected.filter { $0 < modulus }.map { Int($0) % modulus }
        #expect(!accepted.isEmpty && accepted.count < expected.count)
        #expect(accepted.map { _ in numbers.number(below: modulus) } == accepted)
        var all = TrainingDraw(tag: "batch", seed: seed, number: 1 << 40)
        #expect(all.number(below: 1 << 32) == Int(expected[0]))
        #expect(all.number(below: 1) == 0)
    }

    @Test("A step's losses are of the probabilities before it, and a run keeps them")
    func losses() throws {
        let run = try TrainingCases.run(stepCount: 3)
        var steps: [Int] = []
        var kept: [Int] = []
        let history = try run.trained(keepingOutputsOf: 1..<2) { step, result in
            steps.append(step)
            if !result.outputs.isEmpty { kept.append(step) }
        }
        #expect(steps == [0, 1, 2] && kept == [1])
        #expect(history.weightHashes.count == 4 && history.losses.count == 3)
        #expect(history.end.hash == history.weightHashes[3])
        let again = try run.executed(step: 1, from: run.weights(after: 1))
        #expect(again.weights.hash == history.weightHashes[2])
        #expect(again.loss == history.losses[1])
        #expect(again.outputs.count == TrainingOperation.allCases.count)
    }

    @Test("Weights and chunks of another shape than the plan's are refused")
    func shapes() throws {
        let run = try TrainingCases.run(stepCount: 1)
        let other = try TrainingShape(inputCount: 6, hiddenCount: 4, classCount: 3)
        let weights = TrainingWeights(shape: other, name: "other")
        #expect(throws: TrainingError.self) {
            try TrainingRun(plan: run.plan, seed: run.seed, chunk: run.chunk, start: weights)
        }
        #expect(throws: TrainingError.self) {
            try run.executed(step: 0, from: weights)
        }
        let narrow = try TrainingChunk(inputCount: 5, classCount: 3, bytes: [1, 2, 3, 4, 5, 0])
        #expect(throws: TrainingError.self) {
            try TrainingAudit(plan: run.plan, seed: run.seed, chunk: narrow, trace: run.seed)
        }
    }
}
