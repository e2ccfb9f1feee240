import ArgumentParser
import Platform

/// The same run under many circumstances.
struct Vary: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vary",
        abstract: "Run prompts under many circumstances, and demand the same bits.",
        discussion: """
            Backends, threads, batches, orders, shortcuts, the form of the engine, where buffers \
            lie and what lies in them, locale, time zone, stack, hash seeds, folder, environment, \
            other builds of the program and emulated processors: each runs the first prompts of \
            the receipt and must leave the same digest of every operation's output, the same \
            trace root and, where there is a golden, its proofs. A difference is followed to its \
            prompt, layer, operation and element, each counted from 0. What cannot be run here \
            is listed with the reason. The exit code is 0 where all that ran is equal, 1 where \
            something differs, 2 where a run left nothing to compare or --golden does not tell of \
            the prompts, 3 where nothing that --only names could be run, 65 where --golden is of \
            other weights. A golden that is found by the weights was not asked for: where it does \
            not tell of the prompts, this is said, and the exit code stays.
            Example: glyphlab vary --model Models/glyph-nano
            Example: glyphlab vary --model Models/glyph-nano --only threads-7 locale-c
            Example: glyphlab vary --model Models/glyph-nano --plant 7 --only planted
            """)

    @OptionGroup var options: VaryOptions

    func run() throws {
        try Outcome.ending {
            try Folder.withTemporary(prefix: "glyphlab-vary") { folder in
                try VaryRun(options, folder: folder).outcome()
            }
        }
    }
}
