/// A level of isolation, the weakest first.
package enum IsolationLevel: String, Sendable, CaseIterable, Comparable {
    /// Limits of time, memory and counts alone: the process may do all that its user may.
    case limits
    /// Besides, no file but the runtime's and the script's is read, none is written, and no system
    /// call is made that a plain program does not need (Landlock and seccomp).
    case landlock
    /// Besides, other processes, files and networks are not there at all (bubblewrap).
    case namespaces

    package static func < (left: IsolationLevel, right: IsolationLevel) -> Bool {
        let levels = allCases
        return (levels.firstIndex(of: left) ?? 0) < (levels.firstIndex(of: right) ?? 0)
    }
}
