import ArgumentParser
import ChainConformance
import Checkpoints
import Conformance
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
            Example: glyphlab system vectors chain Goldens/vectors/chain_rules.json
            """)

    private static let byteCountMax = 256 << 20
    /// The steps of the progress bar for each file.
    private static let stepCount = 1_000

    @Argument(help: "The system under test.")
    var system: SystemUnderTest

    @Argument(help: "Files of vectors.")
    var files: [String]

    @Option(
        help: """
            The chain's tokenizer, GPT-2's: a model's folder or name; by default that of \
            Models/gpt2.
            """)
    var tokenizer: String?

    @OptionGroup var threads: ThreadsOption

    @OptionGroup var format: FormatOption

    func validate() throws {
        guard tokenizer == nil || system == .chain else {
            throw ValidationError("tokenizer: expected for the chain alone, got it for \(system)")
        }
    }

    func run() throws {
        try Outcome.ending {
            let tokenizer = system == .chain ? try chosenTokenizer() : nil
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
        let surroundings = ChainVectorSurroundings(
            tokenizer: tokenizer,
            tokenizerMissing: "needs GPT-2's tokenizer: 'glyphlab models fetch gpt2' fetches it, "
                + "--tokenizer DIR names it",
            pinnedModel: { try Self.pinnedModel($0) },
            neighbour: { name in
                let path = hasFolder ? "\(folder)/\(name)" : name
                guard Folder.fileExists(path) else { return nil }
                return try WholeFile.read(path, byteCountMax: Self.byteCountMax)
            },
            threadCount: threads.count)
        do {
            return try system.suite(surroundings)
                .report(file: file, bytes: bytes, progress: progress)
        } catch let error as VectorFormError {
            throw Failure(outcome: .badInput, message: "\(file): \(error)")
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
