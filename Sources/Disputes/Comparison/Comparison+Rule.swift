import Traces

/// The rule of verdicts, question by question.
extension Comparison {
    mutating func judge(_ left: Trace, _ right: Trace) throws(ComparisonError) {
        let weights = WeightsComparison(left.model, right.model)
        differingParameters = weights.differing
        if let words = Self.configurationWords(left, right) {
            verdict = .config
            explanation = words
            return
        }
        guard let level = Self.commonLevel(left.level, right.level) else {
            verdict = .config
            explanation =
                "The left file holds \(Self.name(left.level)), the right one "
                + "\(Self.name(right.level)): these are not compared with each other."
            return
        }
        self.level = level
        if case .weights(let parameter) = level {
            return try judgeWeights(weights, parameter, left, right)
        }
        let pairing = PromptPairing(left, right)
        let alignment = try ScheduleAlignment(left, right, level: level)
        schedule = alignment.operations
        prompts = try RecordComparison(alignment: alignment, level: level)
            .prompts(pairing, left, right)
        roots = rootGroups()
        try checkValues(left, right)
        addNotes(weights, pairing, left, right)
        if let words = weights.words {
            blameWeights(words)
        } else if let difference = InputDifference(pairing, left, right) {
            verdict = .input
            prompt = prompts.first { $0.left == difference.left && $0.left != nil }
            token = difference.token
            explanation = difference.words
        } else if let parting = alignment.parting {
            verdict = .schedule
            operation = (parting.left ?? parting.right)?.name
            layer = (parting.left ?? parting.right)?.layer
            explanation =
                "The schedules part at operation \(alignment.steps.count): \(parting.words)."
        } else {
            try judgeRecords(left, right)
        }
        proofs = proofsVerdict(left, right)
        if !verdict.isDifference || verdict == .propagated || verdict == .root {
            explanation += proofWords
        }
    }

    // MARK: Configuration

    private static func configurationWords(_ left: Trace, _ right: Trace) -> String? {
        let (a, b) = (left.model.architecture, right.model.architecture)
        let texts: [(String, String, String)] = [
            ("norm", a.norm, b.norm), ("positions", a.positions, b.positions),
            ("activation", a.activation, b.activation),
        ]
        let sizes: [(String, Int, Int)] = [
            ("layers", a.layerCount, b.layerCount), ("width", a.width, b.width),
            ("heads", a.headCount, b.headCount), ("head width", a.headWidth, b.headWidth),
            ("hidden width", a.hiddenWidth, b.hiddenWidth),
            ("vocabulary", a.vocabularyCount, b.vocabularyCount),
            ("context", a.contextTokenCount, b.contextTokenCount),
            (
                "key-value heads", a.rotary?.keyValueHeadCount ?? a.headCount,
                b.rotary?.keyValueHeadCount ?? b.headCount
            ),
            ("rotary base", a.rotary?.base ?? 0, b.rotary?.base ?? 0),
        ]
        let differing =
            texts.filter { $0.1 != $0.2 }
            + sizes.filter { $0.1 != $0.2 }.map { ($0, "\($1)", "\($2)") }
        guard !differing.isEmpty else { return nil }
        let words = differing.map { "\($0) \($1) on the left and \($2) on the right" }
        return "The architectures differ: \(words.joined(separator: "; "))."
    }

    /// The coarser of two levels, where the finer one holds all of it; nil otherwise.
    static func commonLevel(_ left: TraceLevel, _ right: TraceLevel) -> TraceLevel? {
        switch (left, right) {
        case _ where left == right: left
        case (.operations, .layers), (.layers, .operations): .layers
        case (.operations, .values(let name)), (.values(let name), .operations):
            .values(operation: name)
        default: nil
        }
    }

    /// "the values of h.3.attn.qkv"
    static func name(_ level: TraceLevel) -> String {
        switch level {
        case .layers: "layers"
        case .operations: "operations"
        case .values(let operation): "the values of \(operation)"
        case .weights(let parameter): "the weights \(parameter)"
        }
    }

    // MARK: Weights

    /// Judges two traces of one parameter. Its own difference is told first, since its integers are
    /// there.
    private mutating func judgeWeights(
        _ weights: WeightsComparison, _ parameter: String, _ left: Trace, _ right: Trace
    ) throws(ComparisonError) {
        guard let words = weights.words else {
            verdict = .match
            explanation = "The integers of \(parameter) are equal, and so are all other weights."
            if let note = weights.note { notes.append(note) }
            return
        }
        blameWeights(words)
        if weights.differing.contains(parameter) {
            operation = parameter
            layer = Self.layer(ofParameter: parameter)
            try setWeightElement(parameter, left, right)
        }
    }

    private mutating func blameWeights(_ words: String) {
        verdict = .weights
        operation = differingParameters.first
        layer = operation.flatMap(Self.layer(ofParameter:))
        explanation = words
    }

    /// 3 of `h.3.attn.c_attn.w`.
    private static func layer(ofParameter name: String) -> Int? {
        ScheduledOperation(name: name, inputs: [], dimensions: [], elementType: .int32).layer
    }

    // MARK: Records

    private mutating func judgeRecords(_ left: Trace, _ right: Trace) throws(ComparisonError) {
        if let first = prompts.first(where: { $0.firstRoot != nil }), let place = first.firstRoot {
            verdict = .root
            try blame(first, place, left, right)
            explanation = rootWords(first, place)
        } else if let first = prompts.first(where: { $0.firstDifference != nil }),
            let place = firstDifference(of: first)
        {
            verdict = .propagated
            try blame(first, place, left, right)
            explanation = propagatedWords(first, place)
        } else if prompts.isEmpty || left.level != right.level || prompts.contains(where: lacks) {
            verdict = .inconclusive
            explanation = missingWords(left, right)
        } else if left.model.tensors.isEmpty {
            // Both lists are empty here, since lists that differ are other weights.
            verdict = .inconclusive
            explanation =
                "All records are equal, and evidence is missing: neither file has the digests of "
                + "its weights, and a hash of them alone is a claim."
        } else {
            verdict = .match
            let count = count(.equal)
            explanation =
                "All \(Self.counted(count, "record")) of \(Self.counted(prompts.count, "prompt")) "
                + "are equal."
        }
    }

    /// Whether evidence is missing: a record that a side has or should have, or the last one.
    private func lacks(_ prompt: PromptComparison) -> Bool {
        prompt.left == nil || prompt.right == nil || prompt.states.contains(where: \.isMissing)
            || prompt.states.last != .equal
    }

    /// The place of the first operation that differs; in traces of values, the operation whose
    /// integers are there comes before its inputs.
    private func firstDifference(of prompt: PromptComparison) -> Int? {
        if case .values = level, prompt.states.last?.differs == true {
            return prompt.states.count - 1
        }
        return prompt.firstDifference
    }

    private mutating func blame(
        _ prompt: PromptComparison, _ place: Int, _ left: Trace, _ right: Trace
    ) throws(ComparisonError) {
        self.prompt = prompt
        operation = schedule[place].name
        layer = schedule[place].layer
        guard left.level == right.level, case .values(let name) = left.level,
            name == schedule[place].name, let a = prompt.left, let b = prompt.right
        else { return }
        setElement(
            left.prompts[a].values, right.prompts[b].values,
            dimensions: schedule[place].dimensions(tokenCount: prompt.tokenCount))
    }

    /// The prompts that begin to differ at each operation.
    private func rootGroups() -> [RootGroup] {
        var places: [[Int]] = Array(repeating: [], count: schedule.count)
        for prompt in prompts {
            guard let root = prompt.firstRoot else { continue }
            places[root].append(prompt.place)
        }
        return schedule.indices.filter { !places[$0].isEmpty }.map {
            RootGroup(
                operation: schedule[$0].name, layer: schedule[$0].layer,
                prompts: places[$0].sorted())
        }
    }

    // MARK: Proofs

    /// Compares proofs by their names, whatever the schedules are.
    private func proofsVerdict(_ left: Trace, _ right: Trace) -> ProofsVerdict {
        let places = [left, right].map { trace in
            trace.schedule.lastIndex { $0.name == ScheduledOperation.proof }
        }
        guard let a = places[0], let b = places[1], !prompts.isEmpty else { return .inconclusive }
        var isWhole = true
        for prompt in prompts {
            guard let i = prompt.left, let j = prompt.right,
                let x = left.prompts[i].records[a].digest,
                let y = right.prompts[j].records[b].digest
            else {
                isWhole = false
                continue
            }
            if x != y { return .differs }
        }
        return isWhole ? .match : .inconclusive
    }

    // MARK: Notes

    private mutating func addNotes(
        _ weights: WeightsComparison, _ pairing: PromptPairing, _ left: Trace, _ right: Trace
    ) {
        if let note = weights.note { notes.append(note) }
        let tokensAgree = pairing.pairs.allSatisfy {
            left.prompts[$0.left].tokenIDs == right.prompts[$0.right].tokenIDs
        }
        if let a = left.model.tokenizerDigest, let b = right.model.tokenizerDigest, a != b,
            tokensAgree
        {
            notes.append("The tokenizers differ, and give the same tokens for these prompts.")
        }
        if !pairing.isInOrder { notes.append("The prompts stand in another order.") }
        if left.level != right.level, let level {
            notes.append(
                "The left file holds \(Self.name(left.level)), the right one "
                    + "\(Self.name(right.level)); compared were \(Self.name(level)).")
        }
    }
}
