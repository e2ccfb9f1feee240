internal import Platform
internal import Proving
package import Traces

/// The self-test of the search for faults: planted faults, each of which must be named exactly, and
/// pairs of honest runs, none of which may be accused.
package struct SelfTest: Sendable {
    package struct Settings: Sendable {
        package static let faultCountMax = 100_000
        package static let pairCountMax = 100_000

        package let faultCount: Int
        package let pairCount: Int
        package let seed: String
        package let kinds: [FaultKind]

        /// **Preconditions:** counts from 0 to their maxima; at least one kind.
        package init(
            faultCount: Int, pairCount: Int, seed: String,
            kinds: [FaultKind] = FaultKind.allCases
        ) {
            precondition(
                (0...Self.faultCountMax).contains(faultCount)
                    && (0...Self.pairCountMax).contains(pairCount) && !kinds.isEmpty,
                "\(faultCount) faults of \(kinds.count) kinds, \(pairCount) pairs")
            self.faultCount = faultCount
            self.pairCount = pairCount
            self.seed = seed
            self.kinds = kinds
        }
    }

    /// The outcomes of the faults, in the order in which they were planted.
    package private(set) var faults: [FaultOutcome] = []
    package private(set) var pairs: [HarmlessOutcome] = []
    /// Kinds and seeds for which no fault could be drawn.
    package private(set) var undrawn: [String] = []

    /// Plants the faults and makes the pairs. Kinds, forms of the engine and backends take turns,
    /// so that every combination has its share.
    ///
    /// - Parameter onPair: called with each pair of files of the first fault, the honest machine's
    ///   and the other's, in the order of the search.
    ///
    /// **Throws:** errors of a run of the subject's prompts, and of `onPair`.
    package init(
        _ model: SelfTestModel, _ settings: Settings,
        onPair: (_ level: TraceLevel, _ left: [UInt8], _ right: [UInt8]) throws -> Void = {
            _, _, _ in
        }, onStep: () -> Void = {}
    ) throws {
        let honestLayers = try model.honestLayers()
        for number in 0..<settings.faultCount {
            let turn = Turn(number, of: settings.kinds.count, model)
            let kind = settings.kinds[turn.choice]
            let seed = "\(settings.seed)/fault/\(number)/\(kind.rawValue)"
            var draw = FaultDraw(subject: model.subject, seed: seed)
            if let fault = draw.fault(kind) {
                faults.append(
                    try FaultTrial(
                        model: model, fault: fault, seed: seed, form: turn.form,
                        backend: turn.backend, honestLayers: honestLayers
                    ).outcome { level, left, right in
                        if faults.isEmpty { try onPair(level, left, right) }
                    })
            } else {
                undrawn.append(seed)
            }
            onStep()
        }
        let differences = HarmlessDifference.allCases
        for number in 0..<settings.pairCount {
            let turn = Turn(number, of: differences.count, model)
            let difference = differences[turn.choice]
            // Only the batch form has threads that share prompts, prefixes and early stops.
            let needsBatch = [.sharedPrefixes, .earlyStop, .batch].contains(difference)
            let form =
                difference == .engineForm ? .definition : needsBatch ? .batch : turn.form
            pairs.append(
                try HarmlessTrial(
                    model: model, difference: difference,
                    seed: "\(settings.seed)/pair/\(number)/\(difference.rawValue)", form: form,
                    backend: turn.backend
                ).outcome())
            onStep()
        }
    }

    /// Whether every fault was drawn and named, and no honest run accused.
    package var holds: Bool {
        undrawn.isEmpty && faults.allSatisfy { $0.miss == nil }
            && pairs.allSatisfy { $0.miss == nil }
    }

    /// The turn of a number: the choice, the form and the backend; choices change fastest.
    private struct Turn {
        let choice: Int
        let form: EngineForm
        let backend: Int

        init(_ number: Int, of choiceCount: Int, _ model: SelfTestModel) {
            choice = number % choiceCount
            let round = number / choiceCount + choice
            let forms = EngineForm.allCases
            form = forms[round % forms.count]
            backend = round / forms.count % model.provers.count
        }
    }
}
