internal import Scenarios

/// Questions that decide whether an attack on the gateway network worked. Each is answered from the
/// ledger and the referee's books, never from what the gateway says of itself.
package enum GatewayOracle: String, CaseIterable {
    /// Each counted receipt was signed by its gateway and its node, as a receipt of this network.
    case receiptsConsent = "receipts.consent"
    /// No receipt counts twice, none has two byte strings, and ids are those of what they name.
    case receiptsOneObject = "receipts.one_object"
    /// No counted receipt says what cannot be: less than nothing, more than a day, the future.
    case receiptsBounds = "receipts.bounds"
    /// Taken bytes have one form and one meaning.
    case encodingOneMeaning = "encoding.one_meaning"
    /// Parties that count or are paid were registered before the network began, under one name.
    case partiesRegistered = "parties.registered"
    /// Payouts are what exact integers make of the counted receipts, and sum to the total.
    case settlementExact = "settlement.exact"
    /// Epochs are 1, 2, 3, …, each settled once.
    case settlementOnce = "settlement.once"
    /// Payments that count as made were made, once, as the snapshot says.
    case settlementPaid = "settlement.paid"
    /// Equal receipts of an epoch have one root, whoever settles it and when.
    case snapshotStable = "snapshot.stable"
    /// An epoch mints at most its total, which is bounded, and pays nobody less than nothing.
    case supplyBounded = "supply.bounded"
    /// Each minted snapshot was signed by more than two thirds of all weight.
    case quorumWeight = "quorum.weight"
    /// A snapshot's weight is that of the validators who signed it, each counted once.
    case quorumCount = "quorum.count"
    /// After a restart the gateway holds what it held, or says that it does not.
    case storeState = "store.state"
    /// Costs stay within the scenario's budget.
    case resourcesBounded = "resources.bounded"
    /// A user's account holds what it paid, less what it ordered and got.
    case accountsExact = "accounts.exact"
    /// The price is the median of what registered gateways ask.
    case pricesRegistered = "prices.registered"
    /// A quality or an address that counts is its signer's last word.
    case notesConsent = "notes.consent"
    /// The directory holds the newest word of each gateway.
    case recordsConsent = "records.consent"
    /// A node signed a receipt for each text that it generated, and no other.
    case nodesConsent = "nodes.consent"
    /// The gateway calls registered nodes and peers alone.
    case callsRegistered = "calls.registered"
    /// A peer that follows the gateway sees each receipt.
    case pullComplete = "pull.complete"
    /// No message makes the gateway die.
    case serviceAlive = "service.alive"
    /// No two gateways hold two byte strings of one receipt, or minted one epoch in two ways.
    case networkAgreement = "network.agreement"
    /// The same messages give a new gateway the same state.
    case determinismReplay = "determinism.replay"
}
