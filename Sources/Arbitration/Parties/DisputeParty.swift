/// Someone who answers the referee.
package protocol DisputeParty: AnyObject {
    /// What is posted. **Throws:** what keeps this laboratory from playing the party, which is
    /// nobody's fault in the dispute.
    func answer(_ question: DisputeQuestion) throws -> DisputeAnswer
}
