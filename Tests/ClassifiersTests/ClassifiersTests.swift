import Classifiers
import Cryptography
import Tensors
import Testing

@Suite("The shared classifier: its loss, its drawn words, its sums")
struct ClassifiersTests {
    @Test("The loss falls from 16 to 0 as the probability rises, exactly at powers of two")
    func loss() {
        #expect(ClassifierLoss.loss(probability: 0) == 1 << 20)
        var last = ClassifierLoss.greatest
        for probability in Int64(1)...1 << 16 {
            let loss = ClassifierLoss.loss(probability: probability)
            #expect((0...last).contains(loss), "\(probability)")
            last = loss
        }
        for shift in Int64(0)...30 { #expect(ClassifierLoss.log2(1 << shift) == shift << 16) }
        for value in Int64(1)..<1 << 12 {
            // Twice the number has the same mantissa.
            #expect(ClassifierLoss.log2(2 * value) == ClassifierLoss.log2(value) + 1 << 16)
        }
        #expect(ClassifierLoss.log2(1 << 31 - 1) < 31 << 16)
    }

    /// Sixteen digits by squaring in 128 bits, cut to 30 after the point as the definition says.
    @Test("The logarithm's digits are those of numbers twice as wide")
    func digits() {
        for value in Int64(1)...1 << 16 {
            let bits = Int64(63 - value.leadingZeroBitCount)
            var mantissa = UInt128(value) << UInt128(30 - bits)
            var digits: Int64 = 0
            for place in stride(from: Int64(15), through: 0, by: -1) {
                mantissa = mantissa * mantissa / (1 << 30)
                if mantissa / (1 << 31) > 0 {
                    mantissa /= 2
                    digits += 1 << place
                }
            }
            #expect(ClassifierLoss.log2(value) == bits * 65536 + digits, "\(value)")
        }
    }

    @Test(
        "Words are those of digests of a prefix and a counter, big-endian; weights their low bits")
    func words() {
        let prefix = Array("a domain".utf8)
        var hasher = SHA256Hasher()
        hasher.update(prefix)
        var words = CountedWords(prefix: hasher)
        var weights = words
        var expected: [UInt32] = []
        for block: UInt8 in 0..<4 {
            let bytes = Digests.sha256(prefix + [0, 0, 0, block]).bytes
            for start in stride(from: 0, to: 32, by: 4) {
                expected.append(bytes[start..<start + 4].reduce(0) { $0 * 256 + UInt32($1) })
            }
        }
        #expect(expected.map { _ in words.word() } == expected)
        #expect(weights.firstWeights(32) == expected.map { Int32($0 % 8192) - 4096 })
    }

    // MARK: Sums

    /// The definition in 128 bits: whether a sum would have left 64 shows.
    private func logits(
        _ input: [UInt8], _ hidden: [Int32], _ hiddenBias: [Int32], _ output: [Int32],
        _ outputBias: [Int32]
    ) -> [Int64] {
        func shifted(_ sum: Int128, _ shift: Int128, _ bias: Int32) -> Int128 {
            min(max(Int128(bias) + (sum + 1 << (shift - 1)) >> shift, -(1 << 28)), 1 << 28)
        }
        let r = hiddenBias.indices.map { unit in
            let sum = input.indices.reduce(Int128(0)) {
                $0 + Int128(hidden[unit * input.count + $1]) * (Int128(input[$1]) - 128)
            }
            #expect(sum.magnitude <= 1 << 44)
            return max(shifted(sum, 7, hiddenBias[unit]), 0)
        }
        return outputBias.indices.map { answer in
            let sum = r.indices.reduce(Int128(0)) {
                $0 + Int128(output[answer * r.count + $1]) * r[$1]
            }
            #expect(sum.magnitude <= 1 << 60)
            return Int64(shifted(sum, 16, outputBias[answer]))
        }
    }

    @Test(
        "The widest sums of the greatest weights fit",
        arguments: [
            (256, 256, 256, true), (16_383, 1, 1, false), (1, 8_192, 1, false),
            (1, 1, 16_383, false), (64, 128, 64, false), (2, 4_096, 2, false), (32, 481, 2, false),
        ])
    func extremes(_ d: Int, _ h: Int, _ c: Int, _ hasBiases: Bool) {
        let most = ClassifierModel.weightMax
        for (sign, byte, bias) in [
            (Int32(1), UInt8(0), -most), (-1, 0, most), (1, 255, most), (-1, 255, -most),
        ] {
            let hidden = [Int32](repeating: sign * most, count: h * d)
            let hiddenBias = [Int32](repeating: hasBiases ? bias : 0, count: h)
            let outputBias = [Int32](repeating: hasBiases ? -bias : 0, count: c)
            let input = [UInt8](repeating: byte, count: d)
            for output in [most, -most] {
                let output = [Int32](repeating: output, count: c * h)
                let model = ClassifierModel(
                    inputCount: d, hiddenCount: h, classCount: c, hidden: hidden,
                    hiddenBias: hasBiases ? hiddenBias : nil, output: output,
                    outputBias: hasBiases ? outputBias : nil)
                let z = model.logits(of: input[...])
                #expect(z == logits(input, hidden, hiddenBias, output, outputBias))
                let p = ClassifierModel.probabilities(z)
                #expect(p.allSatisfy { (0...1 << 16).contains($0) } && p.reduce(0, +) <= 1 << 16)
                #expect((0...1 << 20).contains(model.loss(of: input[...], label: c - 1)))
            }
        }
    }
}
