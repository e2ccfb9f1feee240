package import Architectures
internal import Fingerprints
internal import Inference
internal import Platform
package import Proving
internal import Tensors

/// Computes which share of the work proofs witness, and tries it with altered elements.
package struct CoverageRun: Sendable {
    package struct Settings: Sendable {
        package static let promptCountMax = 10_000
        package static let faultCountMax = 1_000_000

        package let promptCount: Int
        package let faultCount: Int
        /// The text that faults and attempts follow from.
        package let seed: String
        package let threadCount: Int

        /// **Precondition:** counts within their maxima, at least one prompt and thread.
        package init(promptCount: Int, faultCount: Int, seed: String, threadCount: Int) {
            precondition(
                (1...Self.promptCountMax).contains(promptCount)
                    && (0...Self.faultCountMax).contains(faultCount) && threadCount >= 1,
                "\(promptCount) prompts, \(faultCount) faults, \(threadCount) threads")
            self.promptCount = promptCount
            self.faultCount = faultCount
            self.seed = seed
            self.threadCount = threadCount
        }
    }

    private let prover: Prover
    private let weights: IntegerWeights
    private let settings: Settings
    private let architecture: Architecture

    /// The number of first prompts that faults strike; all outputs of these are kept.
    private static let struckPromptCount = 8

    /// **Precondition:** the prover is of these weights.
    package init(prover: Prover, weights: IntegerWeights, settings: Settings) {
        self.prover = prover
        self.weights = weights
        self.settings = settings
        architecture = prover.transformer.architecture
    }

    /// **Determinism:** follows from the model and the settings; threads change nothing.
    /// **Throws:** ``TokenizerError`` or ``InferenceError`` of the first prompt that the model
    /// cannot read; under the hardened rules that is every attempt of a model whose context holds
    /// fewer than ``WitnessChallenge/tokenCount`` tokens.
    ///
    /// - Parameter onFault: is called once a fault, from any thread.
    package func coverage(
        _ profile: Coverage.Profile, onFault: @Sendable () -> Void = {}
    ) throws -> Coverage {
        let questions = try (0..<settings.promptCount).map { try question($0, profile) }
        for question in questions { try prover.transformer.check(question.tokenIDs) }
        var account = CoverageAccount(architecture)
        for question in questions { account.add(question) }
        let struck = Array(questions.prefix(Self.struckPromptCount))
        let sample =
            settings.faultCount == 0
            ? nil
            : try self.sample(
                struck, readings: struck.map(\.readings),
                seed: "\(settings.seed)|\(profile.rawValue)", onFault: onFault)
        return account.coverage(profile, sample: sample)
    }

    /// The same faults counted by an account that leaves out a thing that proofs read: it shows
    /// that a wrong account is caught.
    package func sampleOfWrongAccount(_ profile: Coverage.Profile) throws -> CoverageSample {
        let struck = try (0..<min(settings.promptCount, Self.struckPromptCount)).map {
            try question($0, profile)
        }
        return try sample(
            struck,
            readings: struck.map { _ in ProofReadings(heads: [], readsResidual: false) },
            seed: "\(settings.seed)|\(profile.rawValue)", onFault: {})
    }

    private func question(
        _ index: Int, _ profile: Coverage.Profile
    ) throws -> CoverageQuestion {
        switch profile {
        case .published: try .published(index, prover: prover)
        case .hardened:
            .hardened(index, seed: settings.seed, shape: BatchProver(prover: prover).shape)
        }
    }

    // MARK: Faults

    private struct Struck: Sendable {
        let question: CoverageQuestion
        let reach: Reach
        let parameters: ParameterReach
        let proof: String
    }

    /// - Parameter readings: the parts of a forward pass that the account takes each question's
    ///   proof to read.
    private func sample(
        _ questions: [CoverageQuestion], readings: [ProofReadings], seed: String,
        onFault: @Sendable () -> Void
    ) throws -> CoverageSample {
        let struck = try Threads.map(
            count: questions.count, threadCount: settings.threadCount
        ) { index in
            let question = questions[index]
            let reach = Reach(
                architecture, tokenIDs: question.tokenIDs, readings: readings[index])
            return Struck(
                question: question, reach: reach, parameters: reach.parameters(),
                proof: try proof(question, prover.transformer, nil))
        }
        let trials = try Threads.map(
            count: settings.faultCount, threadCount: settings.threadCount
        ) { number in
            let target = struck[number / 2 % struck.count]
            let fault = CoverageFault(target.question, architecture, seed: seed, number: number)
            defer { onFault() }
            return (fault, try changes(target, fault))
        }
        var sample = CoverageSample(
            operationCount: architecture.operations.count,
            parameterCount: architecture.parameters.count)
        for (number, (fault, isChanged)) in trials.enumerated() {
            let target = struck[number / 2 % struck.count]
            sample.add(fault, target.reach, target.parameters, isChanged: isChanged)
        }
        return sample
    }

    /// Whether the proof differs with the fault.
    private func changes(_ struck: Struck, _ fault: CoverageFault) throws -> Bool {
        switch fault {
        case .element(let place, let element, let bit):
            return try struck.proof
                != proof(
                    struck.question, prover.transformer,
                    AlteredElement(place: place, element: element, bit: bit))
        case .weight(let parameter, let element, let bit):
            let tensor = weights[architecture.parameters[parameter].name]
            var elements = tensor.elements
            let clamp = tensor.format.clamp
            elements[element] = Int32(
                CoverageFault.altered(Int64(elements[element]), bit: bit, within: -clamp...clamp))
            let changed = prover.transformer.replacing(
                IntegerTensor(
                    name: tensor.name, rows: tensor.rows, columns: tensor.columns,
                    format: tensor.format, elements: elements))
            return try struck.proof != proof(struck.question, changed, nil)
        }
    }

    private func proof(
        _ question: CoverageQuestion, _ transformer: Transformer, _ interference: AlteredElement?
    ) throws -> String {
        let result = try transformer.forward(
            batch: [question.tokenIDs], offsets: question.offsets.map { [$0] },
            keepsResiduals: question.readings.readsResidual, interference: interference)
        return question.proof(rows: result.rows[0], residual: result.residuals.first ?? [])
    }
}

extension CoverageSample {
    fileprivate mutating func add(
        _ fault: CoverageFault, _ reach: Reach, _ parameters: ParameterReach, isChanged: Bool
    ) {
        let architecture = reach.architecture
        func counted(_ isReached: Bool, _ counts: inout Counts, _ place: String) {
            switch (isReached, isChanged) {
            case (true, true): counts.changed += 1
            case (true, false): counts.absorbed += 1
            case (false, false): counts.idle += 1
            case (false, true): contradictions.append(place)
            }
        }
        switch fault {
        case .element(let place, let element, let bit):
            counted(
                reach.contains(place: place, element: element), &operations[place],
                "bit \(bit) of element \(element) of \(architecture.operations[place].station)")
        case .weight(let parameter, let element, let bit):
            let name = architecture.parameters[parameter].name
            counted(
                parameters.contains(name, element: element), &self.parameters[parameter],
                "bit \(bit) of element \(element) of \(name)")
        }
    }
}
