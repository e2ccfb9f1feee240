internal import Architectures
package import Tensors

/// A computation of an element: the definition or the backend that made it, and its result.
package struct ElementOpinion: Sendable, Equatable {
    /// "definition", or a backend's name.
    package let name: String
    package let value: Int64

    package init(name: String, value: Int64) {
        self.name = name
        self.value = value
    }
}

extension OneElement {
    /// The element by definition and, where its operation has kernels that can run alone, by those
    /// of each of `backends`.
    ///
    /// Where there are none, ``lackOfKernels`` says why.
    package func opinions(_ backends: [any ExactGEMM]) -> [ElementOpinion] {
        let definition = ElementOpinion(name: "definition", value: value)
        return [definition]
            + backends.compactMap { backend in
                inputs.value(by: backend).map { ElementOpinion(name: backend.name, value: $0) }
            }
    }

    /// The reason for which only the definition answers; nil where kernels compute such an element
    /// alone.
    package var lackOfKernels: String? {
        switch inputs {
        case .softmax:
            "the kernels compute softmax within attention only, so the definition answers alone"
        case .proofRow:
            "a row of the proof is copied by no kernel, so the definition answers alone"
        case .embedding: "no kernel adds the embeddings, so the definition answers alone"
        case .scores(_, _, isMasked: true):
            "no kernel computes a masked score, so the definition answers alone"
        case .rotary(_, _, turn: nil): "no kernel touches values, so the definition answers alone"
        case .norm, .rootNorm, .linear, .rotary, .scores, .mixing, .activation, .gatedActivation,
            .residual:
            nil
        }
    }
}

extension ElementInputs {
    /// The element as a backend's own kernels compute it; nil where none computes it alone.
    /// **Precondition:** inputs within their bounds.
    fileprivate func value(by backend: any ExactGEMM) -> Int64? {
        switch self {
        case .norm(let row, let column, let gain, let bias):
            let x = Self.activations(row)
            let result = backend.elements.layerNormalized(
                x, gain: Self.vector(gain, at: column, of: row.count, .weight),
                bias: Self.vector(bias, at: column, of: row.count, .activation), workers: .alone
            ).result
            return Int64(result.elements[column])
        case .rootNorm(let row, let column, let gain):
            let result = backend.elements.rootNormalized(
                Self.activations(row),
                gain: Self.vector(gain, at: column, of: row.count, .weight), workers: .alone
            ).result
            return Int64(result.elements[column])
        case .rotary(let own, let partner, let turn?):
            return Self.turned(own, partner, turn, backend)
        case .linear(let row, let weights, let bias):
            return Self.linear(row, weights, bias, backend)
        case .scores(let query, let key, let isMasked):
            if isMasked { return nil }
            let bound = FixedPoint.queryKeyClamp
            return FixedPoint.score(
                Self.product(Self.operands(query, bound), Self.operands(key, bound), backend),
                headWidth: query.count)
        case .mixing(let probabilities, let values):
            let left = BoundedMatrix(
                IntegerMatrix(rows: 1, columns: probabilities.count, elements: probabilities),
                bound: FixedPoint.one)
            let right = Self.operands(values, FixedPoint.activationClamp)
            return FixedPoint.roundShift(Self.product(left, right, backend), 12)
        case .activation(let x):
            var matrix = Self.activations([x])
            backend.elements.geluActivate(&matrix, workers: .alone)
            return Int64(matrix.elements[0])
        case .gatedActivation(let gate, let up):
            let result = backend.elements.gated(
                Self.activations([gate, up]), workers: .alone
            ).result
            return Int64(result.elements[0])
        case .residual(let stream, let branch):
            var sum = Self.activations([stream])
            _ = backend.elements.add(Self.activations([branch]), to: &sum)
            return Int64(sum.elements[0])
        case .embedding, .rotary(_, _, turn: nil), .softmax, .proofRow: return nil
        }
    }

    /// A head of queries that has the pair alone, turned as a row of the batch pass is.
    private static func turned(
        _ own: Int64, _ partner: Int64, _ turn: RotaryTurn, _ backend: any ExactGEMM
    ) -> Int64 {
        let layout = HeadLayout(
            headCount: 1, keyValueHeadCount: 1, headWidth: turn.headWidth)
        var row = [Int32](repeating: 0, count: layout.columnCount)
        row[turn.column] = Int32(own)
        row[turn.column + turn.partnerOffset] = Int32(partner)
        var matrix = ActivationMatrix(rows: 1, columns: row.count, elements: row)
        _ = backend.elements.rotate(
            &matrix, positions: [turn.position], layout: layout,
            table: RotaryTable(
                RotaryFrequencies(base: turn.base, headWidth: turn.headWidth),
                positions: turn.position..<turn.position + 1),
            workers: .alone)
        return Int64(matrix.elements[turn.column])
    }

    /// The columns of a kernel's tile: the element's column stands first, the others are zero.
    private static let tileColumnCount = 16

    private static func linear(
        _ row: [Int64], _ weights: [Int64], _ bias: Int64, _ backend: any ExactGEMM
    ) -> Int64 {
        let columns = tileColumnCount
        var elements = [Int32](repeating: 0, count: weights.count * columns)
        for (k, weight) in weights.enumerated() { elements[k * columns] = Int32(weight) }
        let packed = backend.packed(
            BoundedMatrix(
                rows: weights.count, columns: columns, elements: elements,
                bound: FixedPoint.weightClamp))
        var result = ActivationMatrix(rows: 1, columns: columns)
        _ = packed.linear(
            activations(row), rows: 0..<1, columns: [0..<columns],
            bias: vector(bias, at: 0, of: columns, .activation), into: &result, workers: .alone)
        return Int64(result.elements[0])
    }

    /// The product left [1, K] · right [K, 1], in the way in which the engine's pass calls a
    /// backend.
    private static func product(
        _ left: BoundedMatrix, _ right: BoundedMatrix, _ backend: any ExactGEMM
    ) -> Int64 {
        backend.packed(right.transposed).product(with: left).elements[0]
    }

    private static func activations(_ row: [Int64]) -> ActivationMatrix {
        ActivationMatrix(rows: 1, columns: row.count, elements: row.map { Int32($0) })
    }

    /// A row of operands, clamped and brought to Q12.
    private static func operands(_ row: [Int64], _ clamp: Int64) -> BoundedMatrix {
        BoundedMatrix(
            roundShifting: IntegerMatrix(
                rows: 1, columns: row.count, elements: row.map { clamped($0, clamp) }),
            by: 4, clampedTo: clamp)
    }
}
