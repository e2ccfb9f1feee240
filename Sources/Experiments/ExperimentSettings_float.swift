/// How experiments are done.
package struct ExperimentSettings: Sendable {
    package static let sampleCountMax = 10_000

    /// Stands for every count of the paper; nil for the paper's own.
    package let sampleCount: Int?
    /// Whether the noise of the experiment `noise` is drawn from a fresh generator, not behind the
    /// draws of the experiments before it, as the published script has it.
    package let drawsNoiseFresh: Bool
    package let threadCount: Int
    /// A difference of two machines' probabilities: rows whose gap is below it are told one by one.
    package let riskGap: Double

    /// **Precondition:** 1 ≤ sampleCount ≤ ``sampleCountMax``, threadCount ≥ 1.
    package init(
        sampleCount: Int? = nil, drawsNoiseFresh: Bool = false, threadCount: Int,
        riskGap: Double = 2e-6
    ) {
        precondition(
            sampleCount.map { (1...Self.sampleCountMax).contains($0) } ?? true && threadCount >= 1)
        self.sampleCount = sampleCount
        self.drawsNoiseFresh = drawsNoiseFresh
        self.threadCount = threadCount
        self.riskGap = riskGap
    }

    func count(_ published: Int) -> Int { sampleCount ?? published }
}
