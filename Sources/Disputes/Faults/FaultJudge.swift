internal import Architectures
internal import Tensors
internal import Traces

/// Compares the verdict on one pair of files with the planted fault.
struct FaultJudge {
    enum Judgement {
        /// The fault was named exactly; the search is over.
        case named
        case missed(String)
        /// The verdict tells as much as these files can; the next pair of files follows.
        case ask(FaultFilePair)
    }

    let fault: PlantedFault
    let model: SelfTestModel
    let pair: FaultFilePair

    func judgement(of comparison: Comparison) -> Judgement {
        switch fault.truth {
        case .elements(let operation, let differences):
            elements(comparison, operation, differences)
        case .parameter(let name, let difference): parameter(comparison, name, difference)
        case .token(let prompt, let position, let ids):
            token(comparison, prompt, position, ids)
        case .schedule(let names): schedule(comparison, names)
        }
    }

    /// The number, in the self-test's subject, of the prompt that the verdict names.
    private func prompt(_ comparison: Comparison) -> Int? {
        comparison.prompt.map { pair.prompts[$0.place] }
    }

    private func missed(_ comparison: Comparison, _ expected: String) -> Judgement {
        .missed("expected \(expected), got \(Self.text(comparison))")
    }

    static func text(_ comparison: Comparison) -> String {
        let parts: [String?] = [
            comparison.verdict.rawValue,
            comparison.prompt.map { "prompt \($0.place) of the files" },
            comparison.layer.map { "layer \($0)" }, comparison.operation,
            comparison.element.map { "\($0)" }, comparison.token.map { "\($0)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    // MARK: What the verdict asks for

    /// The pair of files that the comparison's own commands make; nil where it names none.
    private func next(_ comparison: Comparison) -> FaultFilePair? {
        guard let commands = comparison.next, commands.count == 2 else { return nil }
        let levels = commands.map { command -> TraceLevel? in
            let words = command.split(separator: " ")
            guard let place = words.firstIndex(of: "--level"), place + 1 < words.count else {
                return nil
            }
            return level(words[place + 1].filter { $0 != "'" })
        }
        guard let level = levels[0], levels[1] == level else { return nil }
        if case .weights = level { return FaultFilePair(level: level, prompts: []) }
        return prompt(comparison).map { FaultFilePair(level: level, prompts: [$0]) }
    }

    /// The level as the command `trace` reads it: `values=` takes parameters, too.
    private func level(_ text: String) -> TraceLevel? {
        let level = TraceLevel(text: text)
        if case .values(let name)? = level,
            model.subject.weights.tensors.contains(where: { $0.name == name })
        {
            return .weights(parameter: name)
        }
        return level
    }

    // MARK: Outputs

    private func elements(
        _ comparison: Comparison, _ operation: String, _ differences: [PlantedFault.PromptTruth]
    ) -> Judgement {
        let all = FaultFilePair(
            level: .operations, prompts: Array(model.subject.prompts.indices))
        if pair.level == .layers && comparison.verdict == .match {
            // The fault is gone before its layer ends: only a finer trace can hold it.
            return .ask(all)
        }
        let expected = differences.first { difference in
            pair.prompts.contains(difference.prompt)
                && (pair.level != .layers || difference.prompt == prompt(comparison))
        }
        guard comparison.verdict == .root, let expected, prompt(comparison) == expected.prompt
        else {
            return missed(comparison, "root, \(operation), prompts \(differences.map(\.prompt))")
        }
        let layer = Station(operation)?.layer
        switch pair.level {
        case .layers:
            let ends = layer.map { ["h.\($0).residual_mlp", ScheduledOperation.proofRows] }
            guard (ends ?? [operation]).contains(comparison.operation ?? ""),
                comparison.layer == layer || comparison.operation == ScheduledOperation.proofRows
            else { return missed(comparison, "the end of layer \(layer ?? -1)") }
        case .operations:
            guard comparison.operation == operation, comparison.layer == layer else {
                return missed(comparison, "root, \(operation)")
            }
        case .values, .weights:
            guard comparison.operation == operation, comparison.layer == layer,
                comparison.element == expected.difference
            else { return missed(comparison, "\(operation), \(expected.difference)") }
            return .named
        }
        return next(comparison).map(Judgement.ask) ?? missed(comparison, "a next command")
    }

    // MARK: Weights

    private func parameter(
        _ comparison: Comparison, _ name: String, _ difference: ElementDifference
    ) -> Judgement {
        guard comparison.verdict == .weights, comparison.operation == name,
            comparison.layer == Self.layer(ofParameter: name),
            comparison.differingParameters == [name]
        else { return missed(comparison, "weights, \(name)") }
        if case .weights = pair.level {
            return comparison.element == difference
                ? .named : missed(comparison, "\(name), \(difference)")
        }
        return next(comparison).map(Judgement.ask) ?? missed(comparison, "a next command")
    }

    private static func layer(ofParameter name: String) -> Int? {
        let parts = name.split(separator: ".")
        return parts.first == "h" && parts.count > 1 ? Int(parts[1]) : nil
    }

    // MARK: Tokens

    private func token(
        _ comparison: Comparison, _ prompt: Int, _ position: Int, _ ids: [Int32]
    ) -> Judgement {
        guard comparison.verdict == .input, self.prompt(comparison) == prompt,
            comparison.token?.position == position, comparison.token?.ids == ids
        else { return missed(comparison, "input, prompt \(prompt), token \(position), \(ids)") }
        return .named
    }

    // MARK: Schedules

    /// - Parameter names: the operations at which the lists part, on the honest side and on the
    ///   other.
    private func schedule(_ comparison: Comparison, _ names: [String?]) -> Judgement {
        let layer = names[0].flatMap { Station($0) }?.layer
        if pair.level == .operations {
            guard comparison.verdict == .schedule, comparison.operation == names[0],
                comparison.layer == layer
            else { return missed(comparison, "schedule, \(names)") }
            return .named
        }
        // Files of layers show that a layer is missing; of operations in another order they show
        // the outputs that differ.
        let verdict = fault.kind == .skippedLayer ? ComparisonVerdict.schedule : .root
        guard comparison.verdict == verdict, comparison.layer == layer else {
            return missed(comparison, "\(verdict), layer \(layer ?? -1)")
        }
        if verdict == .root {
            return next(comparison).map(Judgement.ask) ?? missed(comparison, "a next command")
        }
        return .ask(FaultFilePair(level: .operations, prompts: pair.prompts))
    }
}
