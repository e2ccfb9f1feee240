internal import Architectures
internal import Disputes
internal import Fingerprints
internal import Inference
internal import Traces

/// A bit of one element of one output, flipped on purpose.
struct SingleBit: Interference {
    /// The prompt's place in the run.
    let prompt: Int
    /// The operation's place in the architecture.
    let place: Int
    let element: Int
    let bit: Int

    func operations(of architecture: Architecture) -> [Operation] { architecture.operations }

    func isAimed(at place: Int, sequence: Int) -> Bool {
        place == self.place && sequence == prompt
    }

    func spoiled(_ step: ForwardStep) -> [Int64] {
        var output = step.output
        output[element] ^= 1 << Int64(bit)
        return output
    }
}

/// The planted bit, as a search for it must name it.
package struct PlantedBit: Sendable, Equatable {
    package let prompt: Int
    package let layer: Int?
    package let operation: String
    /// The element's row-major place.
    package let element: Int
    package let bit: Int
    /// The right integer, then the wrong one.
    package let values: [Int64]

    /// Whether a difference names exactly this bit, and no other.
    package func isNamed(by difference: VariationDifference) -> Bool {
        difference.prompt == prompt && difference.layer == layer
            && difference.operation == operation && difference.element?.element == element
            && difference.element?.values == values && difference.element?.differingCount == 1
    }
}

extension SingleBit {
    /// A bit that follows from the seed, in an element that no mask covers; the flipped integer
    /// stays within the range that an engine may hold there.
    ///
    /// - Parameter usual: makes the usual run at a level.
    static func drawn(
        seed: String, promptCount: Int, architecture: Architecture,
        usual: (TraceLevel) throws -> Trace
    ) throws -> (bit: SingleBit, planted: PlantedBit) {
        var random = PythonRandom(seed: seed)
        let place = random.index(below: architecture.operations.count)
        let operation = architecture.operations[place]
        let trace = try usual(.values(operation: "\(operation.station)"))
        while true {
            let prompt = random.index(below: promptCount)
            let values = trace.prompts[prompt].values
            let element = random.index(below: values.count)
            let tokenCount = trace.prompts[prompt].tokenIDs.count
            if case .heads = operation.output,
                element % tokenCount > element / tokenCount % tokenCount
            {
                continue
            }
            let range = operation.outputRange
            let bit = random.index(
                below: range.upperBound.bitWidth - range.upperBound.leadingZeroBitCount)
            let value = values[element]
            let changed = value ^ 1 << Int64(bit)
            guard range.contains(changed) else { continue }
            return (
                SingleBit(prompt: prompt, place: place, element: element, bit: bit),
                PlantedBit(
                    prompt: prompt, layer: operation.station.layer,
                    operation: "\(operation.station)", element: element, bit: bit,
                    values: [value, changed])
            )
        }
    }
}
