internal import Architectures
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
    ///   - observer: sees the outputs that are computed in full, operation after operation.
    public func forward(
        batch: [[Int32]], readings: [[[Int]]]? = nil, sharesPrefixes: Bool = false,
        offsets: [[Int32]]? = nil, keepsResiduals: Bool = false,
        observer: (any ForwardObserver)? = nil, workers: Workers = .alone
    ) throws(InferenceError) -> BatchResult {
        try forward(
            batch: batch, readings: readings, sharesPrefixes: sharesPrefixes, offsets: offsets,
            keepsResiduals: keepsResiduals, observer: observer, interference: nil,
            workers: workers)
    }

    /// The same from a snapshot of all sequences, or with faults in it: `interference` meets
    /// sequences by their places in the batch.
    ///
    /// **Preconditions:** a pass from a snapshot is full and shares no prefixes.
    package func forward(
        batch: [[Int32]], readings: [[[Int]]]? = nil, sharesPrefixes: Bool = false,
        offsets: [[Int32]]? = nil, keepsResiduals: Bool = false,
        observer: (any ForwardObserver)? = nil, interference: (any Interference)?,
        snapshot: ForwardSnapshot? = nil, workers: Workers = .alone
    ) throws(InferenceError) -> BatchResult {
        for ids in batch { try check(ids) }
        precondition(
            readings?.count ?? batch.count == batch.count
                && readings?.allSatisfy { $0.count == shape.layerCount } ?? true,
            "readings for another batch")
        precondition(!(sharesPrefixes && offsets != nil), "shared prefixes with offsets")
        precondition(
            snapshot == nil || readings == nil && !sharesPrefixes, "a snapshot with shortcuts")
        precondition(!keepsResiduals || readings == nil, "residuals of a pass that stops early")
        if let offsets {
            precondition(
                offsets.map(\.count) == batch.map { $0.count * shape.width },
                "offsets for another batch")
        }
        let forest = TokenForest(batch, sharesPrefixes: sharesPrefixes)
        // Nodes that are not shared stand in the order of the sequences, as their offsets do.
        var pass = BatchPass(
            transformer: self, forest: forest, readings: readings,
            offsets: offsets.map { Array($0.joined()) }, observer: observer,
            interference: interference, workers: workers)
        return pass.run(keepsResiduals: keepsResiduals, from: snapshot)
    }
}

/// A batch on its way through the operations: protocol v4, section 4, for many sequences at once.
///
/// It computes what ``ForwardPass`` defines, by the backend's own operations on 32-bit activations;
/// scores, their softmax and the mixing of a layer by one kernel.
struct BatchPass {
    let transformer: Transformer
    private let forest: TokenForest
    private let readings: [[[Int]]]?
    private let offsets: [Int32]?  // [node, C] Q16
    private let observer: (any ForwardObserver)?
    let interference: (any Interference)?
    private let workers: Workers
    private let elements: any ElementKernels
    private let order: OperationOrder
    /// The turns of all positions; nil where positions do not turn.
    private let turns: RotaryTable?
    var operations: [Operation] { order.operations }
    /// The nodes and heads that the layer under way computes.
    private(set) var plan: LayerPlan
    /// The output of each operation while a later one is to read it: [node, columns].
    var outputs: [ActivationMatrix?]
    /// The attention of the layer under way; nil before its scores are computed.
    var attention: AttentionResult?
    private var ranges = ForwardRanges()
    private var multiplyAddCount = 0
    private var limbProductCount = 0
    private var rows: [[[[Int64]]]]
    /// Room that later operations use again: large new memory costs more than writing to it.
    private var spare: [ActivationMatrix] = []

    init(
        transformer: Transformer, forest: TokenForest, readings: [[[Int]]]?, offsets: [Int32]?,
        observer: (any ForwardObserver)?, interference: (any Interference)?, workers: Workers
    ) {
        self.transformer = transformer
        self.forest = forest
        self.readings = readings
        self.offsets = offsets
        self.observer = observer
        self.interference = interference
        self.workers = workers
        elements = transformer.backend.elements
        turns = transformer.rotary?.table(positionCount: (forest.positions.max() ?? 0) + 1)
        let architecture = transformer.architecture
        let shape = architecture.shape
        order = OperationOrder(
            interference?.operations(of: architecture) ?? architecture.operations)
        plan = LayerPlan(forest, layer: 0, headCount: shape.headCount, readings: readings)
        outputs = Array(repeating: nil, count: order.operations.count)
        rows = Array(
            repeating: Array(
                repeating: Array(repeating: [], count: shape.headCount), count: shape.layerCount),
            count: forest.sequences.count)
    }

    mutating func run(keepsResiduals: Bool, from snapshot: ForwardSnapshot?) -> BatchResult {
        var layer = 0
        var first = 0
        if let snapshot {
            let place = order.place(of: snapshot.station)
            resume(place, snapshot)
            first = place + 1
        }
        for (place, operation) in order.operations.enumerated().dropFirst(first) {
            if let next = operation.station.layer, next != layer {
                begin(next)
                layer = next
            }
            if plan.nodes.isEmpty { break }
            let steps = stepsToSpoil(place, operation)
            perform(place, operation)
            if operation.kind == .mixing {
                if plan.fullNodeCount == 0 { break }
                keepFullNodes(place)
            }
            for step in steps { spoil(step) }
            observe(place, operation)
            release(place, operation)
        }
        // A full pass holds every node, in order, to its end.
        let residuals =
            keepsResiduals
            ? forest.sequences.map { outputs[outputs.count - 1]!.gathered($0).elements } : []
        return BatchResult(
            rows: rows, residuals: residuals, ranges: ranges, multiplyAddCount: multiplyAddCount,
            limbProductCount: limbProductCount)
    }

    /// Takes the output at a place as it was. Nodes that are not shared stand in the order of the
    /// sequences, as the snapshot does.
    private mutating func resume(_ place: Int, _ snapshot: ForwardSnapshot) {
        outputs[place] = ActivationMatrix(
            rows: plan.nodes.count, columns: transformer.shape.width,
            elements: Array(snapshot.elements.joined()))
        observe(place, order.operations[place])
    }

    // MARK: Nodes

    /// Brings what the layer before left into the order of this layer's nodes.
    private mutating func begin(_ layer: Int) {
        let held = plan.nodes.prefix(plan.fullNodeCount)
        plan = LayerPlan(
            forest, layer: layer, headCount: transformer.shape.headCount, readings: readings)
        guard !plan.nodes.elementsEqual(held) else { return }
        spare = []
        var places = [Int](repeating: -1, count: forest.ids.count)
        for (place, node) in held.enumerated() { places[node] = place }
        for place in outputs.indices {
            outputs[place] = outputs[place]?.gathered(plan.nodes.map { places[$0] })
        }
    }

    /// Drops the rows of nodes that no sequence needs after its last reading.
    private mutating func keepFullNodes(_ mixing: Int) {
        guard plan.fullNodeCount < plan.nodes.count else { return }
        spare = []
        for place in outputs.indices
        where place != mixing && !order.isLastReader(mixing, of: place) {
            outputs[place] = outputs[place]?.gathered(Array(0..<plan.fullNodeCount))
        }
    }

    // MARK: Room

    /// The output at a place: itself where this is its last reader, else a copy.
    private mutating func taken(_ input: Int, by place: Int) -> ActivationMatrix {
        defer { if order.isLastReader(place, of: input) { outputs[input] = nil } }
        return outputs[input]!
    }

    private mutating func room(rows: Int, columns: Int) -> ActivationMatrix {
        guard let index = spare.firstIndex(where: { $0.rows == rows && $0.columns == columns })
        else { return ActivationMatrix(rows: rows, columns: columns) }
        return spare.remove(at: index)
    }

    private mutating func release(_ place: Int, _ operation: Operation) {
        for input in operation.inputs where order.isLastReader(place, of: input) {
            guard let output = outputs[input] else { continue }
            outputs[input] = nil
            // A single spare of each shape is enough, and a layer has few shapes.
            let isThere = spare.contains {
                $0.rows == output.rows && $0.columns == output.columns
            }
            if !isThere { spare.append(output) }
        }
    }

    // MARK: Operations

    private mutating func perform(_ place: Int, _ operation: Operation) {
        switch operation.kind {
        case .embedding: outputs[place] = embedding(operation)
        case .norm, .rootNorm:
            let norm = transformer.norm(operation)
            let x = outputs[operation.inputs[0]]!
            let (h, count) =
                norm.bias.map {
                    elements.layerNormalized(x, gain: norm.gain, bias: $0, workers: workers)
                } ?? elements.rootNormalized(x, gain: norm.gain, workers: workers)
            ranges.record(clampOf: operation.station, count)
            outputs[place] = h
        case .linear: outputs[place] = linear(operation)
        case .rotary:
            var x = taken(operation.inputs[0], by: place)
            rotate(&x, operation)
            outputs[place] = x
        case .scores: attend(operation)
        case .softmax: keepRows(operation)
        case .mixing:
            outputs[place] = attention!.output
            // Its room is to be used again, so that nobody else may hold it.
            attention!.output = ActivationMatrix(rows: 0, columns: 0)
        case .activation:
            var x = taken(operation.inputs[0], by: place)
            elements.geluActivate(&x, workers: workers)
            outputs[place] = x
        case .gatedActivation:
            let (h, count) = elements.gated(outputs[operation.inputs[0]]!, workers: workers)
            ranges.record(clampOf: operation.station, count)
            outputs[place] = h
        case .residual:
            var x = taken(operation.inputs[0], by: place)
            ranges.record(
                clampOf: operation.station, elements.add(outputs[operation.inputs[1]]!, to: &x))
            outputs[place] = x
        }
    }

    private mutating func embedding(_ operation: Operation) -> ActivationMatrix {
        let width = transformer.shape.width
        var sums: [Int64] = []
        sums.reserveCapacity(plan.nodes.count * width)
        for node in plan.nodes {
            let token = transformer.embedding(token: forest.ids[node])
            let position = transformer.embedding(position: forest.positions[node])
            for column in 0..<width {
                sums.append(
                    Int64(token[column]) + Int64(position?[column] ?? 0)
                        + Int64(offsets?[node * width + column] ?? 0))
            }
        }
        var x = IntegerMatrix(rows: plan.nodes.count, columns: width, elements: sums)
        ranges.record(clampOf: operation.station, x.clamp(to: FixedPoint.activationClamp))
        return ActivationMatrix(
            rows: x.rows, columns: width, elements: x.elements.map { Int32($0) })
    }

    private mutating func linear(_ operation: Operation) -> ActivationMatrix {
        guard case .tokens(let columns) = operation.output else {
            preconditionFailure("\(operation.station) is no linear layer")
        }
        let x = outputs[operation.inputs[0]]!
        guard operation.station.operation == .queryKeyValue, plan.fullNodeCount < x.rows else {
            var result = room(rows: x.rows, columns: columns)
            product(x, 0..<x.rows, [0..<columns], operation, &result)
            return result
        }
        // Nodes whose sequences end here are computed in part; the rest must be zero, not the
        // remains of an earlier layer.
        var result = ActivationMatrix(rows: x.rows, columns: columns)
        let layout = HeadLayout(transformer.shape)
        let queries = plan.lastHeads.map(layout.queries)
        // Heads of one group read the same keys.
        let keys = plan.lastHeads.map(layout.keys).reduce(into: [Range<Int>]()) { keys, range in
            if keys.last != range { keys.append(range) }
        }
        product(x, 0..<plan.fullNodeCount, [0..<columns], operation, &result)
        product(x, plan.fullNodeCount..<x.rows, keys, operation, &result)
        product(x, plan.lastStart..<x.rows, queries, operation, &result)
        return result
    }

    private mutating func rotate(_ x: inout ActivationMatrix, _ operation: Operation) {
        guard let turns else { preconditionFailure("no rotary positions") }
        let positions = plan.nodes.map { forest.positions[$0] }
        ranges.record(
            clampOf: operation.station,
            elements.rotate(
                &x, positions: positions, layout: HeadLayout(transformer.shape),
                table: turns, workers: workers))
    }

    private mutating func product(
        _ x: ActivationMatrix, _ rows: Range<Int>, _ columns: [Range<Int>],
        _ operation: Operation, _ result: inout ActivationMatrix
    ) {
        guard !rows.isEmpty && !columns.isEmpty else { return }
        let layer = transformer.linear(operation)
        let range = layer.weight.linear(
            x, rows: rows, columns: columns, bias: layer.bias, into: &result, workers: workers)
        ranges.record(clampOf: operation.station, range.clamp)
        ranges.record(productOf: operation.station, range.sumMagnitudeMax)
        limbProductCount += range.limbProductCount
        multiplyAddCount += rows.count * x.columns * columns.reduce(0) { $0 + $1.count }
    }

    // MARK: Attention

    /// Scores, probabilities and mixed values of a layer.
    private mutating func attend(_ operation: Operation) {
        let qkv = outputs[operation.inputs[0]]!
        // Those who look at whole sequences, or spoil them, need the rows of all nodes.
        let layer = order.operations.filter { $0.station.layer == operation.station.layer }
        let looksAtScores = observer?.looksAt(operation) ?? false
        let looksAtRows =
            layer.contains { $0.kind == .softmax && observer?.looksAt($0) ?? false }
        let keepsAll = looksAtScores || looksAtRows || interference != nil
        var isRead = (0..<qkv.rows).map { keepsAll && $0 < plan.fullNodeCount }
        for (path, heads) in zip(plan.paths, plan.readings) where !heads.isEmpty {
            isRead[path[path.count - 1]] = true
        }
        let result = elements.attention(
            AttentionJob(
                qkv: qkv, layout: HeadLayout(transformer.shape),
                paths: NodePaths(sequences: plan.paths, nodeCount: qkv.rows),
                fullNodeCount: plan.fullNodeCount, isRead: isRead, readHeads: plan.lastHeads,
                keepsScores: looksAtScores || interference != nil),
            workers: workers)
        ranges.record(result.range, layer: operation.station.layer)
        multiplyAddCount += result.multiplyAddCount
        attention = result
    }

    mutating func keepRows(_ operation: Operation) {
        guard let layer = operation.station.layer else { return }
        for (place, sequence) in plan.sequences.enumerated() {
            let node = plan.paths[place][plan.paths[place].count - 1]
            for head in plan.readings[place] {
                rows[sequence][layer][head] = attention!.row(node: node, head: head)
            }
        }
    }

    // MARK: Looking

    /// Shows the outputs of the sequences that are computed in full here.
    private func observe(_ place: Int, _ operation: Operation) {
        guard let observer, observer.looksAt(operation) else { return }
        let precedesAttention =
            operation.kind == .embedding || operation.station.operation == .attentionNorm
        for (index, sequence) in plan.sequences.enumerated()
        where plan.goesOn[index] || precedesAttention {
            observer.observe(
                operation, place: place, sequence: sequence,
                tensor(place, operation, plan.paths[index]))
        }
    }

    /// The output of a sequence, whose nodes are the rows `path`.
    func tensor(_ place: Int, _ operation: Operation, _ path: [Int]) -> ObservedTensor {
        let dimensions = operation.dimensions(tokenCount: path.count)
        let headCount = transformer.shape.headCount
        return switch operation.kind {
        case .scores:
            ObservedTensor(
                dimensions: dimensions, attention!.scores(path: path, headCount: headCount))
        case .softmax:
            ObservedTensor(
                dimensions: dimensions,
                attention!.probabilities(path: path, headCount: headCount))
        default: ObservedTensor(outputs[place]!, rows: path)
        }
    }

    func tokenIDs(_ sequence: Int) -> [Int32] { forest.sequences[sequence].map { forest.ids[$0] } }
}
