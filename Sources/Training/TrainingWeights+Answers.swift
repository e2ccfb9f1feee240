extension TrainingWeights {
    /// The class that each sample is taken for, by the definition.
    ///
    /// **Precondition:** the chunk is of this shape, the samples are of the chunk.
    public func answers(on chunk: TrainingChunk, samples: Range<Int>) -> [Int] {
        ReferenceTraining(weights: self, chunk: chunk, samples: Array(samples)).answers()
    }
}
