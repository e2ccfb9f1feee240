package import Trials

/// Guards of a node, whatever its rules.
package enum CommonGuards {
    package static let waitingRoom = Guard("waiting_room")
    /// A block, or one on it, that did not pay before.
    package static let refusedBefore = Guard("refused_before")
    package static let genesis = Guard("genesis")
    package static let document = Guard("document")

    // What a chain's database is held against where it is opened.
    /// It is a whole database, and one of ours.
    package static let storedPages = Guard("stored_pages")
    /// It was made for a chain of this pin.
    package static let storedPin = Guard("stored_pin")
    /// What it holds agrees with itself.
    package static let storedRecords = Guard("stored_records")
    /// It reaches what the node knew when it stopped. Only where rules are anchored.
    package static let storedAnchor = Guard("stored_anchor")

    package static let stored = [storedPages, storedPin, storedRecords, storedAnchor]
    package static let all = [waitingRoom, refusedBefore, genesis, document] + stored

    /// Those that can stop something under rules that are anchored or not.
    package static func of(isAnchored: Bool) -> [Guard] {
        all.filter { isAnchored || $0 != storedAnchor }
    }
}
