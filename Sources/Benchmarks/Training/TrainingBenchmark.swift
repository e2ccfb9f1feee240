internal import Cryptography
internal import Encodings
internal import Platform
internal import Proving
internal import Tensors
internal import Training

/// The integer step beside the same step in PyTorch's float32, from the same weights on the same
/// samples: every round runs each of them once, so that other work of the machine slows down all of
/// them alike.
package struct TrainingBenchmark {
    package struct Settings: Sendable {
        package let repeatCount: Int
        package let threadCount: Int
        /// The rest before each run: see ``PeerBenchmark/Settings/pauseMilliseconds``.
        package let pauseMilliseconds: Int

        /// **Precondition:** counts ≥ 1, a pause ≥ 0.
        package init(
            repeatCount: Int, threadCount: Int,
            pauseMilliseconds: Int = PeerBenchmark.Settings.pauseMillisecondsDefault
        ) {
            precondition(repeatCount >= 1 && threadCount >= 1 && pauseMilliseconds >= 0)
            self.repeatCount = repeatCount
            self.threadCount = threadCount
            self.pauseMilliseconds = pauseMilliseconds
        }
    }

    /// A shape to measure; k makes the rate 1/8.
    package struct Shape: Sendable, Equatable {
        package let inputCount: Int
        package let hiddenCount: Int
        package let classCount: Int
        /// b: a batch has 2^b samples.
        package let batchShift: Int

        package var name: String {
            "D \(inputCount), H \(hiddenCount), C \(classCount), batch \(1 << batchShift)"
        }
    }

    package static let shapes = [
        Shape(inputCount: 256, hiddenCount: 256, classCount: 16, batchShift: 8),
        Shape(inputCount: 256, hiddenCount: 128, classCount: 10, batchShift: 6),
        Shape(inputCount: 64, hiddenCount: 64, classCount: 10, batchShift: 6),
        Shape(inputCount: 256, hiddenCount: 32, classCount: 10, batchShift: 5),
        Shape(inputCount: 16, hiddenCount: 12, classCount: 4, batchShift: 3),
    ]

    /// PyTorch's steps by the names that the script knows.
    package static let engineNames = ["pytorch-autograd", "pytorch-by-hand"]

    /// Steps of one measurement, of which the mean counts.
    private static let stepCount = 40
    private static let rateShift = 3
    private static let sampleCount = 512

    /// How many pieces of work ``results(program:onWork:)`` does where every engine is there.
    package static func workCount(_ settings: Settings) -> Int {
        engineNames.count
            + (backends.count + engineNames.count) * shapes.count * settings.repeatCount
    }

    private static var backends: [any TrainingBackend] {
        TrainingBackends.usable.filter { $0.name != "reference" }
    }

    private let settings: Settings
    private let workers: Workers
    private let runs: [TrainingRun]

    package init(settings: Settings) throws {
        self.settings = settings
        workers = Workers(threadCount: settings.threadCount)
        runs = try Self.shapes.map(Self.run)
    }

    /// A run on samples that a seed draws.
    private static func run(_ shape: Shape) throws -> TrainingRun {
        let plan = try TrainingPlan(
            shape: TrainingShape(
                inputCount: shape.inputCount, hiddenCount: shape.hiddenCount,
                classCount: shape.classCount),
            batchShift: shape.batchShift, rateShift: rateShift, stepCount: stepCount)
        let seed = Digests.sha256("bench".utf8)
        var draw = TrainingDraw(tag: "bench", seed: seed, number: 0)
        let bytes = (0..<sampleCount).flatMap { _ in
            (0..<shape.inputCount).map { _ in UInt8(draw.word() & 255) }
                + [UInt8(draw.number(below: shape.classCount))]
        }
        let chunk = try TrainingChunk(
            inputCount: shape.inputCount, classCount: shape.classCount, bytes: bytes)
        return try TrainingRun(
            plan: plan, seed: seed, chunk: chunk,
            start: TrainingWeights(shape: plan.shape, name: "bench"))
    }

    /// Measures all backends and, where there is a program, all engines that it has.
    ///
    /// - Parameter onWork: told of each piece of work that is done.
    /// **Throws:** `PlatformError` where no process can be started, ``BenchmarkError/failed(_:)``
    /// where two backends leave different weights.
    package func results(
        program: PeerProgram?, onWork: () -> Void
    ) throws -> TrainingBenchmarkResults {
        var results = TrainingBenchmarkResults(
            ours: Self.backends.map { TrainingRounds(name: $0.name, shapeCount: runs.count) })
        let steps = try runs.map(Self.steps)
        let expected = steps.map {
            TrainingBackends.reference.result(of: $0[0]).weights
        }
        try Folder.withTemporary(prefix: "glyphlab-training") { folder in
            var processes: [PeerProcess?] = []
            if let program {
                let request = folder + "/request.json"
                let document = document(steps.map { $0[0] }, expected)
                try WholeFile.write(Array(document.compactText.utf8), to: request)
                processes = try started(program, request, &results, onWork)
            }
            for _ in 0..<settings.repeatCount {
                for column in runs.indices {
                    try runOurs(column, steps[column], expected[column], &results, onWork)
                    for (index, process) in processes.enumerated() {
                        defer { onWork() }
                        guard let process else { continue }
                        do throws(PeerError) {
                            try runPeer(process, column, &results.peers[index])
                        } catch {
                            results.failures.append(error)
                            processes[index] = nil
                        }
                    }
                }
            }
            processes.forEach { $0?.finish() }
            results.peers = zip(results.peers, processes).filter { $1 != nil }.map(\.0)
        }
        return results
    }

    /// The steps that are measured: all from the same weights, with the batches of a run.
    private static func steps(_ run: TrainingRun) throws -> [TrainingStep] {
        try (0..<run.plan.stepCount).map {
            try TrainingRun.step(
                plan: run.plan, seed: run.seed, chunk: run.chunk, index: $0, before: run.start)
        }
    }

    private func runOurs(
        _ column: Int, _ steps: [TrainingStep], _ expected: TrainingWeights,
        _ results: inout TrainingBenchmarkResults, _ onWork: () -> Void
    ) throws {
        for (index, backend) in Self.backends.enumerated() {
            Pause.wait(milliseconds: settings.pauseMilliseconds)
            let first = backend.result(of: steps[0], keepingOutputs: false, workers: workers)
            guard first.weights == expected else {
                throw BenchmarkError.failed(
                    "training: expected the weights of the reference from \(backend.name)")
            }
            let watch = Stopwatch()
            for step in steps {
                _ = backend.result(of: step, keepingOutputs: false, workers: workers)
            }
            results.ours[index].nanoseconds[column].append(watch.nanoseconds / steps.count)
            onWork()
        }
    }

    // MARK: PyTorch

    private func started(
        _ program: PeerProgram, _ request: String, _ results: inout TrainingBenchmarkResults,
        _ onWork: () -> Void
    ) throws -> [PeerProcess?] {
        var processes: [PeerProcess?] = []
        for name in Self.engineNames {
            defer { onWork() }
            let process = try PeerProcess(program, engine: name, request: request)
            do throws(PeerError) {
                switch try process.greeting() {
                case .missing(let reason):
                    results.missing.append((name, reason))
                    process.finish()
                case .ready(let engine):
                    results.peers.append(
                        TrainingRounds(
                            name: "\(engine.title) \(engine.version)", work: engine.work,
                            shapeCount: runs.count))
                    processes.append(process)
                }
            } catch {
                results.failures.append(error)
            }
        }
        return processes
    }

    private func runPeer(
        _ process: PeerProcess, _ column: Int, _ rounds: inout TrainingRounds
    ) throws(PeerError) {
        Pause.wait(milliseconds: settings.pauseMilliseconds)
        let request = JSONValue.object([JSONMember("shape", .integer(column))])
        let answer = try process.asked(request, work: Self.shapes[column].name) {
            value throws(StrictJSON.Failure) in
            try TrainingPeerAnswer(value, shape: column)
        }
        rounds.nanoseconds[column].append(answer.nanoseconds)
        rounds.furthestMillionths[column] = max(
            rounds.furthestMillionths[column] ?? 0, answer.furthestMillionths)
    }

    /// Weights, the samples of one batch, and the weights after one step.
    private func document(
        _ steps: [TrainingStep], _ expected: [TrainingWeights]
    ) -> JSONValue {
        func integers<Element: BinaryInteger>(_ values: some Sequence<Element>) -> JSONValue {
            .array(values.map { .integer(Int($0)) })
        }
        func weights(_ weights: TrainingWeights) -> JSONValue {
            .array(
                [weights.hidden, weights.hiddenBias, weights.output, weights.outputBias]
                    .map(integers))
        }
        return .object([
            JSONMember("threads", .integer(settings.threadCount)),
            JSONMember("steps", .integer(Self.stepCount)),
            JSONMember(
                "shapes",
                .array(
                    zip(steps, expected).map { step, after in
                        .object([
                            JSONMember(
                                "counts",
                                integers([
                                    step.plan.shape.inputCount, step.plan.shape.hiddenCount,
                                    step.plan.shape.classCount,
                                ])),
                            JSONMember("rate_shift", .integer(step.plan.rateShift)),
                            JSONMember("before", weights(step.weights)),
                            JSONMember("after", weights(after)),
                            JSONMember(
                                "inputs",
                                .array(step.samples.map { integers(step.chunk.input($0)) })),
                            JSONMember("labels", integers(step.samples.map(step.chunk.label))),
                        ])
                    })),
        ])
    }
}
