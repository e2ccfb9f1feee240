import ArgumentParser
import Encodings
import Fingerprints

/// The options of the command `vary`.
struct VaryOptions: ParsableArguments {
    @Option(help: "The model's folder, its weights' file or a pinned model's name.")
    var model: String

    @Option(
        help: "The golden's name or file; by default the golden of these weights, if there is one.")
    var golden: String?

    @Option(help: "How many of the golden run's prompts to run.")
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

    @Option(help: "Another build of this program, to run as a variation (repeatable).")
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
        guard !qemu || only.isEmpty || only.contains(where: Self.isEmulated) else {
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

    /// Whether a variation's name is that of an emulated processor.
    static func isEmulated(_ name: String) -> Bool { name.hasPrefix("processor-") }
}
