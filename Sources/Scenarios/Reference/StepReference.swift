/// A kind of step as people read of it, whatever system it is of.
package struct StepKindDescription: Sendable {
    package let name: String
    package let help: String
    package let members: [StepMemberDescription]
}

extension SystemTrials {
    /// In the order of the system's table.
    package var stepKinds: [StepKindDescription] { Operation.kinds.map(StepKindDescription.init) }
}

extension ScriptedTrials {
    /// Questions that scripts may ask, in the order of the system's table.
    package var questionKinds: [StepKindDescription] {
        Question.kinds.map(StepKindDescription.init)
    }
}

extension StepKindDescription {
    fileprivate init<Operation>(_ kind: StepKind<Operation>) {
        self.init(name: kind.name, help: kind.help, members: kind.members)
    }
}

/// The reference of a system's steps, as `Adversarial/README.md` has it, and of its questions, as
/// `Adversarial/PROTOCOL.md` has it.
package enum StepReference {
    /// A table in Markdown: each kind with its members, their standards in brackets, and its line
    /// of help.
    package static func markdown(of system: any SystemTrials) -> String {
        "| `do` | members | what happens |\n|---|---|---|\n" + rows(system.stepKinds)
    }

    package static func markdown(ofQuestions system: any ScriptedTrials) -> String {
        "| question | parameters | answer |\n|---|---|---|\n" + rows(system.questionKinds)
    }

    private static func rows(_ kinds: [StepKindDescription]) -> String {
        kinds.map { kind in
            let members = kind.members.map(Self.short).joined(separator: ", ")
            return "| `\(kind.name)` | \(members) | \(kind.help) |\n"
        }.joined()
    }

    /// A kind for a terminal: a line for each member.
    package static func text(of kind: StepKindDescription) -> String {
        let width = kind.members.map(\.name.count).max() ?? 0
        let lines = kind.members.map { member in
            let name = member.name + String(repeating: " ", count: width - member.name.count)
            return "  \(name)  \(member.help) (\(Self.type(member)))\n"
        }
        return "\(kind.name): \(kind.help)\n" + lines.joined()
    }

    private static func short(_ member: StepMemberDescription) -> String {
        switch member.standard {
        case nil, "": "`\(member.name)`"
        case let standard?: "`\(member.name)` (\(standard))"
        }
    }

    private static func type(_ member: StepMemberDescription) -> String {
        switch member.standard {
        case nil: member.type
        case "": "\(member.type), may be missing"
        case let standard?: "\(member.type), \(standard) if missing"
        }
    }
}
