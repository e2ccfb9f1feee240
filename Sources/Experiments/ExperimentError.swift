/// Why an experiment cannot be tried on a model.
package enum ExperimentError: Error, CustomStringConvertible {
    /// The published functions raise ValueError for a model of fewer heads.
    case fewHeads(Int)
    /// A row that has no place on the grid, with CPython's exception for it.
    case noRow(String)
    case nothingLeft(experiment: String, samples: Int)
    /// A drawn prompt that the model cannot read, with the engine's or the tokenizer's words.
    case unreadable(prompt: String, cause: String)

    package var description: String {
        switch self {
        case .fewHeads(let count):
            "expected a model of at least 6 heads, got \(count): the published functions raise "
                + "ValueError; the experiment 'admission' takes any number"
        case .noRow(let exception):
            "expected rows of probabilities, got one that no grid holds (\(exception)): the "
                + "weights lead a float pass beyond its numbers"
        case .nothingLeft(let experiment, let samples):
            "\(experiment): expected a prompt of \(samples) that it can use, got none; "
                + "a larger --samples draws more"
        case .unreadable(let prompt, let cause):
            "prompt \"\(prompt)\": \(cause)"
        }
    }
}
