internal import Conformance
internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Training

/// Readers of what steps, runs and audits are written of.
extension VectorValue {
    /// The verdict with its reason, such as `reject audit_step`.
    func told() throws -> String {
        let verdict = try member("verdict").string()
        guard let reason = try optional("reason"), !reason.isNull else { return verdict }
        return try "\(verdict) \(reason.string())"
    }

    func text(_ key: String) throws(VectorFormError) -> String { try member(key).string() }

    /// A decimal text of 64 bits without a sign.
    func natural(_ key: String) throws(VectorFormError) -> UInt64 {
        let text = try text(key)
        guard let number = UInt64(text) else {
            throw VectorFormError(
                place: "\(place).\(key)", expected: "a natural number of 64 bits", got: text)
        }
        return number
    }

    func bytes(_ key: String) throws(VectorFormError) -> [UInt8] {
        try member(key).hexadecimalBytes()
    }

    private func hexadecimalBytes() throws(VectorFormError) -> [UInt8] {
        guard let bytes = Hexadecimal.bytes(of: try string()) else {
            throw VectorFormError(place: place, expected: "hexadecimal", got: "something else")
        }
        return bytes
    }

    private func digest() throws(VectorFormError) -> Digest {
        let bytes = try hexadecimalBytes()
        guard bytes.count == SHA256Hasher.digestByteCount else {
            throw VectorFormError(place: place, expected: "32 bytes", got: "\(bytes.count)")
        }
        return Digest(bytes: bytes)
    }

    func digest(_ key: String) throws(VectorFormError) -> Digest { try member(key).digest() }

    func digests(_ key: String) throws(VectorFormError) -> [Digest] {
        var digests: [Digest] = []
        for element in try member(key).elements() { digests.append(try element.digest()) }
        return digests
    }

    func hexadecimal(_ bytes: [UInt8]) -> String { Hexadecimal.text(of: bytes) }

    // MARK: Training

    private func shape() throws -> TrainingShape {
        let (inputs, hidden, classes) = try (
            member("D").int(), member("H").int(), member("C").int()
        )
        return try formed {
            try TrainingShape(inputCount: inputs, hiddenCount: hidden, classCount: classes)
        }
    }

    func trainingPlan(stepCount: Int) throws -> TrainingPlan {
        let shape = try shape()
        let (b, k) = try (member("b").int(), member("k").int())
        // Added with care: the numbers of a file may be any.
        guard (-1_000...1_000).contains(k) else {
            throw VectorFormError(place: "\(place).k", expected: "a rate", got: "\(k)")
        }
        return try formed {
            try TrainingPlan(shape: shape, batchShift: b, rateShift: k, stepCount: stepCount)
        }
    }

    func trainingChunk() throws -> TrainingChunk {
        let shape = try shape()
        let bytes = try bytes("chunk")
        return try formed {
            try TrainingChunk(
                inputCount: shape.inputCount, classCount: shape.classCount, bytes: bytes)
        }
    }

    func weights(_ key: String, _ shape: TrainingShape) throws -> TrainingWeights {
        let bytes = try bytes(key)
        return try formed { try TrainingWeights(shape: shape, bytes: bytes) }
    }

    /// A run from the weights that its name gives.
    func trainingRun() throws -> TrainingRun {
        let plan = try trainingPlan(stepCount: member("steps").int())
        return try TrainingRun(
            plan: plan, seed: digest("seed"), chunk: trainingChunk(),
            start: TrainingWeights(shape: plan.shape, name: text("name")))
    }

    private func formed<Value>(_ make: () throws -> Value) throws -> Value {
        do {
            return try make()
        } catch let error as TrainingError {
            throw VectorFormError(place: place, expected: "a case in bounds", got: "\(error)")
        }
    }
}
