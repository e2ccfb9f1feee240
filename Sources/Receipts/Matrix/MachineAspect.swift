/// What machines agree on, from what they were given to what came out.
public enum MachineAspect: String, Sendable, CaseIterable {
    /// Architecture and integers.
    case weights
    /// The same salts and texts, as the same tokens.
    case prompts
    case proofs
    /// The roots of the records of the same prompts: the trace's root, where the prompts are all.
    case trace
}
