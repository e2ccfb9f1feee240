/// A kind of step as people read of it, whatever system it is of.
package struct StepKindDescription: Sendable {
    package let name: String
    package let help: String
    package let members: [StepMemberDescription]
}

extension SystemTrials {
    /// In the order of the system's table.
    package var stepKinds: [StepKindDescription] {
        Operation.kinds.map {
            StepKindDescription(name: $0.name, help: $0.help, members: $0.members)
        }
    }
}

/// The reference of a system's steps, as `Adversarial/README.md` has it.
package enum StepReference {
    /// A table in Markdown: each kind with its members, their standards in brackets, and its line
    /// of help; then the members by name.
    package static func markdown(of system: any SystemTrials) -> String {
        let rows = system.stepKinds.map { kind in
            let members = kind.members.map(Self.short).joined(separator: ", ")
            return "| `\(kind.name)` | \(members) | \(kind.help) |\n"
        }
        return "| `do` | members | what happens |\n|---|---|---|\n" + rows.joined()
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
