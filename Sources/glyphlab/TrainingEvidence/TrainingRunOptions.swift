import ArgumentParser
import Cryptography
import Encodings
import Training
import TrainingDisputes

/// The options that choose a training run: drawn by a seed, or as a file has it.
struct TrainingRunOptions: ParsableArguments {
    @Option(help: "The run's seed: any text, of which SHA-256 is taken.")
    var seed: String?

    @Option(help: "How many steps, 1 to \(TrainingPlan.stepCountMax); 64 by default.")
    var steps: Int?

    @Option(help: "How many hidden units, 1 to 256; 32 by default.")
    var hidden: Int?

    @Option(help: "b: a batch has 2^b samples, 0 to 8; 5 by default.")
    var batchBits: Int?

    @Option(help: "k: the rate is 2^-k; 3 by default.")
    var rateBits: Int?

    @Option(help: "Take plan, seed and start from this trace or record of a step.")
    var plan: String?

    @OptionGroup var data: TrainingDataOptions

    func validate() throws {
        let drawn: [(String, Any?)] = [
            ("seed", seed), ("steps", steps), ("hidden", hidden), ("batch-bits", batchBits),
            ("rate-bits", rateBits),
        ]
        for (name, value) in drawn where value != nil && plan != nil {
            throw ValidationError("\(name): expected no --plan beside it, which has its own")
        }
        if plan == nil, data.data != nil || data.start != nil {
            throw ValidationError("data and start: expected --plan beside them, got none")
        }
    }

    /// - Parameter small: whether the run is to be small where no option says more.
    func evidence(small: Bool = false) throws -> TrainingEvidence {
        if let plan { return try data.evidence(TrainingInput(plan).run, of: plan) }
        do {
            let shape = try TrainingShape(
                inputCount: small ? 16 : DrawnData.inputCount,
                hiddenCount: hidden ?? (small ? 12 : 32),
                classCount: DrawnData.classCount)
            let plan = try TrainingPlan(
                shape: shape, batchShift: batchBits ?? (small ? 3 : 5), rateShift: rateBits ?? 3,
                stepCount: steps ?? (small ? 24 : 64))
            let run = try TrainingRun(
                plan: plan, seed: Digests.sha256((seed ?? "0").utf8),
                chunk: DrawnData.chunk(shape),
                start: TrainingWeights(shape: shape, name: Self.startName))
            return TrainingEvidence(run, startName: Self.startName)
        } catch let error as TrainingError {
            throw Failure(outcome: .usage, message: "the plan: \(error)")
        }
    }

    private static let startName = "glyphlab"
}

/// The files that a run is made of beside its facts.
struct TrainingDataOptions: ParsableArguments {
    @Option(
        help: """
            The data of the run: samples of D bytes and a label byte each; by default the data \
            that this program draws.
            """)
    var data: String?

    @Option(help: "The start weights, W1, b1, W2, b2 as int32, where no name draws them.")
    var start: String?

    /// The data of a run.
    ///
    /// **Throws:** ``Failure`` where they are not those of the facts.
    func chunk(_ facts: TrainingRunFacts, of path: String) throws -> TrainingChunk {
        let shape = facts.plan.shape
        do {
            let chunk =
                try data.map {
                    try TrainingChunk(
                        inputCount: shape.inputCount, classCount: shape.classCount,
                        bytes: InputFile.bytes($0, byteCountMax: TrainingChunk.byteCountMax))
                } ?? DrawnData.chunk(shape)
            guard chunk.hash == facts.chunk else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(path): expected --data with the data of hash "
                        + "\(facts.chunk.text), got \(data ?? "drawn data") of hash "
                        + chunk.hash.text)
            }
            return chunk
        } catch let error as TrainingError {
            throw Failure(outcome: .badInput, message: "\(data ?? path): \(error)")
        }
    }

    /// The run of these facts.
    ///
    /// **Throws:** ``Failure`` where the data or the start weights are not those of the facts.
    func evidence(_ facts: TrainingRunFacts, of path: String) throws -> TrainingEvidence {
        let chunk = try chunk(facts, of: path)
        do {
            let weights =
                try start.map {
                    try TrainingWeights(
                        shape: facts.plan.shape,
                        bytes: InputFile.bytes(
                            $0, byteCountMax: facts.plan.shape.weightByteCount + 1))
                } ?? facts.startWeights
            guard let weights, weights.hash == facts.start else {
                throw Failure(
                    outcome: .badInput,
                    message: "\(path): expected --start with the weights of hash "
                        + "\(facts.start.text), got \(weights?.hash.text ?? "none")")
            }
            let run = try TrainingRun(
                plan: facts.plan, seed: facts.seed, chunk: chunk, start: weights)
            return TrainingEvidence(run, startName: facts.startName)
        } catch let error as TrainingError {
            throw Failure(outcome: .badInput, message: "\(start ?? path): \(error)")
        }
    }
}

/// The data that this program draws where no file has others.
enum DrawnData {
    static let inputCount = 64
    static let classCount = 10
    private static let sampleCount = 512

    static func chunk(_ shape: TrainingShape) throws -> TrainingChunk {
        try DrawnChunk.chunk(
            inputCount: shape.inputCount, classCount: shape.classCount, sampleCount: sampleCount,
            seed: Digests.sha256("glyphlab drawn data".utf8))
    }
}

/// A file of a training run: a trace, or the record of a step.
enum TrainingInput {
    case trace(TrainingTraceFile)
    case record(StepRecord)

    /// **Throws:** ``Failure`` where the file is neither.
    init(_ path: String) throws {
        let bytes = try InputFile.bytes(path, byteCountMax: TrainingTraceFile.byteCountMax)
        // The format stands at the beginning of both.
        let record = Array("{\"format\":\"\(StepRecord.formatName)\"".utf8)
        do throws(TrainingFileError) {
            self =
                bytes.starts(with: record)
                ? .record(try StepRecord(decoding: bytes))
                : .trace(try TrainingTraceFile(decoding: bytes))
        } catch {
            throw Failure(outcome: .badInput, message: "\(path): \(error)")
        }
    }

    var run: TrainingRunFacts {
        switch self {
        case .trace(let trace): trace.run
        case .record(let record): record.run
        }
    }

    /// The trace of a file that must be one.
    static func trace(_ path: String) throws -> TrainingTraceFile {
        guard case .trace(let trace) = try TrainingInput(path) else {
            throw Failure(
                outcome: .badInput, message: "\(path): expected a trace, got the record of a step")
        }
        return trace
    }
}
