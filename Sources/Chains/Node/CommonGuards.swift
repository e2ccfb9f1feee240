public import Trials

/// Guards of a node, whatever its rules.
public enum CommonGuards {
    public static let waitingRoom = Guard("waiting_room")
    /// A block, or one on it, that did not pay before.
    public static let refusedBefore = Guard("refused_before")
    public static let genesis = Guard("genesis")
    public static let document = Guard("document")

    // What a chain's database is held against where it is opened.
    /// It is a whole database, and one of ours.
    public static let storedPages = Guard("stored_pages")
    /// It was made for a chain of this pin.
    public static let storedPin = Guard("stored_pin")
    /// What it holds agrees with itself.
    public static let storedRecords = Guard("stored_records")
    /// It reaches what the node knew when it stopped. Only where rules are anchored.
    public static let storedAnchor = Guard("stored_anchor")

    public static let stored = [storedPages, storedPin, storedRecords, storedAnchor]
    public static let all = [waitingRoom, refusedBefore, genesis, document] + stored

    /// Those that can stop something under rules that are anchored or not.
    package static func of(isAnchored: Bool) -> [Guard] {
        all.filter { isAnchored || $0 != storedAnchor }
    }
}
