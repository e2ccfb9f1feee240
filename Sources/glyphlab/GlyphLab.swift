import ArgumentParser
import Encodings
import Platform

/// The way in: arguments are checked as bytes before anything reads them as text.
@main
enum Main {
    static func main() {
        _ = ThisRun.startSeconds
        StandardStreams.prepare()
        Signals.failWrites()
        Signals.endCleanly()
        let arguments = RawArguments.checked()
        do {
            var command = try GlyphLab.parseAsRoot(arguments)
            let kind = type(of: command)
            guard kind.configuration.subcommands.isEmpty else {
                // A name that only groups commands does nothing, which is not what was wanted.
                end(
                    .usage,
                    message: GlyphLab.helpMessage(
                        for: kind, columns: Terminal.columns(.error)) + "\n")
            }
            try command.run()
            end(.holds)
        } catch {
            end(GlyphLab.exitCode(for: error), error, arguments)
        }
    }

    /// Tells what the parser or a command ended with: help that was asked for is a result.
    private static func end(_ code: ExitCode, _ error: any Error, _ arguments: [String]) -> Never {
        let text = GlyphLab.fullMessage(for: error)
        if code == .success {
            let help = DefaultCommandHelp.text(
                arguments, root: GlyphLab.self, columns: Terminal.columns(.output))
            if let help {
                StandardStreams.writeResult(help + "\n")
                end(.holds)
            }
            if !text.isEmpty { StandardStreams.writeResult(text + "\n") }
            end(.holds)
        }
        if code == .validationFailure,
            let message = UnknownCommand.message(arguments, root: GlyphLab.self)
        {
            end(.usage, message: message)
        }
        if !text.isEmpty { StandardStreams.writeMessage(text + "\n") }
        end(code)
    }

    private static func end(_ outcome: Outcome, message: String? = nil) -> Never {
        if let message { StandardStreams.writeMessage(message) }
        end(outcome.exitCode)
    }

    /// A result that could not be written is a fault, whatever it was.
    private static func end(_ code: ExitCode) -> Never {
        guard let failure = StandardStreams.resultFailure else { GlyphLab.exit(withError: code) }
        StandardStreams.writeMessage("glyphlab: \(failure)\n")
        GlyphLab.exit(withError: Outcome.labFault.exitCode)
    }

    /// Ends for arguments that the parser should not see.
    fileprivate static func refuse(_ outcome: Outcome, _ message: String) -> Never {
        end(outcome, message: "glyphlab: \(message)\n")
    }
}

struct GlyphLab: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glyphlab",
        abstract: "A determinism and adversarial laboratory for proofs of inference.",
        discussion: """
            Example: glyphlab reproduce

            Exit codes: 0 holds · 1 does not hold · 2 inconclusive: weights, another part of a \
            model, or evidence is missing · 3 not exercised · 64 usage · 65 bad input, also any \
            other named file or database that is missing, and a path that cannot be created · 70 \
            a fault of the lab itself, also a full disk or a closed output.

            Output files that options name are checked before the work starts; each is written \
            whole under another name and then renamed; symbolic links stay. Pipes and devices are \
            written directly. The name - means standard output; a command whose report goes there \
            prints its own text to standard error. A reader that closes a pipe early (| head) does \
            not change the exit code. Colours and progress bars appear on terminals only; NO_COLOR \
            and TERM=dumb turn them off.

            Completion: glyphlab --generate-completion-script bash (or zsh, or fish).
            """,
        version: ThisRun.versionText,
        subcommands: [
            Reproduce.self, Prove.self, TraceCommand.self, Compare.self, Locate.self,
            Rerun.self, Plant.self, ReceiptCommand.self, Vary.self, Dispute.self,
            CoverageCommand.self,
            ShadowCommand.self, ExperimentCommand.self, Sweep.self, LabReport.self, Models.self,
            Chain.self,
            SystemCommand.self, Learn.self, TrainingCommand.self, Attack.self,
            Bench.self, Doctor.self,
        ])
}

/// Swift repairs arguments that are not UTF-8; a proof must not be made of a repaired prompt.
private enum RawArguments {
    /// The arguments behind the program's name.
    static func checked() -> [String] {
        let bytes = ThisProcess.argumentBytes
        guard !bytes.isEmpty else {
            Main.refuse(.labFault, "expected arguments, got none from the system, not even a name")
        }
        for (position, argument) in bytes.enumerated()
        where UTF8Validation.firstInvalidOffset(in: argument) != nil {
            Main.refuse(
                .badInput, "argument \(position): expected UTF-8, got bytes that are not")
        }
        let arguments = ThisProcess.arguments
        for option in ReportFiles.optionNames {
            let count = arguments.prefix { $0 != "--" }
                .count { $0 == option || $0.hasPrefix(option + "=") }
            // The parser would take the last and drop the others in silence.
            if count > 1 {
                Main.refuse(.usage, "\(option): expected it once, got it \(count) times")
            }
        }
        return arguments
    }
}
