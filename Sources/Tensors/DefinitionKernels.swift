/// The operations as the protocol defines them, one number at a time: no speed is asked here.
package struct DefinitionKernels: ElementKernels {
    package init() {}

    package func layerNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, bias: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount) {
        var h = x.widened.layerNormalized(gain: gain, bias: bias)
        let clamp = h.clamp(to: FixedPoint.activationClamp)
        return (ActivationMatrix(h), clamp)
    }

    package func rootNormalized(
        _ x: ActivationMatrix, gain: IntegerTensor, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount) {
        var h = x.widened.rootNormalized(gain: gain)
        let clamp = h.clamp(to: FixedPoint.activationClamp)
        return (ActivationMatrix(h), clamp)
    }

    package func rotate(
        _ x: inout ActivationMatrix, positions: [Int], layout: HeadLayout, table: RotaryTable,
        workers: Workers
    ) -> ClampCount {
        precondition(positions.count == x.rows && x.columns == layout.columnCount, "positions")
        var clamp = ClampCount(bound: FixedPoint.activationClamp)
        let half = layout.headWidth / 2
        for (row, position) in positions.enumerated() {
            let places = table.places(position)
            for head in 0..<layout.rotatedHeadCount {
                let start = row * x.columns + head * layout.headWidth
                for (pair, place) in places.enumerated() {
                    let (c, s) = (Int64(table.cosines[place]), Int64(table.sines[place]))
                    let first = Int64(x.elements[start + pair])
                    let second = Int64(x.elements[start + half + pair])
                    var turned = IntegerMatrix(
                        rows: 1, columns: 2,
                        elements: [
                            FixedPoint.roundShift(first * c - second * s, 30),
                            FixedPoint.roundShift(second * c + first * s, 30),
                        ])
                    clamp.merge(turned.clamp(to: FixedPoint.activationClamp))
                    x.elements[start + pair] = Int32(turned.elements[0])
                    x.elements[start + half + pair] = Int32(turned.elements[1])
                }
            }
        }
        return clamp
    }

    package func gated(
        _ x: ActivationMatrix, workers: Workers
    ) -> (result: ActivationMatrix, clamp: ClampCount) {
        let width = x.columns / 2
        precondition(x.columns == 2 * width, "\(x.columns) columns")
        var elements: [Int64] = []
        elements.reserveCapacity(x.rows * width)
        for row in 0..<x.rows {
            let start = row * x.columns
            for column in start..<start + width {
                elements.append(
                    FixedPoint.gated(
                        Int64(x.elements[column]), Int64(x.elements[width + column])))
            }
        }
        var result = IntegerMatrix(rows: x.rows, columns: width, elements: elements)
        let clamp = result.clamp(to: FixedPoint.activationClamp)
        return (ActivationMatrix(result), clamp)
    }

    package func geluActivate(_ x: inout ActivationMatrix, workers: Workers) {
        x = ActivationMatrix(x.widened.geluActivated())
    }

    package func add(_ branch: ActivationMatrix, to x: inout ActivationMatrix) -> ClampCount {
        var sum = x.widened + branch.widened
        let clamp = sum.clamp(to: FixedPoint.activationClamp)
        x = ActivationMatrix(sum)
        return clamp
    }

    package func attention(_ job: AttentionJob, workers: Workers) -> AttentionResult {
        var result = AttentionResult(
            multiplyAddCount: job.multiplyAddCount,
            output: ActivationMatrix(rows: job.fullNodeCount, columns: job.width),
            rows: [Int32](repeating: 0, count: job.rowElementCount),
            rowScores: [Int64](repeating: 0, count: job.keepsScores ? job.rowElementCount : 0),
            rowOffsets: job.rowOffsets, counts: job.paths.counts)
        var (keys, values): ([[Int64]], [[Int64]]) = ([], [])
        for head in 0..<job.headCount {
            if head.isMultiple(of: job.layout.groupHeadCount) {
                keys = operands(
                    job, job.layout.keys(head), FixedPoint.queryKeyClamp, &result.range.key)
                values = operands(
                    job, job.layout.values(head), FixedPoint.activationClamp,
                    &result.range.value)
            }
            let columns = job.layout.queries(head)
            for node in 0..<job.qkv.rows {
                let isFull = node < job.fullNodeCount
                guard isFull || job.isRead[node] && job.readHeads.contains(head) else { continue }
                let query = operand(
                    job, node, columns, FixedPoint.queryKeyClamp, &result.range.query)
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
                let start = node * job.width + columns.lowerBound
                result.output.elements.replaceSubrange(start..<start + output.count, with: output)
            }
        }
        return result
    }

    private func operands(
        _ job: AttentionJob, _ columns: Range<Int>, _ clamp: Int64, _ count: inout ClampCount
    ) -> [[Int64]] {
        (0..<job.qkv.rows).map { operand(job, $0, columns, clamp, &count) }
    }

    /// Clamped and brought to Q12. [D]
    private func operand(
        _ job: AttentionJob, _ node: Int, _ columns: Range<Int>, _ clamp: Int64,
        _ count: inout ClampCount
    ) -> [Int64] {
        let start = node * job.qkv.columns
        let places = start + columns.lowerBound..<start + columns.upperBound
        var part = IntegerMatrix(
            rows: 1, columns: columns.count,
            elements: job.qkv.elements[places].map(Int64.init))
        count.merge(part.clamp(to: clamp))
        return part.roundShifted(by: 4).elements
    }

    /// The scores of a query: [1, T]
    private func scores(
        _ query: [Int64], _ keys: [[Int64]], _ range: inout AttentionRange
    ) -> IntegerMatrix {
        let sums = keys.map { key in zip(query, key).reduce(0) { $0 + $1.0 * $1.1 } }
        range.scoreMagnitudeMax = sums.reduce(range.scoreMagnitudeMax) { max($0, abs($1)) }
        return IntegerMatrix(
            rows: 1, columns: sums.count,
            elements: sums.map { FixedPoint.score($0, headWidth: query.count) })
    }

    /// roundShift(p · V, 12): [D]
    private func mixed(
        _ row: [Int32], _ values: [[Int64]], _ range: inout AttentionRange
    ) -> [Int32] {
        var sums = [Int64](repeating: 0, count: values[0].count)
        for (probability, value) in zip(row, values) {
            for (index, element) in value.enumerated() {
                sums[index] += Int64(probability) * element
            }
        }
        range.outputMagnitudeMax = sums.reduce(range.outputMagnitudeMax) { max($0, abs($1)) }
        return sums.map { Int32(FixedPoint.roundShift($0, 12)) }
    }
}
