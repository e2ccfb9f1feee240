package import Trials

/// A step of a scenario: an operation of its system with its parameters, all checked when the
/// file is read.
package struct Step<Operation: StepOperation>: Sendable {
    package let operation: Operation
    /// Artefacts that it makes and takes.
    package let use: StepUse
    /// Whether the system must be stored in a file for it.
    package let needsDisk: Bool
    /// The profile in which it is done; nil for both.
    package let profile: Profile?
    /// The node that it is done at or sent to, from 0.
    package let node: Int
    /// Its place in the file, such as "steps[3]".
    package let place: String

    /// **Throws:** ``ScenarioError`` at the first member that is wrong.
    package init(_ object: StrictObject, _ context: StepContext) throws(ScenarioError) {
        var object = object
        let name = try object.text("do")
        profile = try object.optionalChoice("profile", Profile.self)
        guard let kind = Operation.kinds.first(where: { $0.name == name }) else {
            let names = Operation.kinds.map(\.name).joined(separator: ", ")
            throw object.wrong("do", "one of \(names)", "\"\(name)\"")
        }
        node = try object.optionalInteger("at", in: 0...context.nodeCount - 1) ?? 0
        var use = StepUse()
        operation = try kind.operation(&object, &use)
        try object.finish()
        self.use = use
        needsDisk = kind.needsDisk
        switch kind.reach {
        case .firstNode where node != 0:
            throw object.wrong("at", "node 0: others have no '\(name)'", "\(node)")
        case .singleNode where context.nodeCount > 1:
            throw object.wrong(
                "do", "a step for several nodes: '\(name)' is for one", "\(context.nodeCount) nodes"
            )
        default: break
        }
        place = object.place
        for (member, grant) in use.grants {
            try context.assumptions.expect(grant, at: member, object)
        }
        for (member, count) in use.nodeLists where count != context.nodeCount {
            throw object.wrong(
                member, "a number for each of \(context.nodeCount) nodes", "\(count)")
        }
    }
}

/// An operation that scenarios of one system name; each system has its own kinds.
package protocol StepOperation: Sendable {
    /// All kinds, in the order of the reference.
    static var kinds: [StepKind<Self>] { get }
}

/// The scenario's parts that its steps must keep to.
package struct StepContext: Sendable {
    package let assumptions: Assumptions
    package let nodeCount: Int

    package init(assumptions: Assumptions, nodeCount: Int) {
        self.assumptions = assumptions
        self.nodeCount = nodeCount
    }
}
