package import Cryptography
internal import Encodings
internal import Training

/// The record of a single step that was executed again: a digest of each tensor, and their
/// elements where it keeps them. Golden-bearing as a file.
///
/// It stands outside of the chain's commitment: that is the hashes of the weights before and after.
package struct StepRecord: Sendable, Equatable {
    package let run: TrainingRunFacts
    package let step: Int
    /// The hash of the weights before the step, and after it.
    package let before: Digest
    package let after: Digest
    /// In the order of ``StepTensor``.
    package let digests: [Digest]
    package let values: StepValues?

    package static let formatName = "glyphlab training step 1"
    /// The largest step has 12 matrices of at most 65,536 elements each, and vectors of 256.
    package static let byteCountMax = 32 << 20

    private static let keys = ["format", "run", "step", "before", "after", "tensors"]
    private static let tensorKeys = ["name", "rows", "columns", "digest", "elements"]

    /// - Parameter keepsElements: whether the elements are kept beside their digests.
    ///
    /// **Preconditions:** 0 ≤ step < T; the values are of the run's plan, weights within the clamp.
    package init(
        run: TrainingRunFacts, step: Int, values: StepValues, keepsElements: Bool = true
    ) {
        guard let before = values.before?.hash, let after = values.after?.hash,
            (0..<run.plan.stepCount).contains(step), values.plan == run.plan
        else { preconditionFailure("values of another step than \(step)") }
        self.init(
            run: run, step: step, before: before, after: after,
            digests: Self.digests(values), values: keepsElements ? values : nil)
    }

    private init(
        run: TrainingRunFacts, step: Int, before: Digest, after: Digest, digests: [Digest],
        values: StepValues?
    ) {
        self.run = run
        self.step = step
        self.before = before
        self.after = after
        self.digests = digests
        self.values = values
    }

    static func digests(_ values: StepValues) -> [Digest] {
        StepTensor.allCases.map { tensor in
            let size = tensor.size(values.plan)
            return tensor.digest(
                root: ElementTree(values[tensor]).root, rows: size.rows, columns: size.columns)
        }
    }

    // MARK: The file

    package var encoded: [UInt8] {
        CanonicalDocument.bytes(
            .object([
                JSONMember("format", .string(Self.formatName)), JSONMember("run", run.json),
                JSONMember("step", .integer(step)), JSONMember("before", .string(before.text)),
                JSONMember("after", .string(after.text)),
                JSONMember("tensors", .array(StepTensor.allCases.map(json))),
            ]))
    }

    private func json(_ tensor: StepTensor) -> JSONValue {
        let size = tensor.size(run.plan)
        return .object([
            JSONMember("name", .string(tensor.name)), JSONMember("rows", .integer(size.rows)),
            JSONMember("columns", .integer(size.columns)),
            JSONMember("digest", .string(digests[tensor.rawValue].text)),
            JSONMember(
                "elements",
                values.map { values in .array(values[tensor].map { .integer(Int($0)) }) } ?? .null),
        ])
    }

    /// **Throws:** ``TrainingFileError``, also where elements do not make their digests, or weights
    /// their hashes.
    package init(decoding bytes: [UInt8]) throws(TrainingFileError) {
        let document = try CanonicalDocument.parsed(bytes, byteCountMax: Self.byteCountMax)
        let members = try CanonicalDocument.reading { () throws(StrictJSON.Failure) in
            let members = try document.members(Self.keys)
            try members[0].expect(Self.formatName)
            return members
        }
        let run = try TrainingRunFacts(members[1])
        let record = try CanonicalDocument.reading { () throws(StrictJSON.Failure) in
            let step = try members[2].integer(in: 0...run.plan.stepCount - 1)
            let before = Digest(bytes: try members[3].bytes(count: 32))
            let after = Digest(bytes: try members[4].bytes(count: 32))
            let tensors = try members[5].elements(count: StepTensor.allCases.count)
            var digests: [Digest] = []
            var elements: [[Int64]] = []
            for (tensor, json) in zip(StepTensor.allCases, tensors) {
                let (digest, some) = try Self.read(json, tensor, run.plan)
                digests.append(digest)
                if let some { elements.append(some) }
            }
            guard elements.isEmpty || elements.count == digests.count else {
                throw members[5].refused("elements of all tensors or of none", got: "of some")
            }
            return StepRecord(
                run: run, step: step, before: before, after: after, digests: digests,
                values: elements.isEmpty ? nil : StepValues(plan: run.plan, elements: elements))
        }
        try record.check()
        self = record
    }

    private static func read(
        _ json: StrictJSON, _ tensor: StepTensor, _ plan: TrainingPlan
    ) throws(StrictJSON.Failure) -> (Digest, [Int64]?) {
        let parts = try json.members(Self.tensorKeys)
        try parts[0].expect(tensor.name)
        let size = tensor.size(plan)
        _ = try parts[1].integer(in: size.rows...size.rows)
        _ = try parts[2].integer(in: size.columns...size.columns)
        let digest = Digest(bytes: try parts[3].bytes(count: 32))
        let bounds = Int(tensor.bounds.lowerBound)...Int(tensor.bounds.upperBound)
        let count = size.rows * size.columns
        let elements = try parts[4].optional { list throws(StrictJSON.Failure) in
            let integers = try list.integers(in: bounds, countMax: count)
            guard integers.count == count else {
                throw list.refused("\(count) elements", got: "\(integers.count)")
            }
            return integers.map { Int64($0) }
        }
        return (digest, elements)
    }

    private func check() throws(TrainingFileError) {
        guard let values else { return }
        for (tensor, digest) in zip(StepTensor.allCases, Self.digests(values))
        where digest != digests[tensor.rawValue] {
            throw .contradiction(
                "tensors[\(tensor.rawValue)].digest",
                expected: "\(digest.text), as the elements of \(tensor.name) make it",
                got: digests[tensor.rawValue].text)
        }
        for (name, told, made) in [
            ("before", before, values.before?.hash), ("after", after, values.after?.hash),
        ] where made != told {
            throw .contradiction(
                name, expected: made.map { "\($0.text), as the weights make it" } ?? "weights",
                got: told.text)
        }
    }
}
