/// The operations as the protocol defines them, one number at a time: no speed is asked here.
struct DefinitionKernels: ElementKernels {
    func layerNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, bias: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount) {
        var h = x.widened.layerNormalized(gain: gain, bias: bias)
        let clamp = h.clamp(to: FixedPoint.activationClamp)
        return (ActivationMatrix(h), clamp)
    }

    func geluActivate(_ x: inout ActivationMatrix, workers: Workers) {
        x = ActivationMatrix(x.widened.geluActivated())
    }

    func add(_ branch: ActivationMatrix, to x: inout ActivationMatrix) -> ClampCount {
        var sum = x.widened + branch.widened
        let clamp = sum.clamp(to: FixedPoint.activationClamp)
        x = ActivationMatrix(sum)
        return clamp
    }

    func attention(_ job: AttentionJob, workers: Workers) -> AttentionResult {
        var result = AttentionResult(
            multiplyAddCount: job.multiplyAddCount,
            output: ActivationMatrix(rows: job.fullNodeCount, columns: job.width),
            rows: [Int32](repeating: 0, count: job.rowElementCount),
            rowScores: [Int64](repeating: 0, count: job.keepsScores ? job.rowElementCount : 0),
            rowOffsets: job.rowOffsets, counts: job.paths.counts)
        for head in 0..<job.headCount {
            let column = head * TransformerShape.headWidth
            let keys = operands(
                job, job.width + column, FixedPoint.queryKeyClamp, &result.range.key)
            let values = operands(
                job, 2 * job.width + column, FixedPoint.activationClamp, &result.range.value)
            for node in 0..<job.qkv.rows {
                let isFull = node < job.fullNodeCount
                guard isFull || job.isRead[node] && job.readHeads.contains(head) else { continue }
                let query = operand(
                    job, node, column, FixedPoint.queryKeyClamp, &result.range.query)
                let path = job.paths.path(of: node).map(Int.init)
                let scores = scores(query, path.map { keys[$0] }, &result.range)
                let row = scores.softmaxed().elements.map { Int32($0) }
                if job.isRead[node] {
                    let start = result.rowOffsets[node] + head * path.count
                    let places = start..<start + path.count
                    result.rows.replaceSubrange(places, with: row)
                    if job.keepsScores {
                        result.rowScores.replaceSubrange(places, with: scores.elements)
                    }
                }
                guard isFull else { continue }
                let output = mixed(row, path.map { values[$0] }, &result.range)
                let start = node * job.width + column
                result.output.elements.replaceSubrange(start..<start + output.count, with: output)
            }
        }
        return result
    }

    private func operands(
        _ job: AttentionJob, _ column: Int, _ clamp: Int64, _ count: inout ClampCount
    ) -> [[Int64]] {
        (0..<job.qkv.rows).map { operand(job, $0, column, clamp, &count) }
    }

    /// Clamped and brought to Q12. [D]
    private func operand(
        _ job: AttentionJob, _ node: Int, _ column: Int, _ clamp: Int64, _ count: inout ClampCount
    ) -> [Int64] {
        let start = node * job.qkv.columns + column
        var part = IntegerMatrix(
            rows: 1, columns: TransformerShape.headWidth,
            elements: job.qkv.elements[start..<start + TransformerShape.headWidth].map(Int64.init))
        count.merge(part.clamp(to: clamp))
        return part.roundShifted(by: 4).elements
    }

    /// roundShift(q · k, 11): [1, T]
    private func scores(
        _ query: [Int64], _ keys: [[Int64]], _ range: inout AttentionRange
    ) -> IntegerMatrix {
        let sums = keys.map { key in zip(query, key).reduce(0) { $0 + $1.0 * $1.1 } }
        range.scoreMagnitudeMax = sums.reduce(range.scoreMagnitudeMax) { max($0, abs($1)) }
        return IntegerMatrix(rows: 1, columns: sums.count, elements: sums)
            .roundShifted(by: 11)
    }

    /// roundShift(p · V, 12): [D]
    private func mixed(
        _ row: [Int32], _ values: [[Int64]], _ range: inout AttentionRange
    ) -> [Int32] {
        var sums = [Int64](repeating: 0, count: TransformerShape.headWidth)
        for (probability, value) in zip(row, values) {
            for (index, element) in value.enumerated() {
                sums[index] += Int64(probability) * element
            }
        }
        range.outputMagnitudeMax = sums.reduce(range.outputMagnitudeMax) { max($0, abs($1)) }
        return sums.map { Int32(FixedPoint.roundShift($0, 12)) }
    }
}
