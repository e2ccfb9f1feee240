package import Cryptography
internal import Encodings
package import Training

/// The facts that make a training run: whoever has them, and the data, trains to the same weights.
package struct TrainingRunFacts: Sendable, Equatable {
    package let plan: TrainingPlan
    package let seed: Digest
    /// The hash of the data.
    package let chunk: Digest
    /// The name that the start weights are drawn by; nil where they were drawn by none.
    package let startName: String?
    /// The hash of the start weights.
    package let start: Digest

    static let nameByteCountMax = 64

    /// - Parameter startName: the name that the run's start was drawn by.
    ///
    /// **Precondition:** the start is the one that the name draws, where there is a name.
    package init(_ run: TrainingRun, startName: String?) {
        self.init(
            plan: run.plan, seed: run.seed, chunk: run.chunk.hash, startName: startName,
            start: run.start.hash)
    }

    private init(
        plan: TrainingPlan, seed: Digest, chunk: Digest, startName: String?, start: Digest
    ) {
        self.plan = plan
        self.seed = seed
        self.chunk = chunk
        self.startName = startName
        self.start = start
    }

    /// The start weights, where a name draws them.
    package var startWeights: TrainingWeights? {
        startName.map { TrainingWeights(shape: plan.shape, name: $0) }
    }

    // MARK: JSON

    private static let keys = [
        "inputs", "hidden", "classes", "batch_bits", "rate_bits", "steps", "seed", "chunk",
        "start_name", "start",
    ]

    var json: JSONValue {
        .object([
            JSONMember("inputs", .integer(plan.shape.inputCount)),
            JSONMember("hidden", .integer(plan.shape.hiddenCount)),
            JSONMember("classes", .integer(plan.shape.classCount)),
            JSONMember("batch_bits", .integer(plan.batchShift)),
            JSONMember("rate_bits", .integer(plan.rateShift)),
            JSONMember("steps", .integer(plan.stepCount)),
            JSONMember("seed", .string(seed.text)), JSONMember("chunk", .string(chunk.text)),
            JSONMember("start_name", startName.map(JSONValue.string) ?? .null),
            JSONMember("start", .string(start.text)),
        ])
    }

    init(_ json: StrictJSON) throws(TrainingFileError) {
        self = try CanonicalDocument.reading { () throws(StrictJSON.Failure) in
            let values = try json.members(Self.keys)
            func digest(_ place: Int) throws(StrictJSON.Failure) -> Digest {
                Digest(bytes: try values[place].bytes(count: 32))
            }
            return TrainingRunFacts(
                plan: try Self.plan(values), seed: try digest(6), chunk: try digest(7),
                startName: try values[8].optional { text throws(StrictJSON.Failure) in
                    try text.name(byteCountMax: Self.nameByteCountMax)
                },
                start: try digest(9))
        }
        if let startWeights, startWeights.hash != start {
            throw .contradiction(
                "\(json.path).start", expected: "\(startWeights.hash.text), as the name draws it",
                got: start.text)
        }
    }

    private static func plan(_ values: [StrictJSON]) throws(StrictJSON.Failure) -> TrainingPlan {
        let counts = 1...TrainingShape.countMax
        let inputs = try values[0].integer(in: counts)
        let hidden = try values[1].integer(in: counts)
        let classes = try values[2].integer(in: counts)
        let batch = try values[3].integer(in: 0...8)
        let rate = try values[4].integer(in: 1 - batch...TrainingPlan.shiftMax - batch)
        let steps = try values[5].integer(in: 1...TrainingPlan.stepCountMax)
        do throws(TrainingError) {
            return try TrainingPlan(
                shape: TrainingShape(inputCount: inputs, hiddenCount: hidden, classCount: classes),
                batchShift: batch, rateShift: rate, stepCount: steps)
        } catch {
            throw values[0].refused("a plan", got: "\(error)")
        }
    }
}
