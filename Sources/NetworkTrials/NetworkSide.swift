package import Scenarios
package import Trials

/// The half of an arena that knows one profile: its network, honest use under its rules, the
/// attacker's workshop and the referee.
package protocol NetworkSide<Operation, Oracle>: AnyObject {
    associatedtype Operation: NetworkOperation
    associatedtype Oracle: NetworkOracle

    /// A new network, as the trial began with it, with everything that the trial set up before its
    /// first step.
    func newNetwork() throws -> NetworkUnderTest
    /// Performs a step that is not common. **Throws:** ``StepFault`` for a step of another profile.
    func perform(_ operation: Operation, in arena: any NetworkStage) throws
    /// Called after each message of the attacker's, with its answer.
    func note(
        _ bytes: [UInt8], to surface: Surface, _ reply: Reply, in arena: any NetworkStage) throws
    /// **Throws:** ``StepFault`` for an oracle that cannot decide under this profile.
    func finding(of oracle: Oracle, in arena: any NetworkStage) throws -> Finding
    /// A budget counter's value; nil for an unknown counter.
    func count(of counter: String, in arena: any NetworkStage) throws -> Int?
    /// Honest use after the attack. **Result:** its first refusal; nil where it went on.
    func poll(in arena: any NetworkStage) throws -> String?
}

/// The oracles of a network, with those that the arena answers.
package protocol NetworkOracle: RawRepresentable<String>, CaseIterable, Equatable, Sendable {
    /// After a restart a node holds what it held, or says that it does not.
    static var storeState: Self { get }
    /// Costs stay within the scenario's budget.
    static var resourcesBounded: Self { get }
    /// The same messages in the same order give the same state; a side may ask for more.
    static var determinismReplay: Self { get }
}
