/// Questions that decide whether an attack on the chain that pays the mesh worked. Each is answered
/// from proposals, words for them and payments, and from the referee's books.
package enum ChainQuestion: String, CaseIterable, Sendable {
    /// Each proposal that is paid has the words of two thirds of the validators.
    case quorumValidators = "quorum.validators"
    /// Nobody is paid for a proposal without a word for it.
    case attestersPaid = "attesters.paid"
    /// No node stands twice in a proposal that is paid.
    case scoresOnce = "scores.once"
    /// Each validator that was there all epoch long, as the referee saw, is paid for a proposal to
    /// which it gave its word.
    case scoresDeserved = "scores.deserved"
    /// No proposer pays for a proposal that it made of all that it saw.
    case honestUnpunished = "honest.unpunished"
    /// Stakes are those of the start, and what was paid and taken since.
    case stakeSupply = "stake.supply"
    /// No epoch pays more than it was given.
    case paymentsBounded = "payments.bounded"
}
