/// Steps that only the published rules have.
package enum PublishedNodeOperation: Sendable {
    /// A whole chain as a published node sends it: the blocks that the first artefact stands on,
    /// then those of all artefacts.
    case chain(artefact: String, blocks: [String], form: Form)
    /// Honest: an operator takes a peer out of a node's table.
    case unlist(by: String, peer: String)
    /// The word of a published node on itself.
    case status(artefact: String, of: String, work: String)

    package enum Form: String, Sendable, CaseIterable {
        case spaced
        /// In UTF-16, little-endian, with a mark.
        case utf16
    }
}
