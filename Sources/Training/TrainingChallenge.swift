public import Cryptography

/// The steps of a proof that must be opened, which nobody knows before the block after it.
public struct TrainingChallenge: Sendable, Equatable {
    /// Rising, without repeats.
    public let steps: [Int]

    /// Draws (`sample`, H(`challenge` || proof id || beacon), 0, T) without repeats, min(sample, T)
    /// of them, sorted. Golden-bearing.
    ///
    /// **Preconditions:** 1 ≤ stepCount ≤ 2^20, sampleCount ≥ 0.
    public init(proofID: Digest, beacon: Digest, stepCount: Int, sampleCount: Int) {
        precondition(
            (1...TrainingPlan.stepCountMax).contains(stepCount) && sampleCount >= 0,
            "\(sampleCount) of \(stepCount) steps")
        let seed = Digest(
            bytes: LearningDomain.digest("challenge", proofID.bytes, beacon.bytes))
        var draw = TrainingDraw(tag: "sample", seed: seed, number: 0)
        var isDrawn = [Bool](repeating: false, count: stepCount)
        var left = min(sampleCount, stepCount)
        // With every step asked for, all are drawn in the end: about T·ln T draws.
        if left == stepCount {
            steps = Array(0..<stepCount)
            return
        }
        while left > 0 {
            let step = draw.number(below: stepCount)
            if !isDrawn[step] {
                isDrawn[step] = true
                left -= 1
            }
        }
        steps = isDrawn.indices.filter { isDrawn[$0] }
    }
}
