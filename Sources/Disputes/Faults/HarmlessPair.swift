internal import Fingerprints
internal import Platform
package import Proving
internal import Traces

/// Ways in which two honest runs may differ; neither may be accused of it.
package enum HarmlessDifference: String, Sendable, CaseIterable {
    case batch
    case threads
    case backend
    case engineForm = "engine-form"
    case promptOrder = "prompt-order"
    case sharedPrefixes = "shared-prefixes"
    case earlyStop = "early-stop"
}

/// The outcome of comparing two honest runs.
package struct HarmlessOutcome: Sendable {
    package let difference: HarmlessDifference
    package let seed: String
    package let form: EngineForm
    package let backendName: String
    /// The verdict that was wrong: an accusation, or missing evidence that is there; nil where the
    /// verdict was right.
    package let miss: String?
    package let comparisonNanoseconds: Int
}

/// A pair of honest runs that follows from a seed: the usual run, and a run made in another way.
struct HarmlessTrial {
    let model: SelfTestModel
    let difference: HarmlessDifference
    let seed: String
    let form: EngineForm
    let backend: Int

    func outcome() throws -> HarmlessOutcome {
        var random = PythonRandom(seed: seed)
        let level = random.index(below: 2) == 0 ? TraceLevel.layers : .operations
        var prompts = Array(model.subject.prompts.indices)
        let left = try model.trace(level, prompts: prompts).encoded()
        if difference == .promptOrder {
            prompts = random.sample(prompts.count, below: prompts.count)
        }
        let right = try model.trace(
            level, prompts: prompts, backend: backend, form: form, settings: settings(&random)
        ).encoded()
        let watch = Stopwatch()
        let comparison = try Comparison(Trace(decoding: left), Trace(decoding: right))
        let nanoseconds = watch.nanoseconds
        // An early stop leaves records out; the proofs are there.
        let expected = difference == .earlyStop ? ComparisonVerdict.inconclusive : .match
        let isRight = comparison.verdict == expected && comparison.proofs == .match
        return HarmlessOutcome(
            difference: difference, seed: seed, form: form,
            backendName: model.backendNames[backend],
            miss: isRight
                ? nil
                : "\(level.text): expected \(expected), proofs match, got "
                    + "\(FaultJudge.text(comparison)), proofs \(comparison.proofs)",
            comparisonNanoseconds: nanoseconds)
    }

    private func settings(_ random: inout PythonRandom) -> GoldenRun.Settings {
        let isBatch = difference == .batch || difference == .sharedPrefixes
        return GoldenRun.Settings(
            threadCount: difference == .threads ? 2 + random.index(below: 3) : 1,
            batchPromptCount: isBatch
                ? 1 + random.index(below: 2 * model.subject.prompts.count)
                : GoldenRun.Settings.batchPromptCountDefault,
            shortcuts: Shortcuts(
                sharesPrefixes: difference == .sharedPrefixes,
                stopsEarly: difference == .earlyStop))
    }
}
