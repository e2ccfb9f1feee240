import Architectures
import ArgumentParser
import Benchmarks
import Checkpoints
import Encodings
import Inference
import Platform
import Proving
import Reports
import Tensors
import Traces

struct Bench: ParsableCommand {
    static let promptCountMax = 10_000
    static let repeatCountMax = 100
    private static let repeatCountDefault = 3

    static let configuration = CommandConfiguration(
        abstract: "Measure how fast this machine proves, and where the time goes.",
        discussion: """
            All ratios are within one run: the processor's own peaks are measured first. Each \
            measurement keeps the fastest of its repetitions and the digest of its proofs. --peers \
            runs other engines on the same weights and prompts, each once a round: what a Python \
            has of PyTorch, onnxruntime and CTranslate2 (Tests/Scripts/requirements-peers.txt pins \
            them), and protocol v4 in float64; it tells which are exact, and their ratios. Models \
            of Qwen2's shape have PyTorch, by transformers, and float64 beside them.
            Example: glyphlab bench --model path/to/gpt2 --svg bench.svg
            Example: glyphlab bench --model path/to/gpt2 --trace --batch 16
            Example: glyphlab bench --model path/to/gpt2 --peers --python path/to/python
            Example: glyphlab bench --scripts
            Example: glyphlab bench --receipts
            Example: glyphlab bench --training --python path/to/python
            Example: glyphlab bench --learning
            Example: glyphlab bench --mesh --repeats 1
            """)

    @Option(
        name: .customLong("model"),
        help: "A model's folder (repeatable); the first one is measured in every way.")
    var models: [String] = []

    @Option(help: "How many of the golden run's prompts to prove, from 1 to \(promptCountMax).")
    var prompts = 100

    @Option(
        help: """
            How often each measurement is repeated, from 1 to \(repeatCountMax); by default \
            \(repeatCountDefault), and \(BenchPeers.repeatCountDefault) with --peers and \
            --training.
            """)
    var repeats: Int?

    @OptionGroup var threads: ThreadsOption

    @Option(
        name: .customLong("backend"),
        help: "A backend to measure (repeatable); by default all but 'reference'.")
    var backends: [String] = []

    @Flag(help: "Also start from a cache of the integers, which is left beside each model.")
    var cache = false

    @Flag(help: "Measure the cost of traces, and nothing else, by the first backend.")
    var trace = false

    @Flag(help: "Measure the referee of attack scripts, and nothing else.")
    var scripts = false

    @Flag(help: "Measure the receipts of the published gateway network, and nothing else.")
    var receipts = false

    @Flag(help: "Judge a long chain of the published training ledger, and nothing else.")
    var learning = false

    @Flag(help: "Simulate meshes of up to 1,000 nodes, and nothing else.")
    var mesh = false

    @Flag(help: "Measure other engines beside this one, by the first backend, and nothing else.")
    var peers = false

    @Flag(help: "Measure the integer training step beside PyTorch's, and nothing else.")
    var training = false

    @Option(help: "The Python that has the other engines; by default python3.")
    var python: String?

    @Option(help: "How many prompts run together in --trace, and in the batches of --peers.")
    var batch = 16

    @Option(help: "Write the charts as a picture to this file.")
    var svg: String?

    @OptionGroup var format: FormatOption

    private var repeatCount: Int {
        repeats ?? (peers || training ? BenchPeers.repeatCountDefault : Self.repeatCountDefault)
    }

    func validate() throws {
        guard (1...Self.promptCountMax).contains(prompts) else {
            throw ValidationError("prompts: expected 1 to \(Self.promptCountMax), got \(prompts)")
        }
        guard (1...Self.repeatCountMax).contains(repeatCount) else {
            throw ValidationError(
                "repeats: expected 1 to \(Self.repeatCountMax), got \(repeatCount)")
        }
        let batchMax = GoldenRun.Settings.batchPromptCountMax
        guard (1...batchMax).contains(batch) else {
            throw ValidationError("batch: expected 1 to \(batchMax), got \(batch)")
        }
        if trace, svg != nil || cache || models.count > 1 {
            throw ValidationError(
                "trace: expected at most one model, and neither --svg nor --cache beside it")
        }
        if scripts, trace || svg != nil || cache || !models.isEmpty || !backends.isEmpty {
            throw ValidationError(
                "scripts: expected no other choice beside it but --repeats and --format")
        }
        if receipts,
            trace || scripts || svg != nil || cache || !models.isEmpty || !backends.isEmpty
        {
            throw ValidationError(
                "receipts: expected no other choice beside it but --repeats, --threads and --format"
            )
        }
        if learning,
            trace || scripts || receipts || peers || svg != nil || cache || !models.isEmpty
                || !backends.isEmpty
        {
            throw ValidationError(
                "learning: expected no other choice beside it but --repeats and --format")
        }
        if peers, trace || scripts || receipts || cache || models.count > 1 {
            throw ValidationError(
                "peers: expected at most one model, and none of --trace, --scripts, --receipts and "
                    + "--cache beside it")
        }
        if training,
            trace || scripts || receipts || peers || svg != nil || cache || !models.isEmpty
                || !backends.isEmpty
        {
            throw ValidationError(
                "training: expected no other choice beside it but --repeats, --threads, --python "
                    + "and --format")
        }
        if mesh,
            trace || scripts || receipts || learning || peers || training || svg != nil || cache
                || !models.isEmpty || !backends.isEmpty
        {
            throw ValidationError(
                "mesh: expected no other choice beside it but --repeats, --threads and --format")
        }
        if python != nil, !peers, !training {
            throw ValidationError("python: expected --peers or --training beside it")
        }
        for backend in backends where !Backends.names.contains(backend) {
            throw ValidationError(
                "backend: expected \(Backends.names.joined(separator: ", ")), got \(backend)")
        }
    }

    func run() throws {
        try Outcome.ending {
            guard !trace else { return try measureTraces() }
            guard !scripts else { return try BenchReferee.measure(repeatCount, format) }
            guard !receipts else {
                return try BenchReceipts.measure(repeatCount, threadCount: threads.count, format)
            }
            guard !learning else { return try BenchLearning.measure(repeatCount, format) }
            guard !mesh else {
                return try BenchMesh.measure(repeatCount, threadCount: threads.count, format)
            }
            guard !peers else { return try measurePeers() }
            guard !training else {
                return try BenchTraining.measure(
                    repeatCount, threadCount: threads.count, python: python ?? "python3", format)
            }
            let reports = try ReportFiles(
                [("--svg", svg)], format: format.format, models: models)
            let (report, failure) = try measured()
            format.write(text: report.text, json: report.json, beside: reports)
            try reports.write { _ in
                ChartDrawing.svg(title: report.title, panels: report.panels)
            }
            guard report.isConsistent else { return .doesNotHold }
            if let failure { throw failure }
            return report.points.isEmpty ? .inconclusive : .holds
        }
    }

    private func firstFolder() throws -> String {
        try models.isEmpty
            ? House.find().modelFolder("glyph-nano") : ModelPath.folder(models[0])
    }

    private func measurePeers() throws -> Outcome {
        try BenchPeers(
            folder: firstFolder(),
            settings: PeerBenchmark.Settings(
                promptCount: prompts, repeatCount: repeatCount, threadCount: threads.count,
                batchPromptCounts: batch == 1 ? [1] : [1, batch]),
            backend: chosenBackends()[0], python: python ?? "python3", svg: svg, format: format
        ).measure()
    }

    private func measureTraces() throws -> Outcome {
        let folder = try firstFolder()
        let loaded = try TracedModelLoad(folder: folder, backend: chosenBackends()[0])
        let progress = Progress("runs", total: TraceBenchmark.runCount(repeatCount: repeatCount))
        defer { progress.finish() }
        let points = try TraceBenchmark.points(
            prover: loaded.prover, model: loaded.traced, promptCount: prompts,
            repeatCount: repeatCount,
            settings: GoldenRun.Settings(
                threadCount: threads.count, batchPromptCount: batch)
        ) { progress.advance() }
        progress.finish()
        let report = TraceBenchReport(
            points: points, model: loaded.traced.name,
            backend: loaded.prover.transformer.backend.name, threadCount: threads.count,
            batchPromptCount: batch)
        format.write(text: report.text, json: report.json)
        return .holds
    }

    private func measured() throws -> (report: BenchReport, failure: (any Error)?) {
        let folders =
            try models.isEmpty
            ? [House.find().modelFolder("glyph-nano")] : models.map(ModelPath.folder)
        let threadCount = threads.count
        let settings = Benchmark.Settings(
            promptCount: prompts, repeatCount: repeatCount, threadCount: threadCount,
            batchPromptCounts: [1, 4, 16, 32, 64])
        let chosen = try chosenBackends()
        let shape = try Checkpoint.architecture(folder: folders[0]).shape
        let progress = Progress(
            "measurements",
            total: chosen.count * Benchmark.backendPointCount(settings)
                + Benchmark.firstBackendPointCount(
                    settings, contextTokenCount: shape.contextTokenCount)
                + folders.count * (cache ? 3 : 2))
        defer { progress.finish() }
        var points: [BenchmarkPoint] = []
        var attempts = BenchAttempts()
        func benchmark(_ folder: String, _ backend: any ExactGEMM) throws -> Benchmark {
            let model = try LoadedModel(folder: folder, backend: backend, cacheUse: .never)
            return Benchmark(
                model: ReportedModel.name(ofFolder: folder),
                integerWeightsHash: model.integerWeightsHash,
                prover: model.prover, settings: settings,
                runSeparately: { try BenchProcess.run($0, model: folder) },
                onPoint: { point in
                    points.append(point)
                    progress.advance()
                })
        }
        let peaks = try Benchmark.peaks(threadCount: threadCount)
        for (index, backend) in chosen.enumerated() {
            let benchmark = try benchmark(folders[0], backend)
            let name = ReportedModel.name(ofFolder: folders[0])
            attempts.attempt("receipt, \(backend.name)", of: name, benchmark.backends)
            guard index == 0 else { continue }
            attempts.attempt("lengths", of: name, benchmark.lengths)
            attempts.attempt("receipt by threads", of: name, benchmark.threads)
            attempts.attempt("mining, 6 to 16 words", of: name, benchmark.mining)
            attempts.attempt("mining, last word", of: name, benchmark.miningLastWords)
            attempts.attempt("mining, one word", of: name, benchmark.miningWords)
        }
        for folder in folders {
            let benchmark = try benchmark(folder, chosen[0])
            let name = ReportedModel.name(ofFolder: folder)
            attempts.attempt("start", of: name) { try benchmark.coldStart(usesCache: false) }
            if cache {
                attempts.attempt("start from a cache", of: name) {
                    try benchmark.coldStart(usesCache: true)
                }
            }
            attempts.attempt("receipt", of: name, benchmark.models)
        }
        let report = BenchReport(
            peaks: peaks, points: points, skipped: attempts.skipped, threadCount: threadCount,
            provenance: ThisRun.provenance(threadCount: threadCount))
        return (report, attempts.failure)
    }

    private func chosenBackends() throws -> [any ExactGEMM] {
        guard !backends.isEmpty else { return Backends.usable.filter { $0.name != "reference" } }
        return try backends.map(BackendOption.usable)
    }
}
