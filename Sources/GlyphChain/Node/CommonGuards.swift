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

    // What a chain's database is held against where it is opened.
    /// It is a whole database, and one of ours.
    public static let storedPages = Guard("stored_pages")
    /// It was made for these rules and this model.
    public static let storedPin = Guard("stored_pin")
    /// What it holds agrees with itself.
    public static let storedRecords = Guard("stored_records")
    /// It reaches what the node knew when it stopped. In `hardened` only.
    public static let storedAnchor = Guard("stored_anchor")

    public static let stored = [storedPages, storedPin, storedRecords, storedAnchor]
    public static let all =
        [storedSize, waitingRoom, refusedBefore, genesis, document] + stored

    /// Those that can stop something in a profile: of `hardened` the rules know a bound themselves.
    public static func of(_ profile: Profile) -> [Guard] {
        switch profile {
        case .published: all.filter { $0 != storedAnchor }
        case .hardened: all.filter { $0 != storedSize }
        }
    }
}
