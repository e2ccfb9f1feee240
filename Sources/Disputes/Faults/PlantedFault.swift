package import Architectures
package import Tensors

/// A fault, where it is, and what whoever looks for it must say.
package struct PlantedFault: Sendable {
    package let kind: FaultKind
    /// For people: "bit 5 of element 17 of h.2.mlp.fc of prompt 1".
    package let place: String
    package let change: Change
    package let truth: Truth

    package init(kind: FaultKind, place: String, change: Change, truth: Truth) {
        self.kind = kind
        self.place = place
        self.change = change
        self.truth = truth
    }

    /// What is wrong in the faulty run.
    package enum Change: Sendable {
        case output(OutputFault)
        /// The parameter that is used instead of the model's own.
        ///
        /// - Parameter isClaimed: whether the digests of the weights are those of this one.
        case parameter(IntegerTensor, isClaimed: Bool)
        case token(prompt: Int, position: Int, id: Int32)
        /// The operations that run instead.
        case operations([Operation])
    }

    /// What there is to find.
    package enum Truth: Sendable, Equatable {
        /// The first operation whose output is wrong while its inputs are right.
        case elements(operation: String, [PromptTruth])
        case parameter(String, ElementDifference)
        /// - Parameter ids: the right one and the wrong one.
        case token(prompt: Int, position: Int, ids: [Int32])
        /// Where the schedules part: the right operation there and the wrong one; nil after the
        /// end of a list.
        case schedule(names: [String?])
    }

    /// What is wrong in the output for one prompt.
    package struct PromptTruth: Sendable, Equatable {
        package let prompt: Int
        package let difference: ElementDifference
    }
}

/// A mistake in the output of one operation.
package struct OutputFault: Sendable {
    /// Of the operation in the architecture's list.
    package let place: Int
    /// The sequence that it strikes; nil for all of them.
    package let sequence: Int?
    package let mistake: Mistake

    package enum Mistake: Sendable {
        case bit(element: Int, bit: Int)
        case sumBit(element: Int, bit: Int)
        case truncation(element: Int)
        case clamp(bound: Int64)
        /// The last term of every sum of the last row, or of the last tile of columns.
        case lastTerm(isOfLastRow: Bool)
    }

    package static let tileColumnCount = 16
}

extension OutputFault {
    /// The output with the mistake in it.
    ///
    /// - Parameter parameter: the model's parameter of a name.
    package func spoiled(
        _ values: OperationValues, parameter: (String) -> IntegerTensor
    ) -> [Int64] {
        var output = values.output
        switch mistake {
        case .bit(let element, let bit): output[element] ^= 1 << Int64(bit)
        case .sumBit(let element, let bit):
            let inputs = values.elementInputs(element, parameter: parameter)
            output[element] = inputs.finished(inputs.sum ^ 1 << Int64(bit))
        case .truncation(let element):
            let inputs = values.elementInputs(element, parameter: parameter)
            output[element] = inputs.finished(inputs.sum, rounds: false)
        case .clamp(let bound):
            for element in output.indices {
                output[element] = ElementInputs.clamped(output[element], bound)
            }
        case .lastTerm(let isOfLastRow):
            for element in Self.edge(values, isOfLastRow: isOfLastRow) {
                let inputs = values.elementInputs(element, parameter: parameter)
                output[element] = inputs.finished(inputs.sum - inputs.lastTerm)
            }
        }
        return output
    }

    private static func edge(_ values: OperationValues, isOfLastRow: Bool) -> [Int] {
        let dimensions = values.dimensions
        let (rows, columns) = (dimensions[0], dimensions[1])
        if isOfLastRow { return Array((rows - 1) * columns..<rows * columns) }
        let start = (columns - 1) / tileColumnCount * tileColumnCount
        return (0..<rows).flatMap { row in (start..<columns).map { row * columns + $0 } }
    }
}

extension ElementInputs {
    /// The last product of the sum of a linear layer; 0 of everything else.
    fileprivate var lastTerm: Int64 {
        guard case .linear(let row, let weights, _) = self, let x = row.last,
            let weight = weights.last
        else { return 0 }
        return FixedPoint.roundShift(x, 4) * weight
    }
}
