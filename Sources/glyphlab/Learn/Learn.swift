import ArgumentParser
import Encodings
import Platform
import Proving
import Reports
import Tensors
import Training

/// A classifier trained in integers on digits that the repository draws, and its weights' hash.
struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train a small classifier in integers and compare its hash with its golden.",
        discussion: """
            The digits are drawn from a table of strokes with seeded moves and noise, and every \
            operation of the training is exact, so that a run leaves the same weights on every \
            machine, with every backend and any number of threads. Without options of its own a \
            run is compared with Goldens/learning/learn.json: exit code 0 if all hashes are \
            equal, 1 if one differs. A run with other settings is compared with nothing (exit \
            code 2) unless a file of --record is named, whose settings it then has.
            Example: glyphlab learn
            Example: glyphlab learn --svg learn.svg
            Example: glyphlab learn --seed mine --steps 960 --record mine.json
            Example: glyphlab learn mine.json --backend portable
            """)

    private static let goldenFile = "Goldens/learning/learn.json"
    private static let usual = DigitTraining.Settings.usual

    @Argument(help: "A file of --record to compare with, whose settings the run has.")
    var golden: String?

    @Option(help: "The text that draws digits, first weights and batches; 'digits' by default.")
    var seed: String?

    @Option(help: "How many steps to train; \(usual.stepCount) by default.")
    var steps: Int?

    @Option(help: "How many hidden units; \(usual.hiddenCount) by default.")
    var hidden: Int?

    @Option(
        help: "How to compute steps: one of \(TrainingBackends.names.joined(separator: ", ")).")
    var backend: String?

    @OptionGroup var threads: ThreadsOption

    @Option(help: "Write the run as a golden to this file, which must not exist yet.")
    var record: String?

    @Option(help: "Write the curves as a picture to this file.")
    var svg: String?

    @OptionGroup var format: FormatOption

    func validate() throws {
        if golden != nil, seed != nil || steps != nil || hidden != nil || record != nil {
            throw ValidationError(
                "golden: expected none of --seed, --steps, --hidden and --record beside it")
        }
        let stepCountMax = DigitTraining.Settings.stepCountMax
        if let steps, !(1...stepCountMax).contains(steps) {
            throw ValidationError("steps: expected 1 to \(stepCountMax), got \(steps)")
        }
        if let hidden, !(1...TrainingShape.countMax).contains(hidden) {
            throw ValidationError(
                "hidden: expected 1 to \(TrainingShape.countMax), got \(hidden)")
        }
        let seedByteCountMax = DigitTraining.Settings.seedByteCountMax
        if let seed, seed.utf8.count > seedByteCountMax {
            throw ValidationError(
                "seed: expected at most \(seedByteCountMax) bytes, got \(seed.utf8.count)")
        }
        if let backend, !TrainingBackends.names.contains(backend) {
            throw ValidationError(
                "backend: expected one of \(TrainingBackends.names.joined(separator: ", ")), "
                    + "got \(backend)")
        }
    }

    func run() throws {
        try Outcome.ending {
            if let record { try NewFile.check(record, "a golden") }
            let files = try ReportFiles(
                [("--record", record), ("--svg", svg)], format: format.format,
                inputs: [golden].compactMap(\.self))
            let expected = try expected()
            let report = try report(settings(expected), expected)
            format.write(
                text: report.text(.ofStandardOutput), json: report.json, beside: files)
            try files.write { $0 == "--svg" ? report.svg : report.goldenText }
            if record != nil { return .holds }
            return report.differences.map { $0.isEmpty ? .holds : .doesNotHold } ?? .inconclusive
        }
    }

    private func settings(_ expected: LearnReport.Expected?) -> DigitTraining.Settings {
        if golden != nil, let expected { return expected.golden.settings }
        return DigitTraining.Settings(
            seed: seed ?? Self.usual.seed, stepCount: steps ?? Self.usual.stepCount,
            hiddenCount: hidden ?? Self.usual.hiddenCount, batchShift: Self.usual.batchShift,
            rateShift: Self.usual.rateShift)
    }

    /// The golden that was named, or else the repository's; nil where there is none.
    private func expected() throws -> LearnReport.Expected? {
        guard let golden else {
            guard let house = try? House.find() else { return nil }
            let file = "\(house.path)/\(Self.goldenFile)"
            return Folder.fileExists(file)
                ? try Self.expected(file, shownAs: Self.goldenFile) : nil
        }
        guard Folder.fileExists(golden) else {
            throw Failure(
                outcome: .badInput,
                message: "\(golden): expected a file that 'learn --record' writes, got none")
        }
        return try Self.expected(golden, shownAs: golden)
    }

    private static func expected(
        _ file: String, shownAs name: String
    ) throws -> LearnReport.Expected {
        let bytes = try WholeFile.read(file, byteCountMax: DigitGolden.byteCountMax)
        do {
            return LearnReport.Expected(golden: try DigitGolden(json: bytes), file: name)
        } catch {
            throw Failure(
                outcome: .badInput,
                message: "\(file): expected a file that 'learn --record' writes: \(error)")
        }
    }

    private func chosenBackend() throws -> any TrainingBackend {
        guard let backend else { return TrainingBackends.fastest }
        guard let usable = TrainingBackends.named(backend) else {
            throw Failure(
                outcome: .notExercised,
                message: "backend: expected one that this machine has, got \(backend); it has "
                    + TrainingBackends.usable.map(\.name).joined(separator: ", "))
        }
        return usable
    }

    private func drawn(_ settings: DigitTraining.Settings) throws -> DigitTraining {
        do {
            return try DigitTraining(settings)
        } catch {
            throw Failure(outcome: .badInput, message: "learn: \(error)")
        }
    }

    private func report(
        _ settings: DigitTraining.Settings, _ expected: LearnReport.Expected?
    ) throws -> LearnReport {
        let training = try drawn(settings)
        let backend = try chosenBackend()
        let progress = Progress("steps", total: settings.stepCount)
        defer { progress.finish() }
        let workers = Workers(threadCount: threads.count)
        let watch = Stopwatch()
        let (history, epochs) = try training.trained(by: backend, workers: workers) {
            progress.set($0)
        }
        let nanoseconds = watch.nanoseconds
        progress.finish()
        let isExpected = record == nil && expected?.golden.settings == settings
        return LearnReport(
            training: training, history: history, epochs: epochs,
            expected: isExpected ? expected : nil, recordedAs: record, backend: backend.name,
            threadCount: threads.count, nanoseconds: nanoseconds,
            provenance: ThisRun.provenance(threadCount: threads.count))
    }
}
