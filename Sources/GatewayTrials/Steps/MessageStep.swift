internal import Scenarios

/// A message that only the hardened network has, by one signer.
package struct MessageStep: Sendable {
    /// A kind of message; each has its surface.
    enum Kind: String, Sendable, CaseIterable {
        /// A validator's word on a receipt, and a node's on where it is paid.
        case quality, address
        /// The treasury's word that a user has paid, a user's order, a gateway's price.
        case credit, order, ask
        /// A gateway's proposal of a batch, and a validator's signature of it.
        case proposal, partial
        /// A gateway's record for the directory.
        case record
        /// A call of the token, and a switch between paused and not.
        case call, pause
        /// A request for receipts, which nobody signs.
        case pull

        /// The surface that takes it.
        var surface: String {
            switch self {
            case .quality, .address: "note"
            case .call: "token"
            default: rawValue
            }
        }
    }

    /// Nil where nobody keeps it.
    let artefact: String?
    let kind: Kind
    /// The party that the message names, and who signs.
    let party: NamedSigner
    /// The epoch of a batch, and its total where the epoch is not settled.
    let epoch: Int
    let total: Int
    /// The text beside an order.
    let prompt: String
    /// Validators whose votes a call carries; none for those of the settled epoch.
    let votes: [String]
    /// Messages in a row.
    let count: Int
    let edits: PerProfile<FieldEdits>
}
