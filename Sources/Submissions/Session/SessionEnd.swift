/// A way in which a session comes to its end by itself.
package enum SessionEnd: Sendable, Equatable {
    /// The script said `done`.
    case done
    case violation(ProtocolFault)
    /// The laboratory failed.
    case fault(String)
}
