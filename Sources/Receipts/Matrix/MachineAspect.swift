/// The aspects in which machines are compared, from their inputs to their results.
package enum MachineAspect: String, Sendable, CaseIterable {
    /// Architecture and integers of the weights.
    case weights
    /// Salts and texts, and the tokens that they are read as.
    case prompts
    case proofs
    /// The roots over the records of the same prompts: the trace's root where they are all prompts.
    case trace
}
