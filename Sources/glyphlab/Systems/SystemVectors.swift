import ArgumentParser
import ChainConformance
import Checkpoints
import Conformance
import FloatConformance
import Platform
import Proving
import Reports
import Tokenization

struct SystemVectors: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vectors",
        abstract: "Compare a system with files of reference vectors, case by case.",
        discussion: """
            Files are recognised by their content. The exit code is 0 if every case is equal, 1 if \
            one differs, 2 if one was skipped (the reason is told), 65 for a file of no form that \
            the system has.
            float names the published float pipelines, which are no system but have vectors too; \
            their synthetic models are made in a temporary folder, of up to 2 GB.
            Example: glyphlab system vectors chain Goldens/vectors/chain_rules.json
            """)

    private static let byteCountMax = 256 << 20
    /// The steps of the progress bar for each file.
    private static let stepCount = 1_000

    @Argument(help: "The system under test, or float.")
    var system: VectorSubject

    @Argument(help: "Files of vectors.")
    var files: [String]

    @Option(
        help: """
            The tokenizer of the chain and of float, GPT-2's: a model's folder or name; by \
            default that of Models/gpt2.
            """)
    var tokenizer: String?

    @OptionGroup var threads: ThreadsOption

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard tokenizer == nil || system.readsText else {
            throw ValidationError(
                "tokenizer: expected for chain and float alone, got it for \(system.name)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let tokenizer = system.readsText ? try chosenTokenizer() : nil
            let contents = try files.map {
                try InputFile.bytes($0, byteCountMax: Self.byteCountMax)
            }
            let progress = Progress("cases", total: files.count * Self.stepCount)
            defer { progress.finish() }
            let reports = try zip(files, contents).enumerated().map { index, file in
                try report(file.0, file.1, tokenizer) { done, total in
                    progress.set(index * Self.stepCount + done * Self.stepCount / max(total, 1))
                }
            }
            progress.finish()
            let result = VectorsReport(reports)
            format.write(text: result.text(.ofStandardOutput), json: result.json)
            return Self.outcome(reports)
        }
    }

    private func report(
        _ file: String, _ bytes: [UInt8], _ tokenizer: ByteLevelTokenizer?,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> VectorReport {
        let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/")
        let hasFolder = file.utf8.contains(UInt8(ascii: "/"))
        let missing =
            "needs GPT-2's tokenizer: 'glyphlab models fetch gpt2' fetches it, "
            + "--tokenizer DIR names it"
        let surroundings = ChainVectorSurroundings(
            tokenizer: tokenizer, tokenizerMissing: missing,
            pinnedModel: { try Self.pinnedModel($0) },
            neighbour: { name in
                let path = hasFolder ? "\(folder)/\(name)" : name
                guard Folder.fileExists(path) else { return nil }
                return try WholeFile.read(path, byteCountMax: Self.byteCountMax)
            },
            threadCount: threads.count)
        do {
            return try suite(surroundings)
                .report(file: file, bytes: bytes, progress: progress)
        } catch let error as VectorFormError {
            throw Failure(outcome: .badInput, message: "\(file): \(error)")
        }
    }

    private func suite(_ surroundings: ChainVectorSurroundings) -> VectorSuite {
        switch system {
        case .system(let system): system.suite(surroundings)
        case .float:
            FloatVectors.suite(
                FloatVectorSurroundings(
                    tokenizer: surroundings.tokenizer,
                    tokenizerMissing: surroundings.tokenizerMissing,
                    embeddedFolder: (try? House.find())?.modelFolder("glyph-nano"),
                    smallTokenizerFile: (try? House.find()).map {
                        Folder.path(
                            $0.modelFolder("qwen-nano"), TokenizerFileName.tokenizer.rawValue)
                    },
                    neighbour: surroundings.neighbour, threadCount: surroundings.threadCount,
                    isThorough: true))
        }
    }

    /// **Throws:** where a tokenizer is named that cannot be read.
    private func chosenTokenizer() throws -> ByteLevelTokenizer? {
        if let tokenizer {
            return try ModelFolder(path: ModelPath.folder(tokenizer)).tokenizer()
        }
        guard let house = try? House.find() else { return nil }
        let folder = ModelFolder(path: house.modelFolder("gpt2"))
        return folder.lacksTokenizer ? nil : try folder.tokenizer()
    }

    private static func pinnedModel(_ name: String) throws -> SyntheticModel? {
        let house = try House.find()
        guard house.modelNames.contains(name) else { return nil }
        return SyntheticModel(try house.manifest(name))
    }

    private static func outcome(_ reports: [VectorReport]) -> Outcome {
        let kinds = reports.flatMap(\.outcomes).map(\.kind)
        let differs = kinds.contains { if case .differs = $0 { true } else { false } }
        if differs { return .doesNotHold }
        return kinds.allSatisfy { $0 == .equal } ? .holds : .inconclusive
    }
}

/// A system under test, or the published float pipelines, by the name that commands have.
enum VectorSubject: ExpressibleByArgument {
    case system(SystemUnderTest)
    case float

    private static let floatName = "float"

    static var allValueStrings: [String] {
        SystemUnderTest.allCases.map(\.rawValue) + [floatName]
    }

    init?(argument: String) {
        if argument == Self.floatName {
            self = .float
        } else if let system = SystemUnderTest(rawValue: argument) {
            self = .system(system)
        } else {
            return nil
        }
    }

    var name: String {
        switch self {
        case .system(let system): system.rawValue
        case .float: Self.floatName
        }
    }

    /// Whether its vectors need GPT-2's tokenizer.
    var readsText: Bool {
        switch self {
        case .system(let system): system == .chain
        case .float: true
        }
    }
}
