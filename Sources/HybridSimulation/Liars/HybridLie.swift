/// Ways in which a validator lies.
package enum HybridLie: String, Sendable, CaseIterable {
    /// Works for some slots, and then says nothing any more.
    case silent
    /// Has two nodes with one key, each of which is honest to the validators of its side: so it
    /// proposes, acknowledges and votes twice.
    case twoFaced = "two-faced"
    /// Signs for one half of its peers what it signs, and for the other half something else:
    /// another block of the slot, an acknowledgement of another update, a vote for another root.
    case twoTongued = "two-tongued"
    /// Accuses honest validators by evidence that does not hold: an update whose deltas have a
    /// signature swapped, one that is right, acknowledgements of two slots, a header with a second
    /// signature, a vote that nobody signed.
    case framer
    /// Proposes and acknowledges updates with false results.
    case forger
}
