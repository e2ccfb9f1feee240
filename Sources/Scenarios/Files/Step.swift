internal import Trials

/// One step of a scenario: an operation of its system with its parameters, all checked when the
/// file is read.
package struct Step<Operation: StepOperation>: Sendable {
    let operation: Operation
    /// Under whose rules it is done; nil for both.
    let profile: Profile?
    /// Such as "steps[3]".
    let place: String

    init(
        _ object: StrictObject, _ assumptions: Scenario.Assumptions
    ) throws(ScenarioError) {
        var object = object
        let name = try object.text("do")
        profile = try object.optionalChoice("profile", Profile.self)
        guard Operation.names.contains(name) else {
            throw object.wrong(
                "do", "one of \(Operation.names.joined(separator: ", "))", "\"\(name)\"")
        }
        operation = try Operation(name, &object)
        try object.finish()
        place = object.place
        try operation.check(assumptions, object)
    }
}

/// An operation that scenarios of one system name; each system has its own kinds.
package protocol StepOperation: Sendable {
    /// As the member `do` of a step names them.
    static var names: [String] { get }

    /// Takes the operation's members from its step.
    ///
    /// - Parameter name: one of ``names``.
    /// **Throws:** ``ScenarioError`` at the member that is missing or out of its range.
    init(_ name: String, _ object: inout StrictObject) throws(ScenarioError)

    /// Whether the system must be stored in a file for it.
    var needsFile: Bool { get }
    /// The name of the artefact that it makes; nil where it makes none.
    var made: String? { get }
    /// The artefacts that it takes, each with the step's member that names it.
    var taken: [(member: String, name: String)] { get }

    /// **Throws:** ``ScenarioError`` where it takes more than the attacker is granted.
    func check(_ assumptions: Scenario.Assumptions, _ object: StrictObject) throws(ScenarioError)
}

/// Grants of the attacker, as steps ask for them.
extension Scenario.Assumptions {
    /// **Throws:** ``ScenarioError`` at a member of the step where he does not hold the key.
    package func expectKey(
        _ name: String, at member: String, _ object: StrictObject
    ) throws(ScenarioError) {
        guard keys.contains(name) else {
            throw object.wrong(
                member, "a key that the attacker is granted (assumes.keys)", name)
        }
    }

    /// **Throws:** ``ScenarioError`` at a member of the step where he does not reach the surface.
    package func expectSurface(
        _ name: String, at member: String, _ object: StrictObject
    ) throws(ScenarioError) {
        guard surfaces.contains(name) else {
            throw object.wrong(
                member, "a surface that the attacker is granted (assumes.surfaces)", name)
        }
    }
}
