internal import Scenarios
internal import Trials

/// The half of an arena that knows one profile: its network, honest use under its rules, the
/// attacker's workshop and the referee.
protocol HybridSide: AnyObject {
    /// A new network, as the trial began with it.
    func newNetwork() throws -> HybridUnderTest
    /// Performs a step that is not common. **Throws:** ``StepFault`` for a step of another profile.
    func perform(_ operation: HybridOperation, in arena: any HybridStage) throws
    /// Called after each message of the attacker's, with its answer.
    func note(
        _ bytes: [UInt8], to surface: Surface, _ reply: Reply, in arena: any HybridStage) throws
    /// **Throws:** ``StepFault`` for an oracle that cannot decide under this profile.
    func finding(of oracle: HybridOracle, in arena: any HybridStage) throws -> Finding
    /// A budget counter's value; nil for an unknown counter.
    func count(of counter: String, in arena: any HybridStage) throws -> Int?
    /// Honest use after the attack. **Result:** its first refusal; nil where it went on.
    func poll(in arena: any HybridStage) throws -> String?
}
