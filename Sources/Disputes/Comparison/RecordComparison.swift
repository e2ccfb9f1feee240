import Traces

/// The states of the records of two traces over one schedule.
struct RecordComparison {
    let alignment: ScheduleAlignment
    let level: TraceLevel

    func prompts(
        _ pairing: PromptPairing, _ left: Trace, _ right: Trace
    ) throws(ComparisonError) -> [PromptComparison] {
        try checkCounts(left, .left)
        try checkCounts(right, .right)
        var partners = [Int?](repeating: nil, count: left.prompts.count)
        for pair in pairing.pairs { partners[pair.left] = pair.right }
        var list = left.prompts.indices.map { place in
            guard let partner = partners[place] else {
                return alone(left.prompts[place], left: place, right: nil)
            }
            return pair(left.prompts[place], right.prompts[partner], left: place, right: partner)
        }
        list += pairing.onlyRight.map { alone(right.prompts[$0], left: nil, right: $0) }
        return list
    }

    private func checkCounts(_ trace: Trace, _ side: ComparisonSide) throws(ComparisonError) {
        for (place, prompt) in trace.prompts.enumerated()
        where prompt.records.count != trace.schedule.count {
            throw .recordCount(
                side: side, prompt: place, got: prompt.records.count,
                expected: trace.schedule.count)
        }
    }

    private func pair(
        _ a: TracedPrompt, _ b: TracedPrompt, left: Int, right: Int
    ) -> PromptComparison {
        var states: [RecordState] = []
        states.reserveCapacity(alignment.operations.count)
        let tokensAgree = a.tokenIDs == b.tokenIDs
        for (place, step) in alignment.steps.enumerated() {
            switch (a.records[step.left], b.records[step.right]) {
            case (.computed(let x), .computed(let y)) where x == y: states.append(.equal)
            case (.computed, .computed):
                let inputs = step.operation.inputs
                let isRoot =
                    inputs.isEmpty
                    ? tokensAgree && readsTokens(place)
                    : inputs.allSatisfy { states[$0] == .equal }
                states.append(isRoot ? .root : .propagated)
            case (.computed, .notComputed): states.append(.missingRight)
            case (.notComputed, .computed): states.append(.missingLeft)
            case (.notComputed(.stopsEarly), .notComputed(.stopsEarly)): states.append(.leftOut)
            case (.notComputed, .notComputed): states.append(.missingBoth)
            }
        }
        return comparison(a, left: left, right: right, states: states)
    }

    /// Whether an operation without inputs reads the tokens, and not a tensor that the level leaves
    /// out. In a trace of values, only the last operation can.
    private func readsTokens(_ place: Int) -> Bool {
        guard case .values = level else { return true }
        return place == alignment.operations.count - 1
    }

    /// The comparison of a prompt that the other trace lacks.
    private func alone(_ prompt: TracedPrompt, left: Int?, right: Int?) -> PromptComparison {
        let states = alignment.steps.map { step -> RecordState in
            switch prompt.records[left == nil ? step.right : step.left] {
            case .computed: left == nil ? .missingLeft : .missingRight
            case .notComputed: .missingBoth
            }
        }
        return comparison(prompt, left: left, right: right, states: states)
    }

    private func comparison(
        _ prompt: TracedPrompt, left: Int?, right: Int?, states: [RecordState]
    ) -> PromptComparison {
        let rest = alignment.operations.count - states.count
        return PromptComparison(
            left: left, right: right, salt: prompt.salt, prompt: prompt.prompt,
            tokenCount: prompt.tokenIDs.count,
            states: states + [RecordState](repeating: .notComparable, count: rest))
    }
}
