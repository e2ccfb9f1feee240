import ArgumentParser
import Checkpoints
import Encodings
import Platform
import Proving
import Reports
import Tensors

struct FormatOption: ParsableArguments {
    @Option(help: "The form of the result.")
    var format = OutputFormat.text

    /// Prints the form that was asked for; text goes to standard error where one of `reports` takes
    /// standard output.
    func write(
        text: @autoclosure () -> String, json: @autoclosure () -> JSONValue,
        beside reports: ReportFiles? = nil
    ) {
        switch format {
        case .text where reports?.takeStandardOutput == true: StandardStreams.writeMessage(text())
        case .text: StandardStreams.writeResult(text())
        case .json: StandardStreams.writeResult(json().prettyText + "\n")
        }
    }
}

struct BackendOption: ParsableArguments {
    @Option(help: "The exact GEMM to use: one of \(Backends.names.joined(separator: ", ")).")
    var backend: String?

    func validate() throws {
        guard let backend, !Backends.names.contains(backend) else { return }
        throw ValidationError(
            "backend: expected one of \(Backends.names.joined(separator: ", ")), got \(backend)")
    }

    func chosen() throws -> any ExactGEMM {
        try backend.map(Self.usable) ?? Backends.fastest
    }

    /// **Throws:** ``Failure`` where this machine does not have it.
    static func usable(_ name: String) throws -> any ExactGEMM {
        guard let backend = Backends.named(name) else {
            throw Failure(
                outcome: .notExercised,
                message: "backend: expected one that this machine has, got \(name); "
                    + "'glyphlab doctor' lists them")
        }
        return backend
    }
}

struct ThreadsOption: ParsableArguments {
    @Option(
        help: "How many threads share the work; by default one for each available processor.")
    var threads: Int?

    func validate() throws {
        if let threads, !(1...256).contains(threads) {
            throw ValidationError("threads: expected 1 to 256, got \(threads)")
        }
    }

    var count: Int { threads ?? Machine.coreCount }
}

/// The options of a whole run's work; they change its time and no bit.
struct WholeWorkOptions: ParsableArguments {
    @OptionGroup var threads: ThreadsOption

    @Option(help: "How many prompts run together as a batch.")
    var batch = GoldenRun.Settings.batchPromptCountDefault

    @Flag(help: "Compute the common beginning of a batch's prompts only once.")
    var sharePrefixes = false

    func validate() throws {
        let batchMax = GoldenRun.Settings.batchPromptCountMax
        guard (1...batchMax).contains(batch) else {
            throw ValidationError("batch: expected 1 to \(batchMax), got \(batch)")
        }
    }

    var settings: GoldenRun.Settings { settings(stopsEarly: false) }

    fileprivate func settings(stopsEarly: Bool) -> GoldenRun.Settings {
        GoldenRun.Settings(
            threadCount: threads.count, batchPromptCount: batch,
            shortcuts: Shortcuts(sharesPrefixes: sharePrefixes, stopsEarly: stopsEarly))
    }
}

/// The options of runs that may also leave work out.
struct WorkOptions: ParsableArguments {
    @OptionGroup var whole: WholeWorkOptions

    @Flag(help: "Skip layers that the fingerprint does not depend on.")
    var stopEarly = false

    var threads: ThreadsOption { whole.threads }
    var batch: Int { whole.batch }
    var sharePrefixes: Bool { whole.sharePrefixes }
    var settings: GoldenRun.Settings { whole.settings(stopsEarly: stopEarly) }
}

struct CacheOption: ParsableArguments {
    @Flag(
        inversion: .prefixedNo,
        help: """
            Keep the model's integers in \(IntegerCache.fileName) beside its weights and \
            read them from there; by default only for large weights in HDF5.
            """)
    var cache: Bool?

    var use: CacheUse {
        switch cache {
        case true: .always
        case false: .never
        case nil: .whereWorthwhile
        }
    }
}

extension TextStyle {
    /// How standard output shows text: colour and width on a terminal, neither elsewhere.
    static var ofStandardOutput: TextStyle {
        TextStyle(isColoured: Terminal.takesColour(.output), columns: Terminal.columns(.output))
    }
}
