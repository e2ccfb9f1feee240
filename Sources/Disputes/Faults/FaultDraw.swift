internal import Architectures
internal import Fingerprints
internal import Tensors

/// Draws faults of every kind at random places of a subject; equal seeds draw equal faults.
package struct FaultDraw {
    let subject: FaultSubject
    private var random: PythonRandom

    /// The number of draws before no fault is reported; a fault that changes nothing is drawn
    /// again, and no transformer is so insensitive that this many would change nothing.
    private static let drawCountMax = 10_000

    package init(subject: FaultSubject, seed: String) {
        self.subject = subject
        random = PythonRandom(seed: seed)
    }

    /// A fault that changes at least one integer; nil where none of many draws did.
    package mutating func fault(_ kind: FaultKind) -> PlantedFault? {
        for _ in 0..<Self.drawCountMax {
            if let fault = candidate(kind) { return fault }
        }
        return nil
    }

    private mutating func candidate(_ kind: FaultKind) -> PlantedFault? {
        switch kind {
        case .activationBit: bit(index(below: operations.count))
        case .accumulatorBit: sumBit()
        case .rounding: truncation()
        case .clamp: clamp()
        case .tileEdge: lastTerm()
        case .weightInMemory: weightInMemory()
        case .weightInModel: weightInModel()
        case .tensorScale: tensorScale()
        case .token: token()
        case .operationOrder: operationOrder()
        case .skippedLayer: skippedLayer()
        case .proofRow: proofRow()
        }
    }

    mutating func index(below count: Int) -> Int { random.index(below: count) }

    var operations: [Operation] { subject.architecture.operations }

    mutating func place(of kinds: [Operation.Kind]) -> Int {
        let places = operations.indices.filter { kinds.contains(operations[$0].kind) }
        return places[index(below: places.count)]
    }

    mutating func prompt() -> Int { index(below: subject.prompts.count) }

    // MARK: Outputs

    /// The place of an element that no mask covers.
    private mutating func element(_ values: OperationValues) -> Int {
        while true {
            let element = index(below: values.output.count)
            guard case .heads = values.operation.output else { return element }
            let index = values.index(of: element)
            if index[2] <= index[1] { return element }
        }
    }

    private mutating func bit(_ place: Int) -> PlantedFault? {
        let prompt = prompt()
        let values = subject.values(prompt: prompt, place: place)
        return bit(element(values), place, prompt, .activationBit)
    }

    private mutating func bit(
        _ element: Int, _ place: Int, _ prompt: Int, _ kind: FaultKind
    ) -> PlantedFault? {
        let operation = operations[place]
        let range = operation.outputRange
        let bit = index(below: range.upperBound.bitWidth - range.upperBound.leadingZeroBitCount)
        let value = subject.values(prompt: prompt, place: place).output[element]
        guard range.contains(value ^ 1 << Int64(bit)) else { return nil }
        return fault(
            kind,
            OutputFault(place: place, sequence: prompt, mistake: .bit(element: element, bit: bit)),
            "bit \(bit) of element \(element) of \(operation.station)")
    }

    private mutating func sumBit() -> PlantedFault? {
        let place = place(of: [.linear])
        let prompt = prompt()
        let values = subject.values(prompt: prompt, place: place)
        guard let bound = subject.architecture.sumBound(of: values.operation) else { return nil }
        let element = element(values)
        let bit = index(below: bound.bitWidth - bound.leadingZeroBitCount)
        let sum = values.elementInputs(element) { subject.weights[$0] }.sum
        guard abs(sum ^ 1 << Int64(bit)) <= bound else { return nil }
        return fault(
            .accumulatorBit,
            OutputFault(
                place: place, sequence: prompt, mistake: .sumBit(element: element, bit: bit)),
            "bit \(bit) of the sum of element \(element) of \(values.operation.station)")
    }

    private mutating func truncation() -> PlantedFault? {
        let place = place(of: [.linear, .scores, .mixing])
        let prompt = prompt()
        let element = element(subject.values(prompt: prompt, place: place))
        return fault(
            .rounding,
            OutputFault(
                place: place, sequence: prompt, mistake: .truncation(element: element)),
            "the rounding of element \(element) of \(operations[place].station)")
    }

    /// A bound just below the largest magnitude of one prompt; the clamp acts on every prompt.
    private mutating func clamp() -> PlantedFault? {
        let place = place(
            of: [.embedding, .norm, .rootNorm, .linear, .rotary, .gatedActivation, .residual])
        let largest = subject.values(prompt: prompt(), place: place).output
            .reduce(0) { max($0, abs($1)) }
        return fault(
            .clamp,
            OutputFault(place: place, sequence: nil, mistake: .clamp(bound: max(largest - 1, 0))),
            "the clamp of \(operations[place].station), at \(largest - 1)")
    }

    private mutating func lastTerm() -> PlantedFault? {
        let place = place(of: [.linear])
        let isOfLastRow = index(below: 2) == 0
        return fault(
            .tileEdge,
            OutputFault(
                place: place, sequence: prompt(), mistake: .lastTerm(isOfLastRow: isOfLastRow)),
            "the last term of the \(isOfLastRow ? "last row" : "last columns") of "
                + "\(operations[place].station)")
    }

    private mutating func proofRow() -> PlantedFault? {
        let prompt = prompt()
        let shape = subject.architecture.shape
        let heads = HeadSelection.heads(
            salt: subject.prompts[prompt].salt, layerCount: shape.layerCount,
            headCount: shape.headCount)
        let head = heads[index(below: heads.count)]
        let station = Station(layer: head.layer, .probabilities)
        guard let place = operations.firstIndex(where: { $0.station == station }) else {
            return nil
        }
        let count = subject.prompts[prompt].tokenIDs.count
        let start = (head.head * count + count - 1) * count
        return bit(start + index(below: count), place, prompt, .proofRow)
    }

    /// The fault with the differences that it makes; nil where it changes nothing.
    private func fault(
        _ kind: FaultKind, _ fault: OutputFault, _ place: String
    ) -> PlantedFault? {
        let prompts = fault.sequence.map { [$0] } ?? Array(subject.prompts.indices)
        let truths = truths(prompts, place: fault.place) { values in
            fault.spoiled(values) { subject.weights[$0] }
        }
        guard !truths.isEmpty else { return nil }
        let struck = fault.sequence.map { "prompt \($0)" } ?? "every prompt"
        return PlantedFault(
            kind: kind, place: "\(place) of \(struck)", change: .output(fault),
            truth: .elements(operation: "\(operations[fault.place].station)", truths))
    }

    /// The prompts whose output changes, each with its difference.
    func truths(
        _ prompts: [Int], place: Int, spoiled: (OperationValues) -> [Int64]
    ) -> [PlantedFault.PromptTruth] {
        prompts.compactMap { prompt in
            let values = subject.values(prompt: prompt, place: place)
            return ElementDifference(
                values.output, spoiled(values), dimensions: values.dimensions
            ).map { PlantedFault.PromptTruth(prompt: prompt, difference: $0) }
        }
    }
}
