internal import PythonValues

/// The limits of commit and reveal, which assume epochs of 300 blocks.
enum CommitRevealLimits {
    /// 1.1 epochs, as floats have it.
    static let heartbeatSeconds = PythonNumber.float(PythonFloat(6 * 300 * 1.1))
    /// Two epochs.
    static let commitSeconds = PythonNumber.float(PythonFloat(3600))
    /// Commits come up to this part of an epoch, reveals after it,
    static let commitDeadline = PythonNumber.float(PythonFloat(0.5))
    /// up to this one.
    static let revealDeadline = PythonNumber.float(PythonFloat(0.6))
}
