import Benchmarks
import Checkpoints
import Platform
import Proving
import Reports
import Tensors

/// `bench --peers`.
struct BenchPeers {
    let folder: String
    let settings: PeerBenchmark.Settings
    let backend: any ExactGEMM
    /// The user's name of a Python.
    let python: String
    let svg: String?
    let format: FormatOption

    static let repeatCountDefault = 5

    private static let script = "Tests/Scripts/bench_peers.py"
    private static let weights = "model.safetensors"
    private static let answerSecondsMin = 900
    private static let answerSecondsPerPrompt = 10

    func measure() throws -> Outcome {
        let program = PeerProgram(
            python: try Self.path(ofPython: python),
            script: try Self.scriptPath(Self.script, for: "peers"),
            secondsMax: Self.answerSecondsMin
                + Self.answerSecondsPerPrompt * settings.promptCount)
        let reports = try ReportFiles([("--svg", svg)], format: format.format, models: [folder])
        guard Folder.fileExists(Folder.path(folder, Self.weights)) else {
            throw Failure(
                outcome: .inconclusive,
                message: "bench: peers: expected \(Self.weights) in \(folder), which other engines "
                    + "read, got none; 'glyphlab models convert' writes it")
        }
        let model = try LoadedModel(folder: folder, backend: backend, cacheUse: .never)
        let benchmark = try PeerBenchmark(
            prover: model.prover, modelFolder: try Folder.realPath(folder), program: program,
            settings: settings)
        let progress = Progress("measurements", total: PeerBenchmark.workCount(settings))
        defer { progress.finish() }
        let results = try benchmark.results(onWork: progress.advance)
        progress.finish()
        let report = PeerBenchReport(
            results, model: ReportedModel.name(ofFolder: folder),
            threadCount: settings.threadCount,
            provenance: ThisRun.provenance(threadCount: settings.threadCount))
        format.write(text: report.text, json: report.json, beside: reports)
        try reports.write { _ in report.svg }
        return Self.outcome(of: results)
    }

    /// Tells what went wrong, too: a report may be read by a program.
    private static func outcome(of results: PeerResults) -> Outcome {
        for failure in results.failures {
            StandardStreams.writeMessage("glyphlab: \(MessageText.escaped("\(failure)"))\n")
        }
        if results.failures.contains(where: \.isWrongResult) { return .doesNotHold }
        guard results.failures.isEmpty else { return .labFault }
        return results.peers.isEmpty ? .inconclusive : .holds
    }

    /// A name without "/" is looked for as a shell does. **Throws:** ``Failure``.
    static func path(ofPython name: String) throws -> String {
        let folders = (Machine.environment("PATH") ?? "").split(separator: ":").map(String.init)
        let paths = name.contains("/") ? [name] : folders.map { Folder.path($0, name) }
        guard let path = paths.first(where: Folder.fileExists) else {
            throw Failure(
                outcome: .inconclusive,
                message: "bench: python: expected a Python"
                    + (name.contains("/") ? "" : " on the path") + ", got no \(name)")
        }
        return path
    }

    /// **Throws:** ``Failure`` where a house lacks it, as an installed one does.
    static func scriptPath(_ script: String, for choice: String) throws -> String {
        let house = try House.find().path
        let path = Folder.path(house, script)
        guard Folder.fileExists(path) else {
            throw Failure(
                outcome: .inconclusive,
                message:
                    "bench: \(choice): expected \(script) in \(house), got none; it stands in the "
                    + "repository alone, and GLYPHLAB_HOUSE can name a copy of that")
        }
        return path
    }
}
