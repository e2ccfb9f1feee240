internal import Platform
package import Proving
package import Traces

/// The outcome of the search for one planted fault.
package struct FaultOutcome: Sendable {
    package let fault: PlantedFault
    /// The seed that draws the same fault again.
    package let seed: String
    package let form: EngineForm
    package let backendName: String
    /// The verdict that missed the fault, and the expected one; nil where the fault was named
    /// exactly.
    package let miss: String?
    /// Whether the fault is gone before its layer ends, so that files of layers are equal and only
    /// those of operations hold it.
    package let isBetweenLayers: Bool
    /// The levels of the pairs of files that the search needed.
    package let levels: [String]
    /// The time from the bytes of both files to the verdict, over all pairs.
    package let comparisonNanoseconds: Int
    /// The time with the runs of both sides.
    package let totalNanoseconds: Int
}

/// The search for one planted fault, as two people would make it who exchange files: each pair is
/// made, written, read and compared, and the verdict names the next pair.
package struct FaultTrial {
    private let model: SelfTestModel
    private let fault: PlantedFault
    private let seed: String
    private let form: EngineForm
    private let backend: Int
    /// The honest side's first file, with which every search begins.
    private let honestLayers: [UInt8]

    /// - Parameters:
    ///   - backend: the place of the faulty machine's prover in the model.
    ///   - honestLayers: the file of level `layers` of all prompts.
    package init(
        model: SelfTestModel, fault: PlantedFault, seed: String, form: EngineForm, backend: Int,
        honestLayers: [UInt8]
    ) {
        self.model = model
        self.fault = fault
        self.seed = seed
        self.form = form
        self.backend = backend
        self.honestLayers = honestLayers
    }

    /// The most pairs of a search; no fault needs as many.
    private static let pairCountMax = 5

    /// - Parameter onPair: called with each pair of files, in the order of the search.
    ///
    /// **Throws:** errors of a run of the subject's prompts, and of `onPair`.
    package func outcome(
        onPair: (_ level: TraceLevel, _ left: [UInt8], _ right: [UInt8]) throws -> Void = {
            _, _, _ in
        }
    ) throws -> FaultOutcome {
        let watch = Stopwatch()
        let machine = FaultyMachine(model, fault.change, form: form, backend: backend)
        var pair = FaultFilePair(level: .layers, prompts: Array(model.subject.prompts.indices))
        var levels: [String] = []
        var nanoseconds = 0
        var miss: String?
        var isBetweenLayers = false
        for count in 1... {
            levels.append(pair.level.text)
            let left =
                pair.level == .layers
                ? honestLayers : try model.trace(pair.level, prompts: pair.prompts).encoded()
            let right = try machine.trace(pair.level, prompts: pair.prompts).encoded()
            try onPair(pair.level, left, right)
            let comparisonWatch = Stopwatch()
            let comparison = try Comparison(Trace(decoding: left), Trace(decoding: right))
            nanoseconds += comparisonWatch.nanoseconds
            if pair.level == .layers { isBetweenLayers = comparison.verdict == .match }
            switch FaultJudge(fault: fault, model: model, pair: pair).judgement(of: comparison) {
            case .named: break
            case .missed(let words): miss = "\(pair.level.text): \(words)"
            case .ask(let next):
                guard count < Self.pairCountMax else {
                    miss = "no end after \(count) pairs"
                    break
                }
                pair = next
                continue
            }
            break
        }
        return FaultOutcome(
            fault: fault, seed: seed, form: form, backendName: model.backendNames[backend],
            miss: miss, isBetweenLayers: isBetweenLayers, levels: levels,
            comparisonNanoseconds: nanoseconds,
            totalNanoseconds: watch.nanoseconds)
    }
}
