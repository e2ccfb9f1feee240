internal import Architectures
internal import Inference
internal import Tensors
internal import Traces

/// A trace of values from which a run goes on.
package struct TraceSnapshot: Sendable {
    let station: Station
    let challenges: [TracedChallenge]
    private let elements: [[Int32]]

    /// **Throws:** ``TraceRequestError``.
    init(
        _ trace: Trace, for prover: Prover, _ model: TracedModel
    ) throws(TraceRequestError) {
        guard case .values(let name) = trace.level, let station = Station(name),
            ForwardSnapshot.isPossible(at: station),
            let operation = prover.transformer.architecture.operation(station)
        else { throw .noSnapshot(level: trace.level.text) }
        guard trace.model.integerWeightsHash == model.integerWeightsHash else {
            throw .snapshotOfOtherWeights(
                expected: model.integerWeightsHash, got: trace.model.integerWeightsHash)
        }
        // The file may be forged: its tensor must have the shape that this model would give it.
        let expected = TracePlan.scheduled(operation, inputs: [])
        guard trace.model.architecture == model.architecture,
            let last = trace.schedule.last, last.dimensions == expected.dimensions,
            last.elementType == expected.elementType
        else { throw .snapshotOfOtherShape(operation: name) }
        self.station = station
        challenges = trace.prompts.map {
            TracedChallenge(salt: $0.salt, prompt: $0.prompt, tokenIDs: $0.tokenIDs)
        }
        var elements: [[Int32]] = []
        for (index, prompt) in trace.prompts.enumerated() {
            guard prompt.records.last?.digest != nil else {
                throw .snapshotNotComputed(prompt: index)
            }
            let bound = FixedPoint.activationClamp
            if let place = prompt.values.firstIndex(where: { !(-bound...bound).contains($0) }) {
                throw .snapshotBeyondBound(
                    prompt: index, element: place, got: prompt.values[place])
            }
            elements.append(prompt.values.map { Int32($0) })
        }
        self.elements = elements
    }

    /// The snapshot of some of the prompts.
    func part(_ prompts: Range<Int>) -> ForwardSnapshot {
        ForwardSnapshot(station, elements: Array(elements[prompts]))
    }
}
