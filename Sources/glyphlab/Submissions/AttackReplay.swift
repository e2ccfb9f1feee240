import ArgumentParser
import Cryptography
import Platform
import Submissions
import Trials

/// Plays a transcript in a process of its own, whose hash tables are seeded otherwise, and prints
/// the judgement's digest. The judge calls it; people have `attack verify`.
struct AttackReplay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Play a transcript again.", shouldDisplay: false)

    @Argument(help: "The transcript's file.")
    var transcript: String

    @Option(help: "The rules.")
    var profile: ProfileChoice

    @Option(help: "The master seed: 64 hex digits.")
    var seed: String

    @Option(help: "The claim that the script is judged by.")
    var claim: String?

    @OptionGroup var adapter: AdapterOption

    func run() throws {
        try Outcome.ending {
            let model = try EmbeddedModel.loaded(in: House.find())
            let setup = SessionSetup(
                profile: profile.profiles[0], seeds: try JudgeSeed.seeds(seed),
                systems: try ScriptTarget(adapter: adapter.command, model: model).systems,
                claim: claim.flatMap(Claim.init(rawValue:)))
            let bytes = try WholeFile.read(transcript, byteCountMax: Transcript.byteCountMax)
            let played = try Transcript(fileBytes: bytes, file: transcript)
            let judgement = try Played.replay(setup, lines: played.lines, ending: played.ending)
                .judgement
            StandardStreams.writeResult(judgement.digest.text + "\n")
            return .holds
        }
    }
}
