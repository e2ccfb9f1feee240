import ArgumentParser
import Encodings
import Platform
import Scenarios

struct AttackFormat: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Rewrite scenario files in the required layout.",
        discussion: """
            Members keep their order; spaces, line breaks and escapes change. A file that is not \
            strict JSON stays as it is. With --check nothing is written, and the exit code is 1 \
            where a file has another form.
            Example: glyphlab attack format Adversarial/scenarios/chain/LED-01.json
            """)

    @Argument(help: "Scenario files, or ids of scenarios.")
    var files: [String]

    @Flag(help: "Write nothing; name the files that have another form.")
    var check = false

    func run() throws {
        try Outcome.ending {
            var otherCount = 0
            for argument in files {
                let file =
                    ScenarioFile.isMeant(by: argument)
                    ? argument
                    : try ScenarioFile.path(
                        argument, house: House.find().path, systems: Systems.names)
                let bytes = try InputFile.bytes(file, byteCountMax: Scenario.byteCountMax)
                let formatted = try Self.formatted(bytes, file)
                guard formatted != bytes else { continue }
                otherCount += 1
                if check {
                    StandardStreams.writeResult("\(file): has another form\n")
                } else {
                    try OutputFile(path: file).write(formatted)
                    StandardStreams.writeResult("\(file): written\n")
                }
            }
            return check && otherCount > 0 ? .doesNotHold : .holds
        }
    }

    private static func formatted(_ bytes: [UInt8], _ file: String) throws -> [UInt8] {
        do {
            let value = try JSONParser.parse(bytes, byteCountMax: Scenario.byteCountMax)
            let formatted = Array((value.prettyText + "\n").utf8)
            guard formatted.count <= Scenario.byteCountMax else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(file): expected at most \(Scenario.byteCountMax) bytes in the one "
                        + "form, got \(formatted.count)")
            }
            return formatted
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(outcome: .badInput, message: "\(file): \(error)")
        }
    }
}
