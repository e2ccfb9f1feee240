import ArgumentParser
import Encodings
import Platform

/// The way in: arguments are checked as bytes before anything reads them as text.
@main
enum Main {
    static func main() {
        _ = ThisRun.startSeconds
        if let position = RawArguments.firstInvalidUTF8 {
            StandardStreams.writeMessage(
                "glyphlab: argument \(position): expected UTF-8, got bytes that are not\n")
            GlyphLab.exit(withError: Outcome.badInput.exitCode)
        }
        Signals.failWritesBeyondLimits()
        GlyphLab.main()
    }
}

struct GlyphLab: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glyphlab",
        abstract: "A determinism and adversarial laboratory for proofs of inference.",
        discussion: """
            Example: glyphlab reproduce

            Exit codes: 0 holds · 1 does not hold · 2 inconclusive (missing weights or evidence) · \
            3 not exercised · 64 usage · 65 bad input · 70 a fault of the lab itself.
            """,
        version: ThisRun.versionText,
        subcommands: [
            Reproduce.self, Prove.self, Models.self, Chain.self, Attack.self, Bench.self,
            Doctor.self,
        ])
}

/// Swift repairs arguments that are not UTF-8; a proof must not be made of a repaired prompt.
private enum RawArguments {
    static var firstInvalidUTF8: Int? {
        (0..<Int(CommandLine.argc)).first { index in
            guard let argument = unsafe CommandLine.unsafeArgv[index] else { return false }
            var bytes: [UInt8] = []
            var position = 0
            while unsafe argument[position] != 0 {
                bytes.append(UInt8(bitPattern: unsafe argument[position]))
                position += 1
            }
            return UTF8Validation.firstInvalidOffset(in: bytes) != nil
        }
    }
}
