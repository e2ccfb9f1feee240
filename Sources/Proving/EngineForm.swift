/// The two ways in which the engine runs, which give the same bits.
public enum EngineForm: String, Sendable, CaseIterable {
    /// Many prompts at once, by the backend's kernels: what a miner runs.
    case batch
    /// A single prompt at a time, its operations one after the other as the protocol defines them;
    /// only products are the backend's.
    case definition
}
