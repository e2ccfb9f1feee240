public import Trials

/// Guards of a node, whatever its rules.
public enum CommonGuards {
    /// More is stored than the lab takes, though the rules may know no bound.
    public static let storedSize = Guard("stored_size")
    public static let waitingRoom = Guard("waiting_room")
    /// A block, or one on it, that did not pay before.
    public static let refusedBefore = Guard("refused_before")
    public static let genesis = Guard("genesis")
    public static let document = Guard("document")

    public static let all = [storedSize, waitingRoom, refusedBefore, genesis, document]

    /// Those that can stop something in a profile: of `hardened` the rules know a bound themselves.
    public static func of(_ profile: Profile) -> [Guard] {
        switch profile {
        case .published: all
        case .hardened: all.filter { $0 != storedSize }
        }
    }
}
