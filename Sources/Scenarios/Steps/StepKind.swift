internal import Encodings

/// The nodes that a kind of step can be done at.
package enum StepReach: Sendable {
    case anyNode
    /// Node 0 alone, which the referee looks at.
    case firstNode
    /// A node that is alone in its trial.
    case singleNode
}

/// A kind of step: a row of a system's table. A name that is listed and not parsed cannot exist.
package struct StepKind<Operation: Sendable>: Sendable {
    /// The value of the member `do`.
    package let name: String
    /// A line of help, which begins with a verb.
    package let help: String
    package let members: [StepMemberDescription]
    /// Whether the system must be stored in a file.
    package let needsDisk: Bool
    let reach: StepReach
    private let read:
        @Sendable (inout StrictObject, inout StepUse) throws(ScenarioError) -> Operation

    /// - Parameters:
    ///   - grants: asked of the attacker besides those of the members.
    ///   - make: the operation of the members' values.
    package init<each Value: Sendable>(
        _ name: String, _ help: String, _ member: repeat StepMember<each Value>,
        needsDisk: Bool = false, reach: StepReach = .anyNode,
        grants: [(member: String, grant: StepUse.Grant)] = [],
        make: @escaping @Sendable (repeat each Value) -> Operation
    ) {
        self.name = name
        self.help = help
        self.needsDisk = needsDisk
        self.reach = reach
        var members: [StepMemberDescription] = []
        for member in repeat each member { members += member.descriptions }
        self.members = members
        read = { (object, use) throws(ScenarioError) in
            let operation = make(repeat try (each member).read(&object, &use))
            for (member, grant) in grants { use.ask(grant, at: member) }
            return operation
        }
    }

    func operation(
        _ object: inout StrictObject, _ use: inout StepUse
    ) throws(ScenarioError) -> Operation {
        try read(&object, &use)
    }
}
