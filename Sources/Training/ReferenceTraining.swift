internal import Classifiers
internal import Tensors

/// The step as its page defines it, one number at a time: no speed is asked here, and every
/// operation on a number that could leave int64 would trap.
///
/// **Source:** the design page of proof of learning, section 8.
struct ReferenceTraining {
    let weights: TrainingWeights
    let chunk: TrainingChunk
    let samples: [Int]

    private var shape: TrainingShape { weights.shape }
    private var batchCount: Int { samples.count }

    /// - Parameter shift: b + k of the plan.
    func result(shift: Int64, keepingOutputs: Bool) -> TrainingStepResult {
        let a = hiddenSums()
        let r = a.map { max($0, 0) }
        let z = logits(r)
        let p = probabilities(z)
        let g = gradients(p)
        let q = hiddenGradients(a, g)
        let outputSums = outputSums(g, r)
        let outputBiasSums = columnSums(g, shape.classCount)
        let inputSums = inputSums(q)
        let hiddenBiasSums = columnSums(q, shape.hiddenCount)
        let hidden = updated(weights.hidden, inputSums, shift: 7 + shift)
        let hiddenBias = updated(weights.hiddenBias, hiddenBiasSums, shift: shift)
        let output = updated(weights.output, outputSums, shift: 16 + shift)
        let outputBias = updated(weights.outputBias, outputBiasSums, shift: shift)
        let elements: [TrainingOperation: [Int64]] = [  // looked up, never iterated
            .hiddenSums: a, .activations: r, .logits: z, .probabilities: p, .gradients: g,
            .hiddenGradients: q, .outputSums: outputSums, .outputBiasSums: outputBiasSums,
            .hiddenSumsOfInputs: inputSums, .hiddenBiasSums: hiddenBiasSums,
            .hidden: hidden.map(Int64.init), .hiddenBias: hiddenBias.map(Int64.init),
            .output: output.map(Int64.init), .outputBias: outputBias.map(Int64.init),
        ]
        return TrainingStepResult(
            weights: TrainingWeights(
                clamped: shape, hidden: hidden, hiddenBias: hiddenBias, output: output,
                outputBias: outputBias),
            loss: loss(p),
            outputs: !keepingOutputs
                ? []
                : TrainingOperation.allCases.map { operation in
                    let size = operation.size(shape, batchCount: batchCount)
                    return TrainingOutput(
                        operation: operation, rows: size.rows, columns: size.columns,
                        elements: elements[operation, default: []])
                })
    }

    // MARK: Forward

    /// The layers that evaluate a sample; their sums state their bounds.
    private var model: ClassifierModel {
        ClassifierModel(
            inputCount: shape.inputCount, hiddenCount: shape.hiddenCount,
            classCount: shape.classCount, hidden: weights.hidden, hiddenBias: weights.hiddenBias,
            output: weights.output, outputBias: weights.outputBias)
    }

    /// a [B, H] = clamp(b1 + rs(W1·(x − 128), 7), ±2^28).
    private func hiddenSums() -> [Int64] {
        let model = model
        return samples.flatMap { model.hiddenSums(chunk.input($0)) }
    }

    /// z [B, C] = clamp(b2 + rs(W2·r, 16), ±2^28).
    private func logits(_ r: [Int64]) -> [Int64] {
        let model = model
        return (0..<batchCount).flatMap { row in
            model.logits(Array(r[row * shape.hiddenCount..<(row + 1) * shape.hiddenCount]))
        }
    }

    /// p [B, C] = softmaxQ16 of each row.
    private func probabilities(_ z: [Int64]) -> [Int64] {
        (0..<batchCount).flatMap { row in
            ClassifierModel.probabilities(
                Array(z[row * shape.classCount..<(row + 1) * shape.classCount]))
        }
    }

    private func loss(_ p: [Int64]) -> Int64 {
        samples.enumerated().reduce(0) { sum, one in
            let (row, sample) = one
            return sum
                + ClassifierLoss.loss(
                    probability: p[row * shape.classCount + chunk.label(sample)])
        }
    }

    // MARK: Backward

    /// g [B, C] = p − ONE·[c = y]. **Bounds:** |g| ≤ 2^16, and a row's sum of |g| ≤ 2^17, since the
    /// probabilities of a row sum to 2^16 at most.
    private func gradients(_ p: [Int64]) -> [Int64] {
        var g = p
        for (row, sample) in samples.enumerated() {
            g[row * shape.classCount + chunk.label(sample)] -= FixedPoint.one
        }
        return g
    }

    /// q [B, H] = rs(W2ᵀ·g, 16) where a > 0, else 0.
    ///
    /// **Bounds:** |W2ᵀ·g| ≤ 2^23 · 2^17 = 2^40, so |q| ≤ 2^24.
    private func hiddenGradients(_ a: [Int64], _ g: [Int64]) -> [Int64] {
        (0..<batchCount).flatMap { row in
            (0..<shape.hiddenCount).map { unit in
                guard a[row * shape.hiddenCount + unit] > 0 else { return 0 }
                var sum: Int64 = 0
                for answer in 0..<shape.classCount {
                    sum +=
                        Int64(weights.output[answer * shape.hiddenCount + unit])
                        * g[row * shape.classCount + answer]
                }
                return FixedPoint.roundShift(sum, 16)
            }
        }
    }

    // MARK: Sums over the batch

    /// G2 [C, H] = Σ g·r. **Bounds:** 256 · 2^16 · 2^28 = 2^52.
    private func outputSums(_ g: [Int64], _ r: [Int64]) -> [Int64] {
        (0..<shape.classCount).flatMap { answer in
            (0..<shape.hiddenCount).map { unit in
                (0..<batchCount).reduce(0) { sum, row in
                    sum + g[row * shape.classCount + answer] * r[row * shape.hiddenCount + unit]
                }
            }
        }
    }

    /// G1 [H, D] = Σ q·(x − 128). **Bounds:** 256 · 2^24 · 2^7 = 2^39.
    private func inputSums(_ q: [Int64]) -> [Int64] {
        var sums = [Int64](repeating: 0, count: shape.hiddenCount * shape.inputCount)
        for (row, sample) in samples.enumerated() {
            let x = chunk.input(sample).map { Int64($0) - 128 }
            for unit in 0..<shape.hiddenCount {
                let gradient = q[row * shape.hiddenCount + unit]
                for (index, value) in x.enumerated() {
                    sums[unit * shape.inputCount + index] += gradient * value
                }
            }
        }
        return sums
    }

    /// g2 [C] and g1 [H]: the sums of the columns. **Bounds:** 256 · 2^24 = 2^32.
    private func columnSums(_ elements: [Int64], _ columnCount: Int) -> [Int64] {
        (0..<columnCount).map { column in
            (0..<batchCount).reduce(0) { $0 + elements[$1 * columnCount + column] }
        }
    }

    // MARK: Update

    /// Weights − rs(sums, shift), clamped to ±2^23.
    ///
    /// **Bounds:** |sum| ≤ 2^52 and 1 ≤ shift ≤ 16 + 40, so the half that is added is 2^55 at most.
    private func updated(_ weights: [Int32], _ sums: [Int64], shift: Int64) -> [Int32] {
        zip(weights, sums).map { weight, sum in
            Int32(
                ClassifierModel.clamped(
                    Int64(weight) - FixedPoint.roundShift(sum, shift),
                    to: Int64(TrainingShape.weightMax)))
        }
    }

    // MARK: Evaluation

    /// The samples' losses and right answers, without a step.
    func evaluation() -> TrainingEvaluation {
        let z = logits(hiddenSums().map { max($0, 0) })
        let correctCount = zip(answers(z), samples).count { $0 == chunk.label($1) }
        return TrainingEvaluation(
            sampleCount: batchCount, correctCount: correctCount, loss: loss(probabilities(z)))
    }

    /// Each sample's class of the largest logit, of equal ones the first.
    func answers() -> [Int] { answers(logits(hiddenSums().map { max($0, 0) })) }

    private func answers(_ z: [Int64]) -> [Int] {
        (0..<batchCount).map { row in
            let logits = z[row * shape.classCount..<(row + 1) * shape.classCount]
            var best = logits.startIndex
            for index in logits.indices where logits[index] > logits[best] { best = index }
            return best - logits.startIndex
        }
    }
}
