import Training
import TrainingDisputes

/// A step of the page's text in plain integers, written apart from the room's: where a fault must
/// appear first. Probabilities are taken from the honest step, since until something differs they
/// are the same.
struct PlainStep {
    private let run: TrainingRun
    private let p: [Int]
    private let before: [[Int]]

    init(run: TrainingRun, honest: StepValues) {
        self.run = run
        p = honest[.probabilities].map { Int($0) }
        before = StepTensor.before.map { honest[$0].map { Int($0) } }
    }

    /// The first difference of a step with the fault from the honest one: the tensor's name, the
    /// place, the right and the wrong value.
    func firstDifference(
        _ fault: TrainingFault
    ) -> (name: String, element: Int, right: Int, wrong: Int)? {
        let honest = tensors(nil)
        let faulty = tensors(fault)
        for (ours, theirs) in zip(honest, faulty) {
            for place in ours.elements.indices where ours.elements[place] != theirs.elements[place]
            {
                return (ours.name, place, ours.elements[place], theirs.elements[place])
            }
        }
        return nil
    }

    /// Half is added before the shift, but where the fault is a rounding at this place.
    private func rs(_ x: Int, _ s: Int, _ isFloor: Bool) -> Int {
        let half = isFloor ? 0 : 1 << (s - 1)
        return (x + half) >> s
    }

    private func samples(_ step: Int) -> [Int] {
        TrainingDraw.batch(
            seed: run.seed, step: UInt64(step), count: run.plan.batchCount,
            sampleCount: run.chunk.sampleCount)
    }

    private func tensors(_ fault: TrainingFault?) -> [(name: String, elements: [Int])] {
        let (D, H, C) = (
            run.plan.shape.inputCount, run.plan.shape.hiddenCount, run.plan.shape.classCount
        )
        let batchCount = run.plan.batchCount
        let step = fault?.step ?? self.step
        var batch = samples(step)
        var shift = run.plan.batchShift + run.plan.rateShift
        var read = before
        var floor: (StepTensor, Int)?
        switch fault {
        case .weightBit(_, let tensor, let element, let bit):
            read[tensor.rawValue][element] ^= 1 << bit
        case .rounding(_, let tensor, let element): floor = (tensor, element)
        case .sample(_, let place, let sample): batch[place] = sample
        case .order: batch = samples(step + 1)
        case .rate(_, let change): shift += Int(change)
        case nil: break
        }
        func f(_ tensor: StepTensor, _ place: Int) -> Bool {
            floor.map { $0.0 == tensor && $0.1 == place } ?? false
        }
        let (W1, b1, W2, b2) = (read[0], read[1], read[2], read[3])
        let x = batch.map { run.chunk.input($0).map { Int($0) - 128 } }
        let y = batch.map { run.chunk.label($0) }
        func clamp(_ v: Int, _ m: Int) -> Int { v > m ? m : v < -m ? -m : v }
        var a = [Int](), r = [Int](), z = [Int](), g = [Int](), q = [Int]()
        for i in 0..<batchCount {
            for h in 0..<H {
                var sum = 0
                for d in 0..<D { sum += W1[h * D + d] * x[i][d] }
                a.append(clamp(b1[h] + rs(sum, 7, f(.hiddenSums, i * H + h)), 1 << 28))
            }
        }
        for value in a { r.append(value > 0 ? value : 0) }
        for i in 0..<batchCount {
            for c in 0..<C {
                var sum = 0
                for h in 0..<H { sum += W2[c * H + h] * r[i * H + h] }
                z.append(clamp(b2[c] + rs(sum, 16, f(.logits, i * C + c)), 1 << 28))
                g.append(p[i * C + c] - (y[i] == c ? 65536 : 0))
            }
        }
        for i in 0..<batchCount {
            for h in 0..<H {
                var sum = 0
                for c in 0..<C { sum += W2[c * H + h] * g[i * C + c] }
                q.append(a[i * H + h] > 0 ? rs(sum, 16, f(.hiddenGradients, i * H + h)) : 0)
            }
        }
        var outputSums = [Int](repeating: 0, count: C * H), g2 = [Int](repeating: 0, count: C)
        var inputSums = [Int](repeating: 0, count: H * D), g1 = [Int](repeating: 0, count: H)
        for i in 0..<batchCount {
            for c in 0..<C {
                for h in 0..<H { outputSums[c * H + h] += g[i * C + c] * r[i * H + h] }
                g2[c] += g[i * C + c]
            }
            for h in 0..<H {
                for d in 0..<D { inputSums[h * D + d] += q[i * H + h] * x[i][d] }
                g1[h] += q[i * H + h]
            }
        }
        func less(_ w: [Int], _ sums: [Int], _ s: Int, _ tensor: StepTensor) -> [Int] {
            w.indices.map { clamp(w[$0] - rs(sums[$0], s, f(tensor, $0)), 1 << 23) }
        }
        return [
            ("a", a), ("r", r), ("z", z), ("g", g), ("q", q), ("G2", outputSums), ("g2", g2),
            ("G1", inputSums),
            ("g1", g1), ("W1", less(W1, inputSums, 7 + shift, .hidden)),
            ("b1", less(b1, g1, shift, .hiddenBias)),
            ("W2", less(W2, outputSums, 16 + shift, .output)),
            ("b2", less(b2, g2, shift, .outputBias)),
        ]
    }

    /// The step that is honest where no fault says which.
    var step = 0
}
