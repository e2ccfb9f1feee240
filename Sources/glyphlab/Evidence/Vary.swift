import ArgumentParser
import Platform

/// `glyphlab vary`: the same run under many circumstances.
struct Vary: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vary",
        abstract: "Run prompts under many circumstances and check that every bit is the same.",
        discussion: """
            Backends, threads, batches, orders, shortcuts, the form of the engine, the place and \
            the old contents of buffers, locale, time zone, stack, hash seeds, folder, \
            environment, other builds of the program and emulated processors: each variation runs \
            the golden run's first prompts and must produce the same digest of every operation's \
            output, the same trace root and, if there is a golden, its proofs. A difference is \
            traced to its prompt, layer, operation and element, each counted from 0. Variations \
            that cannot run here are listed with the reason. The exit code is 0 if all that ran \
            are equal, 1 if one differs, 2 if a run left nothing to compare or --golden has no \
            proofs of the prompts, 3 if no variation that --only names could run, 65 if --golden \
            belongs to other weights. A golden that is found by the weights was not asked for: \
            if it has no proofs of the prompts, the report says so and the exit code stays.
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
