internal import Tensors

/// A classifier with one hidden layer, as its page defines it, one number at a time: no speed is
/// asked here, and every operation on a number that could leave int64 would trap.
///
/// **Shapes:** `hidden` W1 [H, D], `hiddenBias` b1 [H], `output` W2 [C, H], `outputBias` b2 [C],
/// row-major int32; a bias that is nil is zero. **Units:** Q16. **Bounds:** all weights and biases
/// within ±2^23; and D, H, C at most 256 each, or else D, C ≤ 2^14, HD + CH ≤ 2^14 and no biases.
/// Either way no sum leaves int64; each states its own bound.
/// **Source:** the design page of proof of learning, section 8; of the hybrid chain, section 7.
package struct ClassifierModel: Sendable {
    /// The clamp of weights and biases, Q16: ±2^23.
    package static let weightMax: Int32 = 1 << 23
    /// The clamp of hidden sums and logits, Q16: ±2^28.
    package static let activationMax: Int32 = 1 << 28

    private let inputCount: Int
    private let hiddenCount: Int
    private let classCount: Int
    private let hidden: [Int32]
    private let hiddenBias: [Int32]?
    private let output: [Int32]
    private let outputBias: [Int32]?

    /// **Precondition:** the counts are those of the shape, in the bounds above.
    package init(
        inputCount: Int, hiddenCount: Int, classCount: Int, hidden: [Int32],
        hiddenBias: [Int32]? = nil, output: [Int32], outputBias: [Int32]? = nil
    ) {
        precondition(
            hidden.count == hiddenCount * inputCount && output.count == classCount * hiddenCount
                && (hiddenBias?.count ?? hiddenCount) == hiddenCount
                && (outputBias?.count ?? classCount) == classCount,
            "counts of another shape than D=\(inputCount) H=\(hiddenCount) C=\(classCount)")
        self.inputCount = inputCount
        self.hiddenCount = hiddenCount
        self.classCount = classCount
        self.hidden = hidden
        self.hiddenBias = hiddenBias
        self.output = output
        self.outputBias = outputBias
    }

    /// a [H] = clamp(b1 + rs(W1·(x − 128), 7), ±2^28) of a sample's bytes.
    ///
    /// **Precondition:** D bytes.
    /// **Bounds:** |W1·(x − 128)| ≤ 2^14 · 2^23 · 2^7 = 2^44.
    package func hiddenSums(_ input: ArraySlice<UInt8>) -> [Int64] {
        precondition(input.count == inputCount, "\(input.count) inputs for \(inputCount)")
        let x = input.map { Int64($0) - 128 }
        return (0..<hiddenCount).map { unit in
            let start = unit * inputCount
            var sum: Int64 = 0
            for (index, value) in x.enumerated() { sum += Int64(hidden[start + index]) * value }
            return Self.clamped(
                Int64(hiddenBias?[unit] ?? 0) + FixedPoint.roundShift(sum, 7),
                to: Int64(Self.activationMax))
        }
    }

    /// z [C] = clamp(b2 + rs(W2·r, 16), ±2^28) of r = max(a, 0).
    ///
    /// **Precondition:** r is that of ``hiddenSums(_:)``.
    /// **Bounds:** with H ≤ 256, |W2·r| ≤ 256 · 2^23 · 2^28 = 2^59. With HD ≤ 2^14 and no b1,
    /// r ≤ D · 2^23 (a sum of at most D · 2^23 · 2^7, shifted by 7), so
    /// |W2·r| ≤ HD · 2^23 · 2^23 ≤ 2^60.
    package func logits(_ r: [Int64]) -> [Int64] {
        (0..<classCount).map { answer in
            let start = answer * hiddenCount
            var sum: Int64 = 0
            for unit in 0..<hiddenCount { sum += Int64(output[start + unit]) * r[unit] }
            return Self.clamped(
                Int64(outputBias?[answer] ?? 0) + FixedPoint.roundShift(sum, 16),
                to: Int64(Self.activationMax))
        }
    }

    /// z [C] of a sample's bytes. **Precondition:** D bytes.
    package func logits(of input: ArraySlice<UInt8>) -> [Int64] {
        logits(hiddenSums(input).map { max($0, 0) })
    }

    /// p [C] = softmaxQ16 of a row of logits.
    ///
    /// **Bounds:** |z| ≤ 2^28, its differences ≤ 2^29; C ≤ 2^14, so the sum of e is at most 2^30.
    package static func probabilities(_ z: [Int64]) -> [Int64] {
        IntegerMatrix(rows: 1, columns: z.count, elements: z).softmaxed().elements
    }

    /// The loss of a sample. **Precondition:** D bytes; 0 ≤ label < C.
    package func loss(of input: ArraySlice<UInt8>, label: Int) -> Int64 {
        ClassifierLoss.loss(probability: Self.probabilities(logits(of: input))[label])
    }

    /// The number, at least −bound and at most bound.
    package static func clamped(_ value: Int64, to bound: Int64) -> Int64 {
        min(max(value, -bound), bound)
    }
}
