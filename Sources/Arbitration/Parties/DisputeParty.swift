/// A party that answers the referee.
package protocol DisputeParty: AnyObject {
    /// The party's answer. **Throws:** errors that keep this laboratory from playing the party,
    /// which are no fault of it in the dispute.
    func answer(_ question: DisputeQuestion) throws -> DisputeAnswer
}
