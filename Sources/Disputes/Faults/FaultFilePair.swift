internal import Traces

/// A pair of trace files in the search for a planted fault: both sides make one of this level and
/// of these prompts.
struct FaultFilePair {
    let level: TraceLevel
    /// The prompts by their numbers in the self-test's subject; none at the level of weights.
    let prompts: [Int]
}
