internal import Architectures
internal import Cryptography
internal import Fingerprints
internal import Inference
internal import Tensors
internal import Traces

/// Draws liars of every kind about operations of every kind; equal seeds draw equal liars.
struct LieDraw {
    /// A lie as it is planted, and the finding that a game must come to.
    struct Lie {
        let prompt: Int
        let place: Int
        let outputs: PromptOutputs
        /// The first element that differs, row-major, with the honest value and the false one; nil
        /// for the proof.
        let truth: Truth?

        struct Truth: Sendable, Equatable {
            let element: Int
            let right: Int64
            let wrong: Int64
        }
    }

    private let subject: DisputeSubject
    var random: PythonRandom

    init(_ subject: DisputeSubject, seed: String) {
        self.subject = subject
        random = PythonRandom(seed: seed)
    }

    private var task: DisputeTask { subject.task }

    /// The kinds of operations in a schedule, as names without their layer.
    static func operationKinds(_ task: DisputeTask) -> [String] {
        var kinds: [String] = []
        for operation in task.schedule {
            let kind = operation.kindName
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return kinds
    }

    // MARK: Places

    mutating func index(below count: Int) -> Int { random.index(below: count) }

    mutating func place(ofKind kind: String) -> Int {
        let places = task.schedule.indices.filter { task.schedule[$0].kindName == kind }
        return places[index(below: places.count)]
    }

    mutating func prompt() -> Int { index(below: task.prompts.count) }

    /// A prompt so long that a sum over its tokens is cut into parts; nil where there is none.
    mutating func longPrompt() -> Int? {
        let prompts = task.prompts.indices.filter {
            task.prompts[$0].tokenIDs.count > DisputeLimits.scatteredTermCountMax
        }
        return prompts.isEmpty ? nil : prompts[index(below: prompts.count)]
    }

    // MARK: Lies

    /// Changes an element, or the proof.
    ///
    /// - Parameter spreads: whether the run goes on from the changed value.
    mutating func lie(prompt: Int, place: Int, spreads: Bool) throws -> Lie {
        guard let form = task.form(prompt: prompt, place: place) else {
            var outputs = subject.outputs[prompt]
            outputs.proof = digest()
            return Lie(prompt: prompt, place: place, outputs: outputs, truth: nil)
        }
        let element = index(below: form.elementCount)
        let right = subject.outputs[prompt].elements[place]?[element] ?? 0
        let wrong = otherValue(than: right, place)
        var outputs: PromptOutputs
        if spreads, task.operation(at: place) != nil {
            outputs = try PromptOutputs(
                subject.transformer, task, prompt: prompt,
                interference: ElementLie(
                    place: place, change: .element(element, value: wrong), parameters: []))
        } else {
            outputs = subject.outputs[prompt]
            outputs.elements[place]?[element] = wrong
            if spreads, let rows = outputs.elements[place] {
                outputs.proof = PromptOutputs.proof(ofRows: rows, task, prompt: prompt)
            }
        }
        return Lie(
            prompt: prompt, place: place, outputs: outputs,
            truth: Lie.Truth(element: element, right: right, wrong: wrong))
    }

    /// A lie about the same element with a third value.
    mutating func another(than lie: Lie) -> Lie {
        var outputs = subject.outputs[lie.prompt]
        guard let truth = lie.truth else {
            outputs.proof = digest()
            return Lie(prompt: lie.prompt, place: lie.place, outputs: outputs, truth: nil)
        }
        var wrong = truth.wrong
        while wrong == truth.wrong { wrong = otherValue(than: truth.right, lie.place) }
        outputs.elements[lie.place]?[truth.element] = wrong
        return Lie(
            prompt: lie.prompt, place: lie.place, outputs: outputs,
            truth: Lie.Truth(element: truth.element, right: truth.right, wrong: wrong))
    }

    /// A changed weight of a linear layer, as the layer's parameter is digested.
    struct ChangedWeight {
        let name: String
        let element: Int
        let change: Int64
    }

    /// A run with another weight in one linear layer; draws until the layer's output changes.
    mutating func weightLie(prompt: Int, place: Int) throws -> (Lie, ChangedWeight) {
        guard let operation = task.operation(at: place), operation.kind == .linear else {
            preconditionFailure("no linear layer at place \(place)")
        }
        let parameters = try operation.parameters.map { try subject.trees.tensor($0) }
        let weight = parameters[0]
        while true {
            let (row, column) = (index(below: weight.rows), index(below: weight.columns))
            let old = Int64(weight.elements[row * weight.columns + column])
            let change: Int64 = old > 0 ? -4096 : 4096
            let outputs = try PromptOutputs(
                subject.transformer, task, prompt: prompt,
                interference: ElementLie(
                    place: place, change: .weight(row: row, column: column, by: change),
                    parameters: parameters))
            guard let honest = subject.outputs[prompt].elements[place],
                let other = outputs.elements[place],
                let first = honest.indices.first(where: { honest[$0] != other[$0] })
            else { continue }
            let lie = Lie(
                prompt: prompt, place: place, outputs: outputs,
                truth: Lie.Truth(element: first, right: honest[first], wrong: other[first]))
            let changed = ChangedWeight(
                name: weight.name, element: column * weight.rows + row, change: change)
            return (lie, changed)
        }
    }

    /// Another value within the operation's bounds, near the right one or far from it.
    private mutating func otherValue(than right: Int64, _ place: Int) -> Int64 {
        let bounds: ClosedRange<Int64>
        if let operation = task.operation(at: place), operation.kind != .softmax {
            bounds = operation.outputRange
        } else {
            // A row of probabilities never sums to 0.
            bounds = 1...FixedPoint.one
        }
        while true {
            let span = Int(bounds.upperBound - bounds.lowerBound) + 1
            let isNear = index(below: 2) == 0
            let value =
                isNear
                ? right + (index(below: 2) == 0 ? -1 : 1)
                : bounds.lowerBound + Int64(index(below: span))
            if value != right, bounds.contains(value) { return value }
        }
    }

    mutating func digest() -> Digest {
        Digest(bytes: (0..<32).map { _ in UInt8(index(below: 256)) })
    }
}

extension ScheduledOperation {
    /// The name without its layer: `attn.qkv` for `h.3.attn.qkv`.
    var kindName: String {
        layer.map { String(name.dropFirst("h.\($0).".count)) } ?? name
    }
}
