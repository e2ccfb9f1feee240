public import Tensors

extension Transformer {
    /// Runs a batch of sequences through the layers.
    ///
    /// **Shapes:** batch [sequence][T], of unequal lengths, 1 ≤ T ≤ context.
    /// **Determinism:** neither the batch, nor sharing, nor stopping, nor the workers change a bit
    /// of what is read. **Preconditions:** prefixes are not shared where there are offsets, which
    /// set equal tokens apart; residuals are kept of full passes only, without readings.
    /// **Throws:** ``InferenceError``.
    ///
    /// - Parameters:
    ///   - readings: of each sequence and layer, the heads whose rows are read, ascending. Then no
    ///     layer after a sequence's last reading is computed, and that one only as far as it is
    ///     read. Nil for all heads of all layers, which are computed in full.
    ///   - sharesPrefixes: whether sequences that begin with the same tokens share that work.
    ///   - offsets: of each sequence, [T, C] row-major, Q16, what is added to the sum of token and
    ///     position embedding before its clamp, which brings any 32-bit offset back to ±2^28.
    ///   - keepsResiduals: whether what leaves the last layer is in the result.
    public func forward(
        batch: [[Int32]], readings: [[[Int]]]? = nil, sharesPrefixes: Bool = false,
        offsets: [[Int32]]? = nil, keepsResiduals: Bool = false, workers: Workers = .alone
    ) throws(InferenceError) -> BatchResult {
        for ids in batch { try check(ids) }
        precondition(
            readings?.count ?? batch.count == batch.count
                && readings?.allSatisfy { $0.count == shape.layerCount } ?? true,
            "readings for another batch")
        precondition(!(sharesPrefixes && offsets != nil), "shared prefixes with offsets")
        precondition(!keepsResiduals || readings == nil, "residuals of a pass that stops early")
        if let offsets {
            precondition(
                offsets.map(\.count) == batch.map { $0.count * shape.width },
                "offsets for another batch")
        }
        let forest = TokenForest(batch, sharesPrefixes: sharesPrefixes)
        // Nodes that are not shared stand in the order of the sequences, as their offsets do.
        var pass = BatchPass(
            transformer: self, forest: forest, offsets: offsets.map { Array($0.joined()) },
            workers: workers)
        return pass.run(readings, keepsResiduals: keepsResiduals)
    }
}

/// What a batch leaves.
public struct BatchResult: Sendable {
    /// The last position's probabilities, [sequence][layer][head][T], Q16; empty where not read.
    public let rows: [[[[Int64]]]]
    /// What leaves the last layer's feed-forward residual, [sequence][T · C] row-major, Q16, within
    /// ±2^28; empty where not kept.
    public let residuals: [[Int32]]
    public let ranges: ForwardRanges
    /// Products of matrices that were computed: linear layers and causal attention.
    public let multiplyAddCount: Int
    /// Products of limbs that the linear layers took.
    public let limbProductCount: Int
}

/// A batch on its way through the layers: protocol v4, section 4, for many sequences at once.
///
/// It computes what ``ForwardPass`` defines, by the backend's own operations on 32-bit activations.
struct BatchPass {
    private let transformer: Transformer
    private let forest: TokenForest
    private let offsets: [Int32]?  // [node, C] Q16
    private let workers: Workers
    private let elements: any ElementKernels
    private var ranges = ForwardRanges()
    private var multiplyAddCount = 0
    private var limbProductCount = 0
    private var rows: [[[[Int64]]]]
    /// Room that every layer uses again: large memory that is new costs more than writing to it.
    private var queryKeyValue = ActivationMatrix(rows: 0, columns: 0)
    private var branch = ActivationMatrix(rows: 0, columns: 0)
    private var hidden = ActivationMatrix(rows: 0, columns: 0)

    init(transformer: Transformer, forest: TokenForest, offsets: [Int32]?, workers: Workers) {
        self.transformer = transformer
        self.forest = forest
        self.offsets = offsets
        self.workers = workers
        elements = transformer.backend.elements
        let shape = transformer.shape
        rows = Array(
            repeating: Array(
                repeating: Array(repeating: [], count: shape.headCount), count: shape.layerCount),
            count: forest.sequences.count)
    }

    mutating func run(_ readings: [[[Int]]]?, keepsResiduals: Bool) -> BatchResult {
        var x = ActivationMatrix(rows: 0, columns: transformer.shape.width)
        var held: [Int] = []  // the nodes that are the rows of x
        for (index, layer) in transformer.layers.enumerated() {
            let plan = LayerPlan(
                forest, layer: index, headCount: transformer.shape.headCount, readings: readings)
            if plan.nodes.isEmpty { break }
            if index == 0 {
                x = embedding(plan.nodes)
            } else if plan.nodes != held {
                var places = [Int](repeating: -1, count: forest.ids.count)
                for (place, node) in held.enumerated() { places[node] = place }
                x = x.gathered(plan.nodes.map { places[$0] })
            }
            let output = attention(x, layer, plan, index)
            guard plan.fullNodeCount > 0 else { break }
            if plan.fullNodeCount < x.rows { x = x.gathered(Array(0..<plan.fullNodeCount)) }
            held = Array(plan.nodes.prefix(plan.fullNodeCount))
            finish(&x, output, layer)
        }
        // A full pass holds every node, in order, to its end.
        let residuals = keepsResiduals ? forest.sequences.map { x.gathered($0).elements } : []
        return BatchResult(
            rows: rows, residuals: residuals, ranges: ranges, multiplyAddCount: multiplyAddCount,
            limbProductCount: limbProductCount)
    }

    private mutating func embedding(_ nodes: [Int]) -> ActivationMatrix {
        let width = transformer.shape.width
        var sums: [Int64] = []
        sums.reserveCapacity(nodes.count * width)
        for node in nodes {
            let token = Int(forest.ids[node]) * width
            let position = forest.positions[node] * width
            for column in 0..<width {
                sums.append(
                    Int64(transformer.tokenEmbedding.elements[token + column])
                        + Int64(transformer.positionEmbedding.elements[position + column]))
            }
        }
        if let offsets {
            for (row, node) in nodes.enumerated() {
                for column in 0..<width {
                    sums[row * width + column] += Int64(offsets[node * width + column])
                }
            }
        }
        var x = IntegerMatrix(rows: nodes.count, columns: width, elements: sums)
        ranges.record(.embedding, x.clamp(to: FixedPoint.activationClamp))
        return ActivationMatrix(
            rows: x.rows, columns: width, elements: x.elements.map { Int32($0) })
    }

    // MARK: Attention

    /// **Result:** [fullNodeCount, C].
    private mutating func attention(
        _ x: ActivationMatrix, _ layer: Transformer.Layer, _ plan: LayerPlan, _ index: Int
    ) -> ActivationMatrix {
        let h = normalized(x, layer.attentionNorm, .attentionNorm)
        let width = transformer.shape.width
        // What is not computed of nodes whose sequences end here must not be an earlier layer's.
        let isPartial = plan.fullNodeCount < x.rows
        var qkv =
            Self.taken(&queryKeyValue, rows: isPartial ? -1 : x.rows)
            ?? ActivationMatrix(rows: x.rows, columns: 3 * width)
        defer { queryKeyValue = qkv }
        linear(
            h, 0..<plan.fullNodeCount, [0..<3 * width], layer.queryKeyValue, .queryKeyValue,
            .queryKeyValue, &qkv)
        let headWidth = TransformerShape.headWidth
        let queries = plan.lastHeads.map { $0 * headWidth..<($0 + 1) * headWidth }
        let keys = queries.map { width + $0.lowerBound..<width + $0.upperBound }
        linear(
            h, plan.fullNodeCount..<x.rows, keys, layer.queryKeyValue, .queryKeyValue,
            .queryKeyValue, &qkv)
        linear(
            h, plan.lastStart..<x.rows, queries, layer.queryKeyValue, .queryKeyValue,
            .queryKeyValue, &qkv)
        var isRead = [Bool](repeating: false, count: x.rows)
        for (path, heads) in zip(plan.paths, plan.readings) where !heads.isEmpty {
            isRead[path[path.count - 1]] = true
        }
        let result = elements.attention(
            AttentionJob(
                qkv: qkv, headCount: transformer.shape.headCount,
                paths: NodePaths(sequences: plan.paths, nodeCount: x.rows),
                fullNodeCount: plan.fullNodeCount, isRead: isRead, readHeads: plan.lastHeads),
            workers: workers)
        ranges.record(result.range)
        multiplyAddCount += result.multiplyAddCount
        for (place, sequence) in plan.sequences.enumerated() {
            let node = plan.paths[place][plan.paths[place].count - 1]
            for head in plan.readings[place] {
                rows[sequence][index][head] = result.row(node: node, head: head)
            }
        }
        return result.output
    }

    // MARK: The rest of a layer

    private mutating func finish(
        _ x: inout ActivationMatrix, _ output: ActivationMatrix, _ layer: Transformer.Layer
    ) {
        let width = transformer.shape.width
        let all = 0..<x.rows
        var a =
            Self.taken(&branch, rows: x.rows)
            ?? ActivationMatrix(rows: x.rows, columns: width)
        defer { branch = a }
        linear(
            output, all, [0..<width], layer.attentionOutput, .attentionOutput, .attentionOutput, &a)
        ranges.record(.attentionResidual, elements.add(a, to: &x))
        let h = normalized(x, layer.feedForwardNorm, .feedForwardNorm)
        var m =
            Self.taken(&hidden, rows: x.rows)
            ?? ActivationMatrix(rows: x.rows, columns: 4 * width)
        defer { hidden = m }
        linear(
            h, all, [0..<4 * width], layer.feedForwardHidden, .feedForwardHidden,
            .feedForwardHidden, &m)
        elements.geluActivate(&m, workers: workers)
        linear(
            m, all, [0..<width], layer.feedForwardOutput, .feedForwardOutput, .feedForwardOutput, &a
        )
        ranges.record(.feedForwardResidual, elements.add(a, to: &x))
    }

    /// The room, where it has so many rows.
    private static func taken(_ room: inout ActivationMatrix, rows: Int) -> ActivationMatrix? {
        guard room.rows == rows else { return nil }
        let taken = room
        room = ActivationMatrix(rows: 0, columns: 0)
        return taken
    }

    private mutating func normalized(
        _ x: ActivationMatrix, _ norm: Transformer.Norm, _ clamp: ForwardRanges.Clamp
    ) -> ActivationMatrix {
        let (h, count) = elements.layerNormalized(
            x, gain: norm.gain, bias: norm.bias, workers: workers)
        ranges.record(clamp, count)
        return h
    }

    private mutating func linear(
        _ x: ActivationMatrix, _ rows: Range<Int>, _ columns: [Range<Int>],
        _ layer: Transformer.Linear, _ product: ForwardRanges.Product,
        _ clamp: ForwardRanges.Clamp, _ result: inout ActivationMatrix
    ) {
        guard !rows.isEmpty && !columns.isEmpty else { return }
        let range = layer.weight.linear(
            x, rows: rows, columns: columns, bias: layer.bias, into: &result, workers: workers)
        ranges.record(clamp, range.clamp)
        ranges.record(product, range.sumMagnitudeMax)
        limbProductCount += range.limbProductCount
        multiplyAddCount += rows.count * x.columns * columns.reduce(0) { $0 + $1.count }
    }
}
