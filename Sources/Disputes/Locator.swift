internal import Architectures
internal import Encodings
internal import Fingerprints
internal import Inference
package import Proving
package import Tensors
package import Traces

/// The other side of a dispute, made on this machine: the prompts of a trace that somebody else
/// made are run again and compared, as far as that trace can tell.
package struct Locator: Sendable {
    private let prover: Prover
    private let model: TracedModel
    private let settings: GoldenRun.Settings
    private let maker: [TraceFact]
    private let parameter: @Sendable (String) throws -> IntegerTensor?

    /// - Parameters:
    ///   - model: the digests and the architecture of the weights that the prover runs.
    ///   - maker: facts about this machine and program.
    ///   - parameter: the integers of a parameter of the same model; nil where it has none of that
    ///     name. It is called only where they are needed.
    package init(
        prover: Prover, model: TracedModel, settings: GoldenRun.Settings,
        maker: [TraceFact] = [],
        parameter: @escaping @Sendable (String) throws -> IntegerTensor?
    ) {
        self.prover = prover
        self.model = model
        self.settings = settings
        self.maker = maker
        self.parameter = parameter
    }

    /// The result of comparing their trace with a run on this machine.
    package struct Location: Sendable {
        /// The comparison; their trace is the left one, ours the right one.
        package let comparison: Comparison
        /// Our trace, of the same prompts and level.
        package let ours: Trace
        /// The disputed element with the integers that it follows from; expected is our value, got
        /// is theirs. Nil unless their trace holds the integers of an operation whose inputs agree.
        package let element: OneElement?
        /// The command that the owner of their trace runs next; nil where nothing is left to ask.
        package let next: String?
    }

    /// Makes our side of `theirs`, compares, and goes on as far as their trace allows.
    ///
    /// **Throws:** ``ComparisonError``, ``TraceRequestError`` where their trace is of an operation
    /// that this model lacks, ``TokenizerError``, ``InferenceError``, and what `parameter` throws.
    package func location(
        of theirs: Trace, onProof: @Sendable (_ index: Int) -> Void = { _ in }
    ) throws -> Location {
        let ours = try counterpart(of: theirs, onProof: onProof)
        let comparison = try Comparison(theirs, ours)
        return Location(
            comparison: comparison, ours: ours, element: try element(at: comparison),
            next: comparison.next?.first)
    }

    // MARK: Our side

    private func counterpart(
        of theirs: Trace, onProof: @Sendable (_ index: Int) -> Void
    ) throws -> Trace {
        // With another plan, no prompt can be run again, and none need be.
        guard theirs.model.architecture == model.architecture else {
            return Trace(
                level: theirs.level, model: model, schedule: [], prompts: [], maker: maker)
        }
        guard case .weights(let name) = theirs.level else {
            let challenges = try theirs.prompts.map { prompt in
                try TracedChallenge(
                    salt: prompt.salt, prompt: Array(prompt.prompt.utf8),
                    tokenizer: prover.tokenizer)
            }
            return try run(challenges, theirs.level, onProof)
        }
        return try weightsTrace(name)
    }

    private func weightsTrace(_ name: String) throws -> Trace {
        guard let tensor = try parameter(name) else { throw LocatorError.noParameter(name) }
        var trace = Trace(
            level: .weights(parameter: name), model: model, schedule: [], prompts: [],
            maker: maker)
        trace.weightValues = tensor.elements
        return trace
    }

    private func run(
        _ challenges: [TracedChallenge], _ level: TraceLevel,
        _ onProof: @Sendable (_ index: Int) -> Void = { _ in }
    ) throws -> Trace {
        try TracedRun(
            prover: prover, challenges: challenges, level: level, model: model,
            settings: settings, maker: maker, onProof: onProof
        ).trace
    }

    /// Our trace that answers theirs after they run ``Location/next``; nil where no trace would say
    /// more.
    ///
    /// **Throws:** as ``location(of:onProof:)``.
    package func nextTrace(after location: Location) throws -> Trace? {
        let comparison = location.comparison
        guard location.next != nil, let question = comparison.nextQuestion else {
            return nil
        }
        if comparison.verdict == .weights {
            return try comparison.operation.map(weightsTrace)
        }
        guard let prompt = question.prompt, let level = TraceLevel(text: question.level) else {
            return nil
        }
        return try run([challenge(prompt)], level)
    }

    private func challenge(_ prompt: PromptComparison) throws -> TracedChallenge {
        try TracedChallenge(
            salt: prompt.salt, prompt: Array(prompt.prompt.utf8), tokenizer: prover.tokenizer)
    }

    // MARK: The element

    private func element(at comparison: Comparison) throws -> OneElement? {
        guard comparison.verdict == .root, let difference = comparison.element,
            let name = comparison.operation, let prompt = comparison.prompt
        else { return nil }
        guard let inputs = try inputs(name, difference, prompt) else { return nil }
        return try OneElement(
            operation: name, index: difference.index, inputs: inputs,
            expected: difference.values[1], got: difference.values[0],
            origin: OneElement.Origin(
                integerWeightsHash: model.integerWeightsHash, salt: prompt.salt,
                prompt: prompt.prompt))
    }

    /// The integers that the element follows from in our run, whose inputs equal theirs; nil for
    /// the proof, which has no elements.
    private func inputs(
        _ name: String, _ difference: ElementDifference, _ prompt: PromptComparison
    ) throws -> ElementInputs? {
        let tokenIDs = try challenge(prompt).challenge.tokenIDs
        let operations = prover.transformer.architecture.operations
        guard name != ScheduledOperation.proofRows else {
            return try proofRow(difference, prompt.salt, tokenIDs)
        }
        guard let place = operations.firstIndex(where: { "\($0.station)" == name }) else {
            return nil
        }
        let operation = operations[place]
        let outputs = try outputs(operation.inputs + [place], tokenIDs)
        let values = OperationValues(
            operation: operation, tokenIDs: tokenIDs,
            inputs: operation.inputs.compactMap { outputs[$0] }, output: outputs[place] ?? [])
        return try values.elementInputs(difference.element) { name in
            guard let tensor = try parameter(name) else { throw LocatorError.noParameter(name) }
            return tensor
        }
    }

    /// The probability behind an element of the rows [heads, T].
    private func proofRow(
        _ difference: ElementDifference, _ salt: String, _ tokenIDs: [Int32]
    ) throws -> ElementInputs {
        let shape = prover.transformer.shape
        let heads = HeadSelection.heads(
            salt: salt, layerCount: shape.layerCount, headCount: shape.headCount)
        let head = heads[difference.index[0]]
        let rows = try prover.transformer.forward(batch: [tokenIDs]).rows[0]
        return .proofRow(probability: rows[head.layer][head.head][difference.index[1]])
    }

    private func outputs(_ places: [Int], _ tokenIDs: [Int32]) throws -> [Int: [Int64]] {
        let operations = prover.transformer.architecture.operations
        let observer = StationObserver(places.map { operations[$0].station })
        _ = try prover.transformer.forward(batch: [tokenIDs], observer: observer)
        return observer.outputs
    }
}

/// Keeps the outputs of some operations.
private final class StationObserver: ForwardObserver {
    private let stations: [Station]
    /// By the operation's place.
    private(set) var outputs: [Int: [Int64]] = [:]  // looked up, never iterated

    init(_ stations: [Station]) {
        self.stations = stations
    }

    func looksAt(_ operation: Operation) -> Bool { stations.contains(operation.station) }

    func observe(_ operation: Operation, place: Int, sequence: Int, _ tensor: ObservedTensor) {
        outputs[place] = tensor.elements
    }
}

/// Why our side of a trace cannot be made.
package enum LocatorError: Error, Equatable, CustomStringConvertible {
    case noParameter(String)

    package var description: String {
        switch self {
        case .noParameter(let name):
            "parameter: expected one of this model, got "
                + JSONValue.quoted(name, scalarCountMax: 80)
        }
    }
}
