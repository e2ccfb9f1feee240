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
            --questions shows what attack scripts may ask of a node besides.
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

    @Flag(help: "Show the questions that attack scripts may ask, not the steps.")
    var questions = false

    func validate() throws {
        if schema {
            guard system == nil, kinds.isEmpty, !markdown, !questions else {
                throw ValidationError("--schema is of all systems and stands alone")
            }
            return
        }
        guard let chosen = chosenSystem else {
            throw ValidationError(
                "system: expected \(Systems.names.joined(separator: " or ")), "
                    + "got \(system ?? "none")")
        }
        let names = try kinds(of: chosen).map(\.name)
        for kind in kinds where !names.contains(kind) {
            throw ValidationError(
                "expected kinds of \(questions ? "questions" : "steps") "
                    + "(\(names.joined(separator: ", "))), got \(kind)")
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
                StandardStreams.writeResult(try text(of: system))
            }
            return .holds
        }
    }

    private func kinds(of system: any SystemTrials) throws -> [StepKindDescription] {
        guard questions else { return system.stepKinds }
        guard let scripted = system as? any ScriptedTrials else {
            throw ValidationError("system: expected one that scripts attack, got \(system.name)")
        }
        return scripted.questionKinds
    }

    private func text(of system: any SystemTrials) throws -> String {
        if markdown {
            guard questions, let scripted = system as? any ScriptedTrials else {
                return StepReference.markdown(of: system)
            }
            return StepReference.markdown(ofQuestions: scripted)
        }
        return try kinds(of: system).filter { kinds.isEmpty || kinds.contains($0.name) }
            .map(StepReference.text).joined(separator: "\n")
    }
}
