package import Trials

/// The trials of one system: its names in scenario files, its reject codes, and how it is set up.
///
/// The engine reads scenarios, runs trials and judges them through this face alone; it knows no
/// system by name.
package protocol SystemTrials: Sendable {
    associatedtype Operation: StepOperation
    associatedtype Oracle: RawRepresentable<String> & CaseIterable & Sendable

    /// The system's name in files, and its folder's: "chain", "receipts".
    var name: String { get }
    /// Surfaces where attacks enter.
    var entries: [String] { get }
    /// The most nodes that a scenario may ask for.
    var nodeCountMax: Int { get }
    /// Budget of honest use, by the counter's name.
    var nullBudget: [(counter: String, countMax: Int)] { get }

    /// Reject codes of a profile.
    func guards(_ profile: Profile) -> [Guard]
    /// A new system with everything around it.
    ///
    /// **Throws:** an error of the laboratory.
    func arena(_ setup: TrialSetup) throws -> any TrialArena<Operation, Oracle>
    /// A new system as a script found it, for a scenario that was recorded from one.
    ///
    /// **Throws:** ``StepFault`` where scripts cannot attack the system; an error of the lab.
    func recordedArena(_ setup: TrialSetup) throws -> any TrialArena<Operation, Oracle>
    /// Honest use without an attack. - Parameter nodeCount: 1 to ``nodeCountMax``.
    func honestUse(_ random: inout ActorRandom, nodeCount: Int) -> HonestUse<Operation>
    /// The oracles that honest use must leave silent.
    func nullOracles(_ profile: Profile, nodeCount: Int) -> [Oracle]
}

/// Honest use without an attack: operations in a row.
package struct HonestUse<Operation: StepOperation>: Sendable {
    /// Each with the node that it is done at.
    package let operations: [(node: Int, operation: Operation)]
    /// Whether the system must be stored in a file for them.
    package let needsDisk: Bool

    package init(_ operations: [(node: Int, operation: Operation)], needsDisk: Bool = false) {
        self.operations = operations
        self.needsDisk = needsDisk
    }

    /// Operations at node 0.
    package init(_ operations: [Operation], needsDisk: Bool) {
        self.init(operations.map { (0, $0) }, needsDisk: needsDisk)
    }
}

extension SystemTrials {
    package var nodeCountMax: Int { 1 }

    package func recordedArena(
        _ setup: TrialSetup
    ) throws -> any TrialArena<Operation, Oracle> {
        throw StepFault("no script can attack \(name), so that none was recorded")
    }

    package var oracles: [String] { Oracle.allCases.map(\.rawValue) }
}

/// A system and the steps of one scenario on it, which keep their type.
protocol TrialProgram: Sendable {
    associatedtype System: SystemTrials

    var system: System { get }
    var steps: [Step<System.Operation>] { get }
}

extension TrialProgram {
    var stepCount: Int { steps.count }
}

struct SystemProgram<System: SystemTrials>: TrialProgram {
    let system: System
    let steps: [Step<System.Operation>]
}
