import Traces

/// Integers, where both traces hold them.
extension Comparison {
    /// How many elements on either side of the first that differs are neighbours.
    static let neighbourReach = 3

    mutating func setElement<Element: FixedWidthInteger>(
        _ left: [Element], _ right: [Element], dimensions: [Int]
    ) {
        element = ElementDifference(left, right, dimensions: dimensions)
        guard let element else { return }
        let rowLength = max(dimensions.last ?? 1, 1)
        let row = element.element - element.element % rowLength
        let first = max(row, element.element - Self.neighbourReach)
        let end = min(row + rowLength, element.element + Self.neighbourReach + 1)
        neighbours = (first..<end).map {
            ElementNeighbour(element: $0, values: [Int64(left[$0]), Int64(right[$0])])
        }
    }

    mutating func setWeightElement(
        _ parameter: String, _ left: Trace, _ right: Trace
    ) throws(ComparisonError) {
        var dimensions: [[Int]] = []
        for (trace, side) in [(left, ComparisonSide.left), (right, .right)] {
            let tensor = trace.model.tensors.first { $0.name == parameter }
            let expected = Self.product(tensor?.dimensions ?? [])
            guard let tensor, trace.weightValues.count == expected else {
                throw .valueCount(
                    side: side, name: parameter, got: trace.weightValues.count, expected: expected)
            }
            dimensions.append(tensor.dimensions)
        }
        guard dimensions[0] == dimensions[1] else { return }
        setElement(
            left.weightValues.map(Int64.init), right.weightValues.map(Int64.init),
            dimensions: dimensions[0])
        guard element != nil else {
            throw .digestsAgainstValues(name: parameter, digestsAreEqual: false)
        }
    }

    /// The product of the dimensions, 1 for none; `Int.max` where it would be larger, which no
    /// trace holds.
    static func product(_ dimensions: [Int]) -> Int {
        dimensions.reduce(1) { product, dimension in
            let (value, overflow) = product.multipliedReportingOverflow(by: dimension)
            return overflow ? Int.max : value
        }
    }

    /// Checks each trace's integers against its digests, as far as the other trace shows them.
    func checkValues(_ left: Trace, _ right: Trace) throws(ComparisonError) {
        for (trace, side) in [(left, ComparisonSide.left), (right, .right)] {
            guard case .values = trace.level, let operation = trace.schedule.last else { continue }
            for (place, prompt) in trace.prompts.enumerated() {
                let dimensions = operation.dimensions(tokenCount: prompt.tokenIDs.count)
                let isComputed = prompt.records.last?.digest != nil
                let expected = isComputed ? Self.product(dimensions) : 0
                guard prompt.values.count == expected else {
                    throw .valueCount(
                        side: side, name: "prompt \(place), \(operation.name)",
                        got: prompt.values.count, expected: expected)
                }
            }
        }
        guard left.level == right.level, case .values(let name) = left.level else { return }
        for prompt in prompts {
            guard let a = prompt.left, let b = prompt.right, let state = prompt.states.last,
                state == .equal || state.differs
            else { continue }
            let isEqual = left.prompts[a].values == right.prompts[b].values
            guard isEqual == (state == .equal) else {
                throw .digestsAgainstValues(
                    name: "prompt \(prompt.place), \(name)", digestsAreEqual: state == .equal)
            }
        }
    }
}
