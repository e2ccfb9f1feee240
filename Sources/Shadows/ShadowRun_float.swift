package import Architectures
internal import Fingerprints
internal import Inference
internal import Platform
internal import Proving
package import Tensors
package import Tokenization

/// Runs a model in floats, one variation after another, and in integers on two backends, over
/// prompts that are drawn from a seed.
package struct ShadowRun: Sendable {
    private let provers: [Prover]
    private let model: FloatModel
    private let base: Float32Pass
    private let variations: [(variation: ShadowVariation, pass: Float32Pass)]
    private let missing: [ShadowVariation]
    private let settings: ShadowSettings

    /// The number of prompts that the integer engine proves together.
    private static let batchPromptCount = 8

    /// - Parameter backends: backends of the integer engine. **Precondition:** there are two.
    package init(
        weights: IntegerWeights, tokenizer: ByteLevelTokenizer, backends: [any ExactGEMM],
        settings: ShadowSettings
    ) {
        precondition(backends.count == 2, "\(backends.count) backends")
        self.settings = settings
        provers = backends.map {
            Prover(tokenizer: tokenizer, transformer: Transformer(weights: weights, backend: $0))
        }
        let model = FloatModel(
            weights, keepsRows: settings.variations.contains { $0.usesBLAS })
        self.model = model
        func pass(_ variation: ShadowVariation) -> Float32Pass? {
            FloatKernels(variation).map { Float32Pass(model: model, kernels: $0) }
        }
        guard let base = pass(.base) else { preconditionFailure("the base needs no library") }
        self.base = base
        variations = settings.variations.compactMap { variation in
            pass(variation).map { (variation, $0) }
        }
        missing = settings.variations.filter { FloatKernels($0) == nil }
    }

    /// **Determinism:** the result follows from the model and the settings, but for `openblas`,
    /// which follows from the library and the processor too; threads change nothing.
    /// **Throws:** ``TokenizerError`` or ``InferenceError`` of the first prompt that the model
    /// cannot read.
    ///
    /// - Parameter onPrompt: called once for each prompt, from any thread.
    package func result(onPrompt: @Sendable () -> Void = {}) throws -> ShadowResult {
        let count = settings.promptCount
        let batchCount = (count + Self.batchPromptCount - 1) / Self.batchPromptCount
        let partCount = min(settings.threadCount, batchCount)
        let parts = try Threads.map(count: partCount, threadCount: partCount) { part in
            var tally = Part(variations.count, model.architecture.operations.count)
            for batch in batchCount * part / partCount..<batchCount * (part + 1) / partCount {
                let first = batch * Self.batchPromptCount
                try add(first..<min(first + Self.batchPromptCount, count), to: &tally, onPrompt)
            }
            return tally
        }
        var all = parts[0]
        for part in parts.dropFirst() { all.merge(part) }
        return result(all)
    }

    private func result(_ all: Part) -> ShadowResult {
        ShadowResult(
            settings: settings,
            operations: Array(model.architecture.operations.prefix(all.operationCount)),
            rowCount: all.rowCount, tokenCount: all.tokenCount,
            outcomes: zip(variations, all.tallies).map {
                $1.outcome($0.variation, operationCount: all.operationCount)
            },
            missing: missing,
            exact: ExactOutcome(
                backends: provers.map(\.transformer.backend.name), rowCount: all.rowCount,
                differingRowCount: all.differingExactRowCount, proofCount: settings.promptCount,
                flippedProofCount: all.flippedExactProofCount),
            quality: all.quality.quality)
    }

    // MARK: Prompts

    private func add(
        _ prompts: Range<Int>, to part: inout Part, _ onPrompt: () -> Void
    ) throws {
        let challenges = try prompts.map { number in
            let drawn = ShadowPrompt(seed: settings.seed, number: number)
            return try Challenge(
                salt: drawn.salt, prompt: Array(drawn.prompt.utf8),
                tokenizer: provers[0].tokenizer)
        }
        let shortcuts = Shortcuts(sharesPrefixes: false, stopsEarly: true)
        let exact = try provers.map {
            try $0.prove(challenges, shortcuts: shortcuts, workers: .alone).fingerprints
        }
        for (index, number) in prompts.enumerated() {
            part.addExact(exact[0][index], exact[1][index])
            addFloats(challenges[index], exact[0][index], number: number, to: &part)
            onPrompt()
        }
    }

    private func addFloats(
        _ challenge: Challenge, _ exact: Fingerprint, number: Int, to part: inout Part
    ) {
        let heads = exact.heads.map(\.head)
        let last = lastPlace(heads)
        part.operationCount = max(part.operationCount, last + 1)
        part.rowCount += heads.count
        part.tokenCount += challenge.tokenIDs.count
        let baseOutputs = base.outputs(challenge.tokenIDs, through: last)
        let basePrint = print(baseOutputs, challenge, heads)
        part.quality.add(basePrint, exact)
        for (index, entry) in variations.enumerated() {
            let outputs = entry.pass.outputs(challenge.tokenIDs, through: last)
            part.tallies[index].add(outputs, base: baseOutputs)
            part.tallies[index].add(
                print(outputs, challenge, heads), base: basePrint, prompt: number)
        }
    }

    /// The place of the operation that computes the deepest row that is read.
    private func lastPlace(_ heads: [Head]) -> Int {
        let deepest = heads.reduce(0) { max($0, $1.layer) }
        let place = model.architecture.operations.firstIndex {
            $0.kind == .softmax && $0.station.layer == deepest
        }
        guard let place else { preconditionFailure("no attention in layer \(deepest)") }
        return place
    }

    private func print(
        _ outputs: [[Float]], _ challenge: Challenge, _ heads: [Head]
    ) -> ShadowPrint {
        let shape = model.architecture.shape
        let count = challenge.tokenIDs.count
        return ShadowPrint(
            salt: challenge.salt, heads: heads, layerCount: shape.layerCount,
            headCount: shape.headCount
        ) { head in
            let rows = outputs[lastPlace([head])]
            let start = (head.head * count + count - 1) * count
            return Array(rows[start..<start + count])
        }
    }

    /// The counts of one thread's prompts.
    private struct Part: Sendable {
        var tallies: [ShadowTally]
        var quality = QualityTally()
        var operationCount = 0
        var rowCount = 0
        var tokenCount = 0
        var differingExactRowCount = 0
        var flippedExactProofCount = 0

        init(_ variationCount: Int, _ operationCount: Int) {
            tallies = Array(
                repeating: ShadowTally(operationCount: operationCount), count: variationCount)
        }

        mutating func addExact(_ left: Fingerprint, _ right: Fingerprint) {
            differingExactRowCount += zip(left.heads, right.heads).count { $0.row != $1.row }
            flippedExactProofCount += left.proofHash == right.proofHash ? 0 : 1
        }

        mutating func merge(_ other: Part) {
            for index in tallies.indices { tallies[index].merge(other.tallies[index]) }
            quality.merge(other.quality)
            operationCount = max(operationCount, other.operationCount)
            rowCount += other.rowCount
            tokenCount += other.tokenCount
            differingExactRowCount += other.differingExactRowCount
            flippedExactProofCount += other.flippedExactProofCount
        }
    }
}
