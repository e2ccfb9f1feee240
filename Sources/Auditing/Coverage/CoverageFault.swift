internal import Architectures
internal import Fingerprints
internal import Inference
internal import Tensors

/// An element that is altered by one bit, and stays within its format.
enum CoverageFault: Sendable {
    /// An element of an operation's output, by its row-major place.
    case element(place: Int, element: Int, bit: Int)
    /// An element of a parameter, by its place among the parameters.
    case weight(parameter: Int, element: Int, bit: Int)

    /// Draws a fault. Outputs and parameters take turns; then all operations, or parameters, are
    /// equally likely, and then all elements. Masked positions are left out; of embeddings, every
    /// second draw is of a row that the question reads.
    init(_ question: CoverageQuestion, _ architecture: Architecture, seed: String, number: Int) {
        var random = PythonRandom(seed: "glyphlab coverage fault \(number)|\(seed)")
        guard number.isMultiple(of: 2) else {
            self = Self.weight(question, architecture, &random)
            return
        }
        let place = random.index(below: architecture.operations.count)
        let operation = architecture.operations[place]
        let count = question.tokenIDs.count
        let dimensions = operation.dimensions(tokenCount: count)
        var element = random.index(below: dimensions.reduce(1, *))
        if case .heads = operation.output {
            while element % count > element / count % count {
                element = random.index(below: dimensions.reduce(1, *))
            }
        }
        let bound = operation.outputRange.upperBound
        self = .element(
            place: place, element: element,
            bit: random.index(below: Int64.bitWidth - bound.leadingZeroBitCount - 1))
    }

    private static func weight(
        _ question: CoverageQuestion, _ architecture: Architecture, _ random: inout PythonRandom
    ) -> CoverageFault {
        let parameters = architecture.parameters
        let place = random.index(below: parameters.count)
        let parameter = parameters[place]
        var element = random.index(below: parameter.rows * parameter.columns)
        let token = random.index(below: question.tokenIDs.count)
        if random.index(below: 2) == 0 {
            let column = element % parameter.columns
            if parameter.name == "wte" {
                element = Int(question.tokenIDs[token]) * parameter.columns + column
            } else if parameter.name == "wpe" {
                element = token * parameter.columns + column
            }
        }
        let bound = parameter.format.clamp
        return .weight(
            parameter: place, element: element,
            bit: random.index(below: Int64.bitWidth - bound.leadingZeroBitCount - 1))
    }

    /// The value with a bit flipped; one step toward 0 where that would leave the range.
    static func altered(_ value: Int64, bit: Int, within range: ClosedRange<Int64>) -> Int64 {
        let flipped = value ^ 1 << Int64(bit)
        if range.contains(flipped) { return flipped }
        return value > 0 ? value - 1 : value + 1
    }
}

/// An altered element as an engine meets it.
struct AlteredElement: Interference {
    let place: Int
    let element: Int
    let bit: Int

    func operations(of architecture: Architecture) -> [Operation] { architecture.operations }

    func isAimed(at place: Int, sequence: Int) -> Bool { place == self.place }

    func spoiled(_ step: ForwardStep) -> [Int64] {
        var output = step.output
        output[element] = CoverageFault.altered(
            output[element], bit: bit, within: step.operation.outputRange)
        return output
    }
}
