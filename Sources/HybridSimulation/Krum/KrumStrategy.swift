/// A way in which false trainers choose their deltas; all of them know every honest delta of the
/// round.
package enum KrumStrategy: String, Sendable, CaseIterable {
    /// Each sends its own honest delta, reversed.
    case reversed
    /// All send one delta, the nearest to an honest one that goes just the other way.
    case copies
    /// All send one delta, as far from the honest mean as the farthest honest one is, on the side
    /// where it weakens the update most.
    case inside
    /// The first sends a delta at the end of the range, as a decoy; the others send copies of a
    /// reversed one in front of it, which are nearer to it than any honest one is.
    case decoy
}
