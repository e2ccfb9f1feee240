package import Trials

/// The guards that every node has, whatever its rules.
package enum CommonGuards {
    /// Refuses a transaction while as many wait as the node keeps.
    package static let waitingRoom = Guard("waiting_room")
    /// Refuses a block whose payments were refused before, and all blocks on it.
    package static let refusedBefore = Guard("refused_before")
    /// Refuses a chain that begins with another genesis.
    package static let genesis = Guard("genesis")
    /// Refuses a chain's file that is not of its form.
    package static let document = Guard("document")

    // Checks of a chain's database, each time it is opened.
    /// The file is a whole database of this program.
    package static let storedPages = Guard("stored_pages")
    /// The store's pin is that of the rules.
    package static let storedPin = Guard("stored_pin")
    /// The stored records agree with each other.
    package static let storedRecords = Guard("stored_records")
    /// The chain leads through the node's ``StoreAnchor``. Only where rules are anchored.
    package static let storedAnchor = Guard("stored_anchor")

    package static let stored = [storedPages, storedPin, storedRecords, storedAnchor]
    package static let all = [waitingRoom, refusedBefore, genesis, document] + stored

    /// The guards that can stop something under rules that are anchored, or are not.
    package static func of(isAnchored: Bool) -> [Guard] {
        all.filter { isAnchored || $0 != storedAnchor }
    }
}
