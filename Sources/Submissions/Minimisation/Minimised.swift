/// The shortest attack that was found with the same effect.
package struct Minimised: Sendable {
    package let played: Played
    /// Whether no single request can be left out: each was tried.
    package let isMinimal: Bool
    /// Sessions that were played for it.
    package let executionCount: Int
}
