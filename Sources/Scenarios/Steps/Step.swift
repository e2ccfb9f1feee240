internal import Trials

/// One step of a scenario: an operation of its system with its parameters, all checked when the
/// file is read.
package struct Step<Operation: StepOperation>: Sendable {
    let operation: Operation
    /// Artefacts that it makes and takes.
    let use: StepUse
    /// Whether the system must be stored in a file for it.
    let needsDisk: Bool
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
        guard let kind = Operation.kinds.first(where: { $0.name == name }) else {
            let names = Operation.kinds.map(\.name).joined(separator: ", ")
            throw object.wrong("do", "one of \(names)", "\"\(name)\"")
        }
        var use = StepUse()
        operation = try kind.operation(&object, &use)
        try object.finish()
        self.use = use
        needsDisk = kind.needsDisk
        place = object.place
        for (member, grant) in use.grants {
            try assumptions.expect(grant, at: member, object)
        }
    }
}

/// An operation that scenarios of one system name; each system has its own kinds.
package protocol StepOperation: Sendable {
    /// All kinds, in the order of the reference.
    static var kinds: [StepKind<Self>] { get }
}

extension Scenario.Assumptions {
    /// **Throws:** ``ScenarioError`` at a member of the step that asks for more than the attacker
    /// is granted.
    fileprivate func expect(
        _ grant: StepUse.Grant, at member: String, _ object: StrictObject
    ) throws(ScenarioError) {
        switch grant {
        case .key(let name) where !keys.contains(name):
            throw object.wrong(
                member, "a key that the attacker is granted (assumes.keys)", name)
        case .surface(let name) where !surfaces.contains(name):
            throw object.wrong(
                member, "a surface that the attacker is granted (assumes.surfaces)", name)
        case .work(let product) where !canWork:
            throw object.wrong(member, "no work, since assumes.work_share is 0", product)
        default: break
        }
    }
}
