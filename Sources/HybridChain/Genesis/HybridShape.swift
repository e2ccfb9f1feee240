/// The shape of the model and of its deltas.
///
/// **Bounds:** D, H, C at least 1, HD + CH ≤ 2^14, 1 ≤ r ≤ 8: checked at init.
package struct HybridShape: Sendable, Equatable {
    /// D, bytes of a sample without its label.
    package let inputCount: Int
    /// H.
    package let hiddenCount: Int
    /// C.
    package let classCount: Int
    /// r, the columns of a left factor and the rows of a right one.
    package let rank: Int

    /// Nil outside the bounds.
    package init?(inputCount: Int, hiddenCount: Int, classCount: Int, rank: Int) {
        let counts = 1...HybridLimits.weightCountMax
        guard counts.contains(inputCount), counts.contains(hiddenCount),
            counts.contains(classCount), (1...HybridLimits.rankMax).contains(rank),
            hiddenCount * inputCount + classCount * hiddenCount <= HybridLimits.weightCountMax
        else { return nil }
        self.inputCount = inputCount
        self.hiddenCount = hiddenCount
        self.classCount = classCount
        self.rank = rank
    }

    package var hiddenWeightCount: Int { hiddenCount * inputCount }
    package var outputWeightCount: Int { classCount * hiddenCount }
    package var weightCount: Int { hiddenWeightCount + outputWeightCount }

    /// Factors of a delta: A1 [r, D], B1 [H, r], A2 [r, H], B2 [C, r].
    package var factorCount: Int { rank * (inputCount + 2 * hiddenCount + classCount) }

    /// Bytes of a delta: network, slot, base, index; factors; signature.
    package var deltaByteCount: Int { 32 + 8 + 32 + 2 + 4 * factorCount + 64 }
}
