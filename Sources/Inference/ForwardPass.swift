internal import Architectures
public import Tensors

extension Transformer {
    /// Runs the sequence `ids` through all layers, one operation after the other as the protocol
    /// defines them, only the products by the backend: what ``BatchPass`` must equal.
    ///
    /// **Shapes:** ids [T], 1 ≤ T ≤ context; rows [L][H][T]. **Throws:** ``InferenceError``.
    ///
    /// - Parameters:
    ///   - offsets: [T, C] row-major, Q16, what is added to the sum of token and position embedding
    ///     before its clamp, which brings any 32-bit offset back to ±2^28.
    ///   - keepsResidual: whether what leaves the last layer is in the result.
    ///   - observer: sees every output, as of sequence 0.
    public func forwardByDefinition(
        _ ids: [Int32], offsets: [Int32]? = nil, keepsResidual: Bool = false,
        observer: (any ForwardObserver)? = nil
    ) throws(InferenceError) -> ForwardResult {
        try forwardByDefinition(
            ids, offsets: offsets, keepsResidual: keepsResidual, observer: observer,
            interference: nil)
    }

    /// The same from a snapshot of this sequence, or with faults in it: `interference` meets
    /// sequence 0.
    package func forwardByDefinition(
        _ ids: [Int32], offsets: [Int32]? = nil, keepsResidual: Bool = false,
        observer: (any ForwardObserver)? = nil, interference: (any Interference)?,
        snapshot: ForwardSnapshot? = nil
    ) throws(InferenceError) -> ForwardResult {
        try check(ids)
        precondition(
            offsets?.count ?? ids.count * shape.width == ids.count * shape.width,
            "offsets for another sequence")
        var pass = ForwardPass(
            transformer: self, ids: ids, offsets: offsets, observer: observer,
            interference: interference)
        return pass.run(keepsResidual: keepsResidual, from: snapshot)
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

/// The forward pass of one sequence, operation by operation: section 4 of the protocol, and section
/// 5 of `QWEN2.md`.
///
/// Every tensor here is Q16 unless its comment says otherwise. An operand of a product is brought
/// to Q12 by a rounding shift of 4 and keeps its bound of 2^24.
struct ForwardPass {
    private let transformer: Transformer
    private let ids: [Int32]
    private let offsets: [Int32]?  // [T, C]
    private let observer: (any ForwardObserver)?
    private let interference: (any Interference)?
    /// The turns of all positions; nil where positions do not turn.
    private let turns: RotaryTable?
    private var ranges = ForwardRanges()
    private var rows: [[[Int64]]]
    private var multiplyAddCount = 0

    init(
        transformer: Transformer, ids: [Int32], offsets: [Int32]? = nil,
        observer: (any ForwardObserver)? = nil, interference: (any Interference)? = nil
    ) {
        self.transformer = transformer
        self.ids = ids
        self.offsets = offsets
        self.observer = observer
        self.interference = interference
        turns = transformer.rotary?.table(positionCount: ids.count)
        rows = Array(
            repeating: Array(repeating: [], count: transformer.shape.headCount),
            count: transformer.shape.layerCount)
    }

    mutating func run(keepsResidual: Bool, from snapshot: ForwardSnapshot?) -> ForwardResult {
        let architecture = transformer.architecture
        let order = OperationOrder(
            interference?.operations(of: architecture) ?? architecture.operations)
        // The output of each operation while a later one reads it: [T, columns], or [H · T, T].
        var outputs = [IntegerMatrix?](repeating: nil, count: order.operations.count)
        let start = snapshot.map { order.place(of: $0.station) } ?? 0
        for (place, operation) in order.operations.enumerated().dropFirst(start) {
            let isKnown = snapshot != nil && place == start
            let inputs = isKnown ? [] : operation.inputs.map { outputs[$0]! }
            var output =
                isKnown ? known(snapshot!.elements[0]) : perform(operation, inputs)
            if let interference, interference.isAimed(at: place, sequence: 0) {
                let step = ForwardStep(
                    place: place, operation: operation, sequence: 0, tokenIDs: ids,
                    inputs: inputs.map(\.elements), output: output.elements)
                output = IntegerMatrix(
                    rows: output.rows, columns: output.columns,
                    elements: interference.spoiled(step))
            }
            if operation.kind == .softmax { keepLastRows(of: output, operation) }
            if let observer, observer.looksAt(operation) {
                observer.observe(
                    operation, place: place, sequence: 0, observed(operation, output))
            }
            outputs[place] = output
            for input in operation.inputs where order.isLastReader(place, of: input) {
                outputs[input] = nil
            }
        }
        let residual = keepsResidual ? outputs[order.operations.count - 1]!.elements : []
        return ForwardResult(
            rows: rows, residual: residual.map { Int32($0) }, ranges: ranges,
            multiplyAddCount: multiplyAddCount)
    }

    private func known(_ elements: [Int32]) -> IntegerMatrix {
        IntegerMatrix(
            rows: ids.count, columns: transformer.shape.width, elements: elements.map(Int64.init))
    }

    private mutating func perform(
        _ operation: Operation, _ inputs: [IntegerMatrix]
    ) -> IntegerMatrix {
        switch operation.kind {
        case .embedding: embedding(operation)
        case .norm, .rootNorm: normalized(inputs[0], operation)
        case .linear: linear(inputs[0], operation)
        case .rotary: rotated(inputs[0], operation)
        case .scores: scores(inputs[0], layer: operation.station.layer)
        case .softmax: inputs[0].softmaxed()
        case .mixing: mixed(inputs[0], inputs[1], layer: operation.station.layer)
        case .activation: inputs[0].geluActivated()
        case .gatedActivation: gated(inputs[0], operation)
        case .residual: residual(inputs[0], inputs[1], operation)
        }
    }

    /// The output as an observer gets it: scores with 64 bits, all others with 32.
    private func observed(_ operation: Operation, _ output: IntegerMatrix) -> ObservedTensor {
        let dimensions = operation.dimensions(tokenCount: ids.count)
        return operation.kind == .scores
            ? ObservedTensor(dimensions: dimensions, output.elements)
            : ObservedTensor(dimensions: dimensions, output.elements.map { Int32($0) })
    }

    private mutating func keepLastRows(of probabilities: IntegerMatrix, _ operation: Operation) {
        guard let layer = operation.station.layer else { return }
        for head in 0..<transformer.shape.headCount {
            rows[layer][head] =
                probabilities.rows(
                    (head + 1) * ids.count - 1..<(head + 1) * ids.count
                ).elements
        }
    }

    // MARK: Operations

    private mutating func embedding(_ operation: Operation) -> IntegerMatrix {
        let width = transformer.shape.width
        var elements: [Int64] = []
        elements.reserveCapacity(ids.count * width)
        for (position, id) in ids.enumerated() {
            let tokenRow = transformer.embedding(token: id)
            let positionRow = transformer.embedding(position: position)
            for column in 0..<width {
                elements.append(
                    Int64(tokenRow[column]) + Int64(positionRow?[column] ?? 0)
                        + Int64(offsets?[position * width + column] ?? 0))
            }
        }
        return clamped(
            IntegerMatrix(rows: ids.count, columns: width, elements: elements), operation)
    }

    private mutating func normalized(
        _ x: IntegerMatrix, _ operation: Operation
    ) -> IntegerMatrix {
        let norm = transformer.norm(operation)
        guard let bias = norm.bias else {
            return clamped(x.rootNormalized(gain: norm.gain), operation)
        }
        return clamped(x.layerNormalized(gain: norm.gain, bias: bias), operation)
    }

    private mutating func rotated(_ x: IntegerMatrix, _ operation: Operation) -> IntegerMatrix {
        guard let turns else { preconditionFailure("no rotary positions") }
        var turned = ActivationMatrix(x)
        ranges.record(
            clampOf: operation.station,
            DefinitionKernels().rotate(
                &turned, positions: Array(0..<ids.count), layout: layout,
                table: turns, workers: .alone))
        return turned.widened
    }

    private mutating func gated(_ x: IntegerMatrix, _ operation: Operation) -> IntegerMatrix {
        let (result, clamp) = DefinitionKernels().gated(ActivationMatrix(x), workers: .alone)
        ranges.record(clampOf: operation.station, clamp)
        return result.widened
    }

    /// roundShift(a · W, 8) + b, clamped. **Bounds:** |a| ≤ 2^24, |w| ≤ 2^16, K ≤ 2^17: 2^57.
    private mutating func linear(_ a: IntegerMatrix, _ operation: Operation) -> IntegerMatrix {
        let layer = transformer.linear(operation)
        let operand = BoundedMatrix(
            roundShifting: a, by: 4, clampedTo: FixedPoint.activationClamp)
        let sums = layer.weight.product(with: operand)  // Q24
        multiplyAddCount += operand.rows * operand.columns * sums.columns
        ranges.record(productOf: operation.station, sums.magnitudeMax)
        return clamped(sums.roundShifted(by: 8).adding(layer.bias), operation)
    }

    private mutating func residual(
        _ x: IntegerMatrix, _ branch: IntegerMatrix, _ operation: Operation
    ) -> IntegerMatrix {
        clamped(x + branch, operation)
    }

    private mutating func clamped(
        _ matrix: IntegerMatrix, _ operation: Operation
    ) -> IntegerMatrix {
        var matrix = matrix
        ranges.record(
            clampOf: operation.station, matrix.clamp(to: FixedPoint.activationClamp))
        return matrix
    }

    // MARK: Attention

    private var layout: HeadLayout { HeadLayout(transformer.shape) }

    /// Masked scores of all heads, [H · T, T].
    mutating func scores(_ qkv: IntegerMatrix, layer: Int?) -> IntegerMatrix {
        var all: [Int64] = []
        let keys = (0..<layout.keyValueHeadCount).map { group in
            operand(
                qkv.columns(layout.keys(group * layout.groupHeadCount)),
                FixedPoint.queryKeyClamp, .key, layer)  // [T, D] Q12
        }
        for head in 0..<layout.headCount {
            let q = operand(
                qkv.columns(layout.queries(head)), FixedPoint.queryKeyClamp, .query,
                layer)  // [T, D] Q12
            let k = keys[head / layout.groupHeadCount]
            let sums = transformer.backend.packed(k.transposed).product(with: q)  // [T, T] Q24
            multiplyAddCount += q.rows * q.columns * k.rows
            ranges.record(.scores, sums.causalMagnitudeMax, layer: layer)
            all += sums.scores(headWidth: q.columns).causallyMasked().elements
        }
        return IntegerMatrix(
            rows: layout.headCount * qkv.rows, columns: qkv.rows, elements: all)
    }

    /// The values of each head, weighted by its probabilities, heads side by side: [T, H · D].
    mutating func mixed(
        _ probabilities: IntegerMatrix, _ qkv: IntegerMatrix, layer: Int?
    ) -> IntegerMatrix {
        let values = (0..<layout.keyValueHeadCount).map { group in
            operand(
                qkv.columns(layout.values(group * layout.groupHeadCount)),
                FixedPoint.activationClamp, .value, layer)  // [T, D] Q12
        }
        return .concatenated(
            (0..<layout.headCount).map { head in
                let v = values[head / layout.groupHeadCount]
                let p = BoundedMatrix(
                    probabilities.rows(head * qkv.rows..<(head + 1) * qkv.rows),
                    bound: FixedPoint.one)  // [T, T] Q16
                let sums = transformer.backend.packed(v).product(with: p)  // [T, D] Q28
                multiplyAddCount += p.rows * p.columns * v.columns
                ranges.record(.headOutputs, sums.magnitudeMax, layer: layer)
                return sums.roundShifted(by: 12)
            })
    }

    private mutating func operand(
        _ matrix: IntegerMatrix, _ clamp: Int64, _ name: ForwardClamp, _ layer: Int?
    ) -> BoundedMatrix {
        var clamped = matrix
        ranges.record(name, clamped.clamp(to: clamp), layer: layer)
        return BoundedMatrix(roundShifting: clamped, by: 4, clampedTo: clamp)
    }
}
