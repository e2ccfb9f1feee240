internal import Training

extension TrainingWeights {
    /// The same weights with one of them a unit nearer to zero, or 1 where it is zero: within the
    /// clamp as before.
    ///
    /// **Precondition:** 0 ≤ place < the shape's weights.
    func changed(at place: Int) throws -> TrainingWeights {
        var parts = [hidden, hiddenBias, output, outputBias]
        var left = place
        for index in parts.indices {
            guard left >= parts[index].count else {
                parts[index][left] += parts[index][left] > 0 ? -1 : 1
                break
            }
            left -= parts[index].count
        }
        return try TrainingWeights(
            shape: shape, hidden: parts[0], hiddenBias: parts[1], output: parts[2],
            outputBias: parts[3])
    }
}
