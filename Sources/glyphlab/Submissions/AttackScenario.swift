import ArgumentParser
import Encodings
import Platform
import Scenarios
import Submissions
import Trials

struct AttackScenario: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scenario",
        abstract: "Make a scenario of the shortest attack in a bundle of evidence.",
        discussion: """
            The scenario repeats the script's requests in the trial that was recorded. It is run \
            under both sets of rules, and the file names the guards that fired. A break of the \
            published rules needs the id of the hole that it shows; a break of the hardened rules \
            is written as one that must be held, so that the suite is red until it is mended.
            Example: glyphlab attack scenario evidence/old-version-published --id MOD-90 \
            --hole old-version
            """)

    @Argument(help: "The bundle's folder.")
    var bundle: String

    @Option(help: "The new id: the letters of the claim, a hyphen and a free number.")
    var id: String

    @Option(help: "The id of a hole in Adversarial/holes.json that it shows (repeatable).")
    var hole: [String] = []

    @Option(
        help: "A guard that must hold it under the hardened rules, where none did (repeatable).")
    var `guard`: [String] = []

    @Option(help: "The file to write; by default the place of the id in the repository.")
    var out: String?

    func run() throws {
        try Outcome.ending {
            let target = try EvidenceBundle(folder: bundle).facts.target
            guard target == ScriptTarget.embedded else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(bundle): expected evidence on an embedded system, which scenarios "
                        + "are of, got evidence on \(target.prefix(200))")
            }
            let input = try EvidenceInput(folder: bundle, adapter: nil)
            guard let minimised = input.bundle.minimised else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(bundle): expected evidence of a break, got "
                        + input.bundle.result.verdict.rawValue)
            }
            if let taken = input.suite.scenarios.first(where: { $0.summary.id == id }) {
                throw Failure(
                    outcome: .usage, message: "id: expected a free one, got \(taken.summary.file)'s"
                )
            }
            let played = try Played.replay(
                input.setup, lines: minimised.lines, ending: minimised.ending)
            guard let system = played.declaration?.system else {
                throw Failure(outcome: .badInput, message: "\(bundle): expected a declaration")
            }
            if let claim = played.declaration?.claim.rawValue, !id.hasPrefix(claim + "-") {
                throw Failure(
                    outcome: .usage,
                    message: "id: expected \(claim)- and a number, since the claim is \(claim), "
                        + "got \(id)")
            }
            let place = "\(Suite.folder)/\(system)/\(id).json"
            let path = try out ?? Folder.path(House.find().path, place)
            try NewFile.check(path, "a scenario")
            let bytes = try scenario(of: played, input)
            try WholeFile.write(bytes, to: path)
            StandardStreams.writeResult(
                "\(path): written; its title and about are the script's words, to be made fitting; "
                    + "then: glyphlab attack run \(out == nil ? id : path)\n")
            return .holds
        }
    }

    /// The file's bytes, with the verdicts and guards of a run.
    private func scenario(of played: Played, _ input: EvidenceInput) throws -> [UInt8] {
        let system = input.suite.systems.first { $0.name == played.declaration?.system }
        let placeholder = { (profile: Profile) in
            (verdict: Verdict.held, guards: (system?.guards(profile).prefix(1) ?? []).map(\.name))
        }
        let draft = try bytes(played, input, holes: [], placeholder)
        let trial = try input.suite.scenario(json: draft, file: "\(id).json")
        let results = Profile.allCases.map { profile in
            Trial(scenario: trial, profile: profile, seed: "0").run()
        }
        let isBroken = results.contains { $0.profile == .published && $0.verdict == .broken }
        guard !isBroken || !hole.isEmpty else {
            throw Failure(
                outcome: .usage,
                message: "hole: expected the hole of \(Suite.holesFile) that it shows, since the "
                    + "published rules break, got none")
        }
        let final = try bytes(played, input, holes: isBroken ? hole : []) { profile in
            let hit = results.first { $0.profile == profile }?.guardsHit.map(\.name) ?? []
            if profile == .published, isBroken { return (.broken, []) }
            return (.held, hit.isEmpty || !self.guard.isEmpty ? self.guard : hit)
        }
        // Read as the suite reads it, so that no file is written that it would refuse.
        _ = try input.suite.scenario(json: final, file: "\(id).json")
        return final
    }

    private func bytes(
        _ played: Played, _ input: EvidenceInput, holes: [String],
        _ expectations: (Profile) -> (verdict: Verdict, guards: [String])
    ) throws -> [UInt8] {
        let document = try ScenarioExport.document(
            played, input.bundle, ScenarioExport.Words(id: id, holes: holes),
            expectations: expectations)
        let bytes = Array((document.prettyText + "\n").utf8)
        guard bytes.count <= Scenario.byteCountMax else {
            throw Failure(
                outcome: .badInput,
                message: "\(bundle): expected an attack that fits a scenario of "
                    + "\(Scenario.byteCountMax) bytes, got \(bytes.count)")
        }
        return bytes
    }
}
