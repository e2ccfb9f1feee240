internal import Trials

/// One thing that is done: an operation of the ground with its parameters, all checked when the
/// file is read.
struct Step: Sendable {
    let operation: any StepOperation
    /// Under whose rules it is done; nil for both.
    let profile: Profile?
    /// Such as "steps[3]".
    let place: String

    init(
        _ object: StrictObject, _ ground: GroundDescription, _ assumptions: Scenario.Assumptions
    ) throws(ScenarioError) {
        var object = object
        let name = try object.text("do")
        profile = try object.optionalChoice("profile", Profile.self)
        guard ground.operations.contains(name) else {
            throw object.wrong(
                "do", "one of \(ground.operations.joined(separator: ", "))", "\"\(name)\"")
        }
        operation = try ground.read(name, &object)
        try object.finish()
        place = object.place
        try operation.check(assumptions, object)
    }
}

/// What a step does; each ground has its own kinds.
protocol StepOperation: Sendable {
    /// Whether the system must be stored in a file for it.
    var needsFile: Bool { get }
    /// The name of the artefact that it makes; nil where it makes none.
    var made: String? { get }
    /// The artefacts that it takes, each with the step's member that names it.
    var taken: [(member: String, name: String)] { get }

    /// **Throws:** where it takes more than the attacker is granted.
    func check(_ assumptions: Scenario.Assumptions, _ object: StrictObject) throws(ScenarioError)
}

/// What the attacker is granted, as steps ask it.
extension Scenario.Assumptions {
    /// **Throws:** ``ScenarioError`` at a member of the step where he does not hold the key.
    func expectKey(
        _ name: String, at member: String, _ object: StrictObject
    ) throws(ScenarioError) {
        guard keys.contains(name) else {
            throw object.wrong(
                member, "a key that the attacker is granted (assumes.keys)", name)
        }
    }

    /// **Throws:** ``ScenarioError`` at a member of the step where he does not reach the surface.
    func expectSurface(
        _ name: String, at member: String, _ object: StrictObject
    ) throws(ScenarioError) {
        guard surfaces.contains(name) else {
            throw object.wrong(
                member, "a surface that the attacker is granted (assumes.surfaces)", name)
        }
    }
}
