import ArgumentParser
import Encodings
import Fingerprints
import Platform
import Proving
import Reports
import Tensors
import Variations

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

    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @Option(help: "The golden's name or file; by default the one of the model's weights, if any.")
    var golden: String?

    @Option(help: "How many prompts of the receipt to run.")
    var prompts = Self.promptCountDefault

    @Option(
        parsing: .upToNextOption,
        help: """
            Run these variations only, and those of --program and --plant; --list names them all.
            """)
    var only: [String] = []

    @Flag(help: "List the variations and run none.")
    var list = false

    @Flag(help: "Run the program on emulated processors, too, with qemu-user.")
    var qemu = false

    @Option(help: "Another build of this program, to run as a variation. May be repeated.")
    var program: [String] = []

    @Option(
        help: """
            Plant a variation that differs in one bit, at a place drawn from this seed of up to \
            64 hex digits, which must be found.
            """)
    var plant: String?

    @Option(help: "How long a run in another process may take, in seconds.")
    var secondsMax = 600

    @Option(help: "How many threads share the work of the usual run.")
    var threads = 1

    @OptionGroup var backend: BackendOption
    @OptionGroup var format: FormatOption

    private static let promptCountDefault = 10

    func validate() throws {
        guard (1...Golden.promptCountMax).contains(prompts) else {
            throw ValidationError(
                "prompts: expected 1 to \(Golden.promptCountMax), got \(prompts)")
        }
        guard (1...256).contains(threads) else {
            throw ValidationError("threads: expected 1 to 256, got \(threads)")
        }
        guard !qemu || only.isEmpty || only.contains(where: VaryRun.isEmulated) else {
            throw ValidationError(
                "qemu: expected the name of an emulated processor among those of --only, got none")
        }
        guard (1...86_400).contains(secondsMax) else {
            throw ValidationError("seconds-max: expected 1 to 86400, got \(secondsMax)")
        }
        if let plant {
            let digits = Array("0123456789abcdef".utf8)
            guard (1...64).contains(plant.utf8.count),
                plant.lowercased().utf8.allSatisfy(digits.contains)
            else {
                throw ValidationError(
                    "plant: expected 1 to 64 hex digits, got "
                        + JSONValue.quoted(plant, scalarCountMax: 80))
            }
        }
    }

    func run() throws {
        try Outcome.ending {
            try Folder.withTemporary(prefix: "glyphlab-vary") { folder in
                try VaryRun(self, folder: folder).outcome()
            }
        }
    }
}
