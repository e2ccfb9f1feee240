package import Cryptography
package import Encodings

/// The recorded result of a run that learned digits: its settings, and the hashes that follow from
/// them on every machine.
package struct DigitGolden: Sendable, Equatable {
    package static let byteCountMax = 1 << 16

    package let settings: DigitTraining.Settings
    package let trainingChunkHash: Digest
    package let heldOutChunkHash: Digest
    package let startHash: Digest
    /// The hash of the weights after the last step.
    package let endHash: Digest
    package let traceDigest: Digest
    /// The sum of the losses of all steps' batches, Q16.
    package let lossSum: Int
    /// Held-out digits that the last weights get right.
    package let correctCount: Int

    package init(
        _ training: DigitTraining, _ history: TrainingHistory, _ epochs: [DigitTraining.Epoch]
    ) {
        settings = training.settings
        trainingChunkHash = training.run.chunk.hash
        heldOutChunkHash = training.heldOut.hash
        startHash = history.weightHashes[0]
        endHash = history.end.hash
        traceDigest = history.trace.digest
        lossSum = Int(history.losses.reduce(0, +))
        correctCount = epochs.last?.heldOut.correctCount ?? 0
    }

    /// The names and values of all facts that follow from the settings.
    package var facts: [(name: String, value: String)] {
        [
            ("training_chunk", trainingChunkHash.text), ("held_out_chunk", heldOutChunkHash.text),
            ("start", startHash.text), ("weights", endHash.text), ("trace", traceDigest.text),
            ("loss_sum_q16", String(lossSum)), ("held_out_correct", String(correctCount)),
        ]
    }

    // MARK: As JSON

    private static let keys = [
        "seed", "steps", "hidden", "batch_shift", "rate_shift", "training_chunk",
        "held_out_chunk", "start", "weights", "trace", "loss_sum_q16", "held_out_correct",
    ]

    package var json: JSONValue {
        .object([
            JSONMember("seed", .string(settings.seed)),
            JSONMember("steps", .integer(settings.stepCount)),
            JSONMember("hidden", .integer(settings.hiddenCount)),
            JSONMember("batch_shift", .integer(settings.batchShift)),
            JSONMember("rate_shift", .integer(settings.rateShift)),
            JSONMember("training_chunk", .string(trainingChunkHash.text)),
            JSONMember("held_out_chunk", .string(heldOutChunkHash.text)),
            JSONMember("start", .string(startHash.text)),
            JSONMember("weights", .string(endHash.text)),
            JSONMember("trace", .string(traceDigest.text)),
            JSONMember("loss_sum_q16", .integer(lossSum)),
            JSONMember("held_out_correct", .integer(correctCount)),
        ])
    }

    /// **Throws:** `JSONParseError`, `StrictJSON.Failure` for anything else than ``json``.
    package init(json bytes: [UInt8]) throws {
        let value = try JSONParser.parse(bytes, byteCountMax: Self.byteCountMax)
        let fields = try StrictJSON(value).members(Self.keys)
        func digest(_ field: StrictJSON) throws -> Digest {
            Digest(bytes: try field.bytes(count: SHA256Hasher.digestByteCount))
        }
        settings = DigitTraining.Settings(
            seed: try fields[0].string(
                byteCountMax: DigitTraining.Settings.seedByteCountMax),
            stepCount: try fields[1].integer(in: 1...DigitTraining.Settings.stepCountMax),
            hiddenCount: try fields[2].integer(in: 1...TrainingShape.countMax),
            batchShift: try fields[3].integer(in: 0...8),
            rateShift: try fields[4].integer(in: -7...40))
        trainingChunkHash = try digest(fields[5])
        heldOutChunkHash = try digest(fields[6])
        startHash = try digest(fields[7])
        endHash = try digest(fields[8])
        traceDigest = try digest(fields[9])
        lossSum = try fields[10].integer(in: 0...1 << 50)
        correctCount = try fields[11].integer(in: 0...DigitTraining.heldOutCount)
    }
}
