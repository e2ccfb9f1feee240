/// The way in which a sandboxed process came to its end.
package enum SandboxEnd: Error, Equatable, Sendable {
    case exited(code: Int)
    /// It died of a signal that nobody here sent.
    case killed(signal: Int)
    /// It ended in the middle of a line.
    case cut
    /// It passed a limit, which the text names.
    case limit(String)
    /// The launcher refused to start it, at any weaker level, too.
    case refused(String)
}
