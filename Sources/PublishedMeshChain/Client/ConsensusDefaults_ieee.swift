internal import PythonValues

/// Figures of a client's consensus.
enum ConsensusDefaults {
    /// The progress of an epoch behind which nobody attests any more.
    static let progressMax = PythonNumber.float(PythonFloat(0.15))
}
