package import Trials

/// The trials of one system: its names in scenario files, its reject codes, and how it is set up.
///
/// The engine reads scenarios, runs trials and judges them through this face alone; it knows no
/// system by name.
package protocol SystemTrials: Sendable {
    associatedtype Operation: StepOperation
    associatedtype Oracle: RawRepresentable<String> & CaseIterable & Sendable

    /// As files have it, and as their folder is called: "chain", "receipts".
    var name: String { get }
    /// Where attacks enter.
    var entries: [String] { get }
    /// Budget of honest use, by the counter's name.
    var nullBudget: [(counter: String, countMax: Int)] { get }

    /// Reject codes of a profile.
    func guards(_ profile: Profile) -> [Guard]
    /// A new system with everything around it.
    ///
    /// **Throws:** an error of the laboratory.
    func ground(_ setup: TrialSetup) throws -> any TrialGround<Operation, Oracle>
    /// Honest use without an attack.
    func honestUse(_ random: inout ActorRandom) -> HonestUse<Operation>
    /// The oracles that honest use must leave silent.
    func nullOracles(_ profile: Profile) -> [Oracle]
}

/// Honest use without an attack: operations in a row.
package struct HonestUse<Operation: StepOperation>: Sendable {
    package let operations: [Operation]
    /// Whether the system must be stored in a file for them.
    package let needsDisk: Bool

    package init(_ operations: [Operation], needsDisk: Bool) {
        self.operations = operations
        self.needsDisk = needsDisk
    }
}

extension SystemTrials {
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
