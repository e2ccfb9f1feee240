public import Architectures
public import Tensors

extension Transformer {
    /// Runs the sequence `ids` through all layers, one operation after the other as the protocol
    /// defines them, only the products by the backend: what ``BatchPass`` must equal, and what can
    /// be watched.
    ///
    /// **Shapes:** ids [T], 1 ≤ T ≤ context; rows [L][H][T]. **Throws:** ``InferenceError``.
    ///
    /// - Parameters:
    ///   - offsets: [T, C] row-major, Q16, what is added to the sum of token and position embedding
    ///     before its clamp, which brings any 32-bit offset back to ±2^28.
    ///   - keepsResidual: whether what leaves the last layer is in the result.
    public func forwardByDefinition(
        _ ids: [Int32], offsets: [Int32]? = nil, keepsResidual: Bool = false,
        observer: (any ForwardObserver)? = nil
    ) throws(InferenceError) -> ForwardResult {
        try check(ids)
        precondition(
            offsets?.count ?? ids.count * shape.width == ids.count * shape.width,
            "offsets for another sequence")
        var pass = ForwardPass(transformer: self, observer: observer)
        return pass.run(ids, offsets: offsets, keepsResidual: keepsResidual)
    }

    /// Runs one sequence through all layers, in full.
    ///
    /// **Shapes:** ids [T], 1 ≤ T ≤ context; rows [L][H][T]. **Throws:** ``InferenceError``.
    public func forward(
        _ ids: [Int32], workers: Workers = .alone
    ) throws(InferenceError) -> ForwardResult {
        let result = try forward(batch: [ids], workers: workers)
        return ForwardResult(
            rows: result.rows[0], residual: [], ranges: result.ranges,
            multiplyAddCount: result.multiplyAddCount)
    }

    /// **Throws:** why there is no forward pass for `ids`.
    package func check(_ ids: [Int32]) throws(InferenceError) {
        guard !ids.isEmpty else { throw .emptySequence }
        guard ids.count <= shape.contextTokenCount else {
            throw .contextExceeded(
                tokenCount: ids.count, contextTokenCount: shape.contextTokenCount)
        }
        for (position, id) in ids.enumerated() {
            guard (0..<shape.vocabularyCount).contains(Int(id)) else {
                throw .unknownToken(
                    position: position, id: id, vocabularyCount: shape.vocabularyCount)
            }
        }
    }
}

/// One sequence on its way through the layers: section 4 of the protocol, line by line.
///
/// Every tensor here is Q16 unless its comment says otherwise. An operand of a product is brought
/// to Q12 by a rounding shift of 4 and keeps its bound of 2^24.
struct ForwardPass {
    private let transformer: Transformer
    private let observer: (any ForwardObserver)?
    private var ranges = ForwardRanges()
    private var rows: [[[Int64]]] = []
    private var multiplyAddCount = 0

    init(transformer: Transformer, observer: (any ForwardObserver)?) {
        self.transformer = transformer
        self.observer = observer
    }

    mutating func run(
        _ ids: [Int32], offsets: [Int32]?, keepsResidual: Bool
    ) -> ForwardResult {
        var x = embedding(of: ids, offsets: offsets)  // [T, C]
        for (index, layer) in transformer.layers.enumerated() {
            x = attention(x, layer, index)
            x = feedForward(x, layer, index)
        }
        return ForwardResult(
            rows: rows, residual: keepsResidual ? x.elements.map { Int32($0) } : [],
            ranges: ranges, multiplyAddCount: multiplyAddCount)
    }

    private mutating func embedding(of ids: [Int32], offsets: [Int32]?) -> IntegerMatrix {
        let width = transformer.shape.width
        var elements: [Int64] = []
        elements.reserveCapacity(ids.count * width)
        for (position, id) in ids.enumerated() {
            let token = Int(id) * width
            for column in 0..<width {
                let place = position * width + column
                elements.append(
                    Int64(transformer.tokenEmbedding.elements[token + column])
                        + Int64(transformer.positionEmbedding.elements[place])
                        + Int64(offsets?[place] ?? 0))
            }
        }
        var x = IntegerMatrix(rows: ids.count, columns: width, elements: elements)
        ranges.record(.embedding, x.clamp(to: FixedPoint.activationClamp))
        observe(nil, .embedding, x)
        return x
    }

    // MARK: Attention

    private mutating func attention(
        _ x: IntegerMatrix, _ layer: Transformer.Layer, _ index: Int
    ) -> IntegerMatrix {
        var h = normalized(x, layer.attentionNorm, .attentionNorm)
        observe(index, .attentionNorm, h)
        let qkv = linear(h, layer.queryKeyValue, .queryKeyValue, .queryKeyValue)  // [T, 3C]
        observe(index, .queryKeyValue, qkv)
        h = heads(qkv, index)
        observe(index, .headOutputs, h)
        let a = linear(h, layer.attentionOutput, .attentionOutput, .attentionOutput)
        observe(index, .attentionOutput, a)
        return residual(x, a, index, .attentionResidual, .attentionResidual)
    }

    /// All heads of a layer, side by side: [T, C].
    private mutating func heads(_ qkv: IntegerMatrix, _ layer: Int) -> IntegerMatrix {
        let width = transformer.shape.width
        var outputs: [IntegerMatrix] = []
        var lastRows: [[Int64]] = []
        var allScores: [Int64] = []  // [H, T, T], kept for the observer only
        var allProbabilities: [Int64] = []  // [H, T, T], likewise
        for head in 0..<transformer.shape.headCount {
            let start = head * TransformerShape.headWidth
            let part = { qkv.columns($0 * width + start..<$0 * width + start + 64) }
            let scores = scores(queries: part(0), keys: part(1))
            let probabilities = scores.softmaxed()
            outputs.append(mixed(probabilities, values: part(2)))
            lastRows.append(probabilities.lastRow)
            if observer != nil {
                allScores += scores.elements
                allProbabilities += probabilities.elements
            }
        }
        rows.append(lastRows)
        let dimensions = [transformer.shape.headCount, qkv.rows, qkv.rows]
        observe(layer, .scores, dimensions, allScores)
        observe(layer, .probabilities, dimensions, allProbabilities)
        return .concatenated(outputs)
    }

    /// Masked scores of one head, [T, T]: the shift of 11 holds the 1/√64.
    private mutating func scores(queries: IntegerMatrix, keys: IntegerMatrix) -> IntegerMatrix {
        let q = operand(queries, FixedPoint.queryKeyClamp, .query)  // [T, D] Q12
        let k = operand(keys, FixedPoint.queryKeyClamp, .key)  // [T, D] Q12
        let sums = transformer.backend.packed(k.transposed).product(with: q)  // [T, T] Q24
        multiplyAddCount += q.rows * q.columns * k.rows
        ranges.record(.scores, sums.causalMagnitudeMax)
        return sums.roundShifted(by: 11).causallyMasked()
    }

    /// The values of one head, weighted by its probabilities: [T, D].
    private mutating func mixed(
        _ probabilities: IntegerMatrix, values: IntegerMatrix
    ) -> IntegerMatrix {
        let v = operand(values, FixedPoint.activationClamp, .value)  // [T, D] Q12
        let p = BoundedMatrix(probabilities, bound: FixedPoint.one)  // [T, T] Q16
        let sums = transformer.backend.packed(v).product(with: p)  // [T, D] Q28
        multiplyAddCount += p.rows * p.columns * v.columns
        ranges.record(.headOutputs, sums.magnitudeMax)
        return sums.roundShifted(by: 12)
    }

    private mutating func operand(
        _ matrix: IntegerMatrix, _ clamp: Int64, _ name: ForwardRanges.Clamp
    ) -> BoundedMatrix {
        var clamped = matrix
        ranges.record(name, clamped.clamp(to: clamp))
        return BoundedMatrix(roundShifting: clamped, by: 4, clampedTo: clamp)
    }

    // MARK: Feed-forward

    private mutating func feedForward(
        _ x: IntegerMatrix, _ layer: Transformer.Layer, _ index: Int
    ) -> IntegerMatrix {
        let h = normalized(x, layer.feedForwardNorm, .feedForwardNorm)
        observe(index, .feedForwardNorm, h)
        var m = linear(h, layer.feedForwardHidden, .feedForwardHidden, .feedForwardHidden)
        observe(index, .feedForwardHidden, m)  // [T, 4C]
        m = m.geluActivated()
        observe(index, .feedForwardActivation, m)
        m = linear(m, layer.feedForwardOutput, .feedForwardOutput, .feedForwardOutput)
        observe(index, .feedForwardOutput, m)
        return residual(x, m, index, .feedForwardResidual, .feedForwardResidual)
    }

    // MARK: Parts

    private mutating func normalized(
        _ x: IntegerMatrix, _ norm: Transformer.Norm, _ clamp: ForwardRanges.Clamp
    ) -> IntegerMatrix {
        var h = x.layerNormalized(gain: norm.gain, bias: norm.bias)
        ranges.record(clamp, h.clamp(to: FixedPoint.activationClamp))
        return h
    }

    /// roundShift(a · W, 8) + b, clamped. **Bounds:** |a| ≤ 2^24, |w| ≤ 2^16, K ≤ 2^17: 2^57.
    private mutating func linear(
        _ a: IntegerMatrix, _ layer: Transformer.Linear,
        _ product: ForwardRanges.Product, _ clamp: ForwardRanges.Clamp
    ) -> IntegerMatrix {
        let operand = BoundedMatrix(
            roundShifting: a, by: 4, clampedTo: FixedPoint.activationClamp)
        let sums = layer.weight.product(with: operand)  // Q24
        multiplyAddCount += operand.rows * operand.columns * sums.columns
        ranges.record(product, sums.magnitudeMax)
        var y = sums.roundShifted(by: 8).adding(layer.bias)
        ranges.record(clamp, y.clamp(to: FixedPoint.activationClamp))
        return y
    }

    private mutating func residual(
        _ x: IntegerMatrix, _ branch: IntegerMatrix, _ layer: Int,
        _ clamp: ForwardRanges.Clamp, _ operation: Station.Operation
    ) -> IntegerMatrix {
        var sum = x + branch
        ranges.record(clamp, sum.clamp(to: FixedPoint.activationClamp))
        observe(layer, operation, sum)
        return sum
    }

    private func observe(_ layer: Int?, _ operation: Station.Operation, _ matrix: IntegerMatrix) {
        observe(layer, operation, [matrix.rows, matrix.columns], matrix.elements)
    }

    private func observe(
        _ layer: Int?, _ operation: Station.Operation, _ dimensions: [Int], _ elements: [Int64]
    ) {
        observer?.observe(
            Station(layer: layer, operation), dimensions: dimensions, elements: elements)
    }
}
