import ArgumentParser
import Encodings
import Platform
import Scenarios

struct AttackSteps: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "steps",
        abstract: "List the kinds of steps that scenarios of a system may have.",
        discussion: """
            --markdown prints the table of Adversarial/README.md; --schema prints a JSON Schema of \
            the scenario files of all systems, for editors.
            Example: glyphlab attack steps --system chain payment
            """)

    @Argument(help: "The kinds to show; by default all.")
    var kinds: [String] = []

    @Option(help: "The system: \(Systems.names.joined(separator: " or ")).")
    var system: String?

    @Flag(help: "Print a table in Markdown.")
    var markdown = false

    @Flag(help: "Print a JSON Schema.")
    var schema = false

    func validate() throws {
        if schema {
            guard system == nil, kinds.isEmpty, !markdown else {
                throw ValidationError("--schema is of all systems and stands alone")
            }
            return
        }
        guard let chosen = chosenSystem else {
            throw ValidationError(
                "system: expected \(Systems.names.joined(separator: " or ")), "
                    + "got \(system ?? "none")")
        }
        for kind in kinds where !chosen.stepKinds.contains(where: { $0.name == kind }) {
            let names = chosen.stepKinds.map(\.name).joined(separator: ", ")
            throw ValidationError("expected kinds of steps (\(names)), got \(kind)")
        }
    }

    private var chosenSystem: (any SystemTrials)? {
        Systems.listed.first { $0.name == system }
    }

    func run() throws {
        try Outcome.ending {
            if schema {
                let document = ScenarioSchema.document(Systems.listed)
                StandardStreams.writeResult(document.prettyText + "\n")
            } else if let system = chosenSystem {
                StandardStreams.writeResult(text(of: system))
            }
            return .holds
        }
    }

    private func text(of system: any SystemTrials) -> String {
        if markdown { return StepReference.markdown(of: system) }
        return system.stepKinds.filter { kinds.isEmpty || kinds.contains($0.name) }
            .map(StepReference.text).joined(separator: "\n")
    }
}
