import ArgumentParser
import Encodings
import Platform
import Scenarios
import Trials

struct AttackNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Begin a scenario of your own from an existing one.",
        discussion: """
            Writes a file that can be run at once: it has the new id, and the steps, guards and \
            oracle of a scenario whose claim holds under both sets of rules. Change it step by \
            step and run it again.
            Example: glyphlab attack new LED-90 --system chain --out LED-90.json
            """)

    @Argument(help: "The new id: the letters of a claim, a hyphen and a free number.")
    var id: String

    @Option(help: "The system to attack: \(Systems.names.joined(separator: " or ")).")
    var system: String

    @Option(help: "The scenario to begin from; by default the shortest of the claim.")
    var like: String?

    @Option(help: "The file to write; by default the place of the id in the repository.")
    var out: String?

    func validate() throws {
        guard out != "-" else {
            throw ValidationError("out: expected the name of a file, got -")
        }
        guard Systems.names.contains(system) else {
            throw ValidationError(
                "system: expected \(Systems.names.joined(separator: " or ")), got \(system)")
        }
        guard let match = id.wholeMatch(of: /([A-Z]{3})-[0-9]{2,3}[a-z]?/),
            Claim(rawValue: String(match.1)) != nil
        else {
            let claims = Claim.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError(
                "id: expected a claim (\(claims)), a hyphen and a number, got \(id)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let house = try House.find()
            let suite = try Suite(house: house.path, systems: Systems.listed)
            if let taken = suite.scenarios.first(where: { $0.summary.id == id }) {
                throw Failure(
                    outcome: .usage, message: "id: expected a free one, got \(taken.summary.file)'s"
                )
            }
            let template = try like.map { try named($0, in: suite) } ?? shortest(in: suite)
            let place = "\(Suite.folder)/\(system)/\(id).json"
            let path = out ?? Folder.path(house.path, place)
            try NewFile.check(path, "a scenario")
            let bytes = try WholeFile.read(
                Folder.path(house.path, template.file), byteCountMax: Scenario.byteCountMax)
            let scenario = try Self.renamed(bytes, to: id, like: template.id)
            try WholeFile.write(Array((scenario.prettyText + "\n").utf8), to: path)
            let argument = out == nil ? id : path.contains("/") ? path : "./\(path)"
            StandardStreams.writeResult(
                """
                \(path): written, like \(template.id)
                next:
                  glyphlab attack check \(path)
                  glyphlab attack run \(argument)

                """)
            return .holds
        }
    }

    /// The scenario of `--like`.
    ///
    /// **Throws:** ``Failure`` for an id that no scenario of the system has.
    private func named(_ like: String, in suite: Suite) throws -> ScenarioSummary {
        guard let scenario = suite.scenarios.first(where: { $0.summary.id == like }),
            scenario.summary.system == system
        else {
            throw Failure(
                outcome: .usage,
                message: "like: expected the id of a scenario on \(system), got \(like)")
        }
        return scenario.summary
    }

    /// The scenario with the fewest steps among those of the system and the id's claim that hold
    /// under both sets of rules.
    ///
    /// **Throws:** ``Failure`` for a claim of which the system has none; it names those that have.
    private func shortest(in suite: Suite) throws -> ScenarioSummary {
        let held = suite.scenarios.filter { scenario in
            scenario.summary.system == system
                && Profile.allCases.allSatisfy { scenario.expectation($0)?.verdict == .held }
        }
        let ofClaim = held.filter { id.hasPrefix($0.summary.claim.rawValue) }
        guard let shortest = ofClaim.min(by: { $0.stepCount < $1.stepCount }) else {
            let claims = Claim.allCases.filter { claim in
                held.contains { $0.summary.claim == claim }
            }
            throw Failure(
                outcome: .usage,
                message: "id: expected a claim of which \(system) has a scenario that holds under "
                    + "both sets of rules (\(claims.map(\.rawValue).joined(separator: ", "))), "
                    + "got \(id.prefix(3)); --like ID begins from a scenario of another claim")
        }
        return shortest.summary
    }

    private static func renamed(
        _ bytes: [UInt8], to id: String, like template: String
    ) throws -> JSONValue {
        let value = try JSONParser.parse(bytes, byteCountMax: Scenario.byteCountMax)
        let changes = [
            "id": id, "claim": String(id.prefix(3)), "title": "A title of a few words",
            "about": "Say what the attacker does, and why it should not work.",
        ]  // looked up, never iterated
        return .object(
            (value.objectValue ?? []).map { member in
                if member.key == "references" {
                    return JSONMember(member.key, .array([.string(template)]))
                }
                return changes[member.key].map { JSONMember(member.key, .string($0)) } ?? member
            })
    }
}
