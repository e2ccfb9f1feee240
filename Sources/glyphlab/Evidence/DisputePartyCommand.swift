import Arbitration
import ArgumentParser
import Encodings
import Platform
import Proving
import Traces

/// `glyphlab dispute party`: answers a referee's questions from a trace, over pipes.
struct DisputePartyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "party",
        abstract: "Defend a trace: answer a referee's questions over a pipe.",
        discussion: """
            Reads questions from standard input and answers on standard output, a line of JSON \
            each, until the input ends. Elements are computed again with the model.
            Example: glyphlab dispute party --trace ours.trace --model Models/glyph-nano
            """)

    @Option(help: "The trace that the party defends, of level operations.")
    var trace: String

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @OptionGroup var backend: BackendOption

    /// A question is short, but for one that names many elements.
    private static let questionByteCountMax = 1 << 20

    func run() throws {
        try Outcome.ending {
            let file = try TraceFile(trace)
            try DisputeOfFiles.demandWhole(file)
            let folder = try ModelPath.folder(model)
            let loaded = try TracedModelLoad(folder: folder, backend: backend.chosen())
            let task = try DisputeOfFiles.task(file, model: nil)
            let party = TraceParty(
                task: task, trace: file.trace,
                source: ModelSource(
                    loaded.prover.transformer, task, DisputeOfFiles.trees(folder)))
            var input = StandardInput()
            while let line = try input.line(byteCountMax: Self.questionByteCountMax) {
                guard
                    let json = try? JSONParser.parse(
                        line, byteCountMax: Self.questionByteCountMax),
                    let question = DisputeQuestion(json: json),
                    case .line(let answer) = try party.answer(question)
                else {
                    throw Failure(
                        outcome: .badInput,
                        message: "standard input: expected a question of a referee about this "
                            + "trace, got "
                            + JSONValue.quoted(
                                String(decoding: line, as: UTF8.self), scalarCountMax: 80))
                }
                StandardStreams.writeResult(answer + [UInt8(ascii: "\n")])
            }
            return .holds
        }
    }
}
