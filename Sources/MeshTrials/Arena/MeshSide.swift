internal import Scenarios
internal import Trials

/// The half of an arena that knows one profile: its mesh, honest use under its rules, the
/// attacker's workshop and the referee.
protocol MeshSide: AnyObject {
    /// A new mesh, as the trial began with it, with everything that the trial set up before its
    /// first step.
    func newMesh() throws -> MeshUnderTest
    /// Performs a step that is not common. **Throws:** ``StepFault`` for a step of another profile.
    func perform(_ operation: MeshOperation, in arena: any MeshStage) throws
    /// Called after each message of the attacker's, with its answer.
    func note(_ bytes: [UInt8], to surface: Surface, _ reply: Reply, in arena: any MeshStage) throws
    /// **Throws:** ``StepFault`` for an oracle that cannot decide under this profile.
    func finding(of oracle: MeshOracle, in arena: any MeshStage) throws -> Finding
    /// A budget counter's value; nil for an unknown counter.
    func count(of counter: String, in arena: any MeshStage) throws -> Int?
    /// Honest use after the attack. **Result:** its first refusal; nil where it went on.
    func poll(in arena: any MeshStage) throws -> String?
}
