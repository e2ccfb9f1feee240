package import Architectures
package import Tensors

/// A fault, its place, and the finding that a search for it must come to.
package struct PlantedFault: Sendable {
    package let kind: FaultKind
    /// The place in words, for people: "bit 5 of element 17 of h.2.mlp.fc of prompt 1".
    package let place: String
    package let change: Change
    package let truth: Truth

    package init(kind: FaultKind, place: String, change: Change, truth: Truth) {
        self.kind = kind
        self.place = place
        self.change = change
        self.truth = truth
    }

    /// The mistake of the faulty run.
    package enum Change: Sendable {
        case output(OutputFault)
        /// Uses this parameter instead of the model's own.
        ///
        /// - Parameter isClaimed: whether the digests of the weights are those of this one.
        case parameter(IntegerTensor, isClaimed: Bool)
        case token(prompt: Int, position: Int, id: Int32)
        /// Runs these operations instead of the model's own.
        case operations([Operation])
    }

    /// The finding that a search must come to.
    package enum Truth: Sendable, Equatable {
        /// The first operation whose output is wrong while its inputs are right, with the prompts
        /// that it is wrong for.
        case elements(operation: String, [PromptTruth])
        case parameter(String, ElementDifference)
        /// - Parameter ids: the right token and the wrong one.
        case token(prompt: Int, position: Int, ids: [Int32])
        /// The operations at which the schedules part, the right one and the wrong one; nil after
        /// the end of a list.
        case schedule(names: [String?])
    }

    /// The difference in the output for one prompt.
    package struct PromptTruth: Sendable, Equatable {
        package let prompt: Int
        package let difference: ElementDifference
    }
}

/// A mistake in the output of one operation.
package struct OutputFault: Sendable {
    /// The operation's place in the architecture's list.
    package let place: Int
    /// The number of the sequence that is struck; nil for all sequences.
    package let sequence: Int?
    package let mistake: Mistake

    package enum Mistake: Sendable {
        case bit(element: Int, bit: Int)
        case sumBit(element: Int, bit: Int)
        case truncation(element: Int)
        case clamp(bound: Int64)
        /// The last term is left out of every sum of the last row, or of the last tile of columns.
        case lastTerm(isOfLastRow: Bool)
    }

    package static let tileColumnCount = 16
}

extension OutputFault {
    /// The output with the mistake in it.
    ///
    /// - Parameter parameter: gives the model's parameter of a name.
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
    /// The last product of the sum of a linear layer; 0 for all other inputs.
    fileprivate var lastTerm: Int64 {
        guard case .linear(let row, let weights, _) = self, let x = row.last,
            let weight = weights.last
        else { return 0 }
        return FixedPoint.roundShift(x, 4) * weight
    }
}
