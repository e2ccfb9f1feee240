/// The way in which a script came to its end. It is part of the transcript, since a replay cannot
/// see the host's clock.
package enum ScriptEnding: Sendable, Equatable {
    /// It said `done`, broke the protocol or met a fault of the laboratory: the session knows.
    case session
    /// Its first process ended. - Parameter code: of the exit, for people.
    case exited(code: Int)
    /// Its first process died of a signal that the laboratory did not send.
    case killed(signal: Int)
    /// It ended in the middle of a line.
    case cut
    /// It passed a limit of the sandbox, or did not read, or said nothing.
    case limit(String)

    /// The rule that was broken; nil for an end that breaks none.
    func complaint(_ end: SessionEnd?) -> String? {
        switch self {
        case .session:
            guard case .violation(let fault) = end else { return nil }
            return fault.description
        case .exited, .killed: return nil
        case .cut: return "it ended in the middle of a line"
        case .limit(let text): return text
        }
    }
}
