internal import Conformance
internal import Cryptography
internal import Encodings
internal import PythonValues
internal import Training

/// Openings of sampled steps, with the audit's verdict.
struct TrainingAuditVectors: VectorJudge {
    /// The file that holds the runs that are audited.
    static let runsFile = "training_step.json"

    let neighbour: @Sendable (_ name: String) throws -> [UInt8]?

    let name = "training-audit"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let cases)? = document["cases"], case .dictionary(let first)? = cases.first
        else { return false }
        return first["openings"] != nil && first["beacon"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        let cases = try document.vectorDocument.member("cases").elements()
        guard let bytes = try neighbour(Self.runsFile) else {
            return cases.indices.map {
                VectorOutcome(
                    index: "\($0)",
                    .skipped(reason: "needs the runs of \(Self.runsFile) beside it"))
            }
        }
        let runs = try Self.runs(bytes)
        return try cases.enumerated().map { number, one in
            let name = try one.member("run").string()
            guard let run = runs.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.run else {
                throw VectorFormError(
                    place: one.place, expected: "a run of \(Self.runsFile)", got: name)
            }
            let (steps, refusal) = try Self.audited(one, run)
            let expectedSteps = try one.member("steps").elements().map { try $0.int() }
            let got = refusal.map { "reject \($0.rawValue)" } ?? "accept"
            return VectorOutcome(
                index: "\(number)", expected: "\(try one.told()) of \(expectedSteps)",
                got: "\(got) of \(steps)")
        }
    }

    private static func runs(_ bytes: [UInt8]) throws -> [(name: String, run: TrainingRun)] {
        let value: PythonValue
        do throws(PythonJSONError) {
            value = try PythonJSONParser.parse(bytes, byteCountMax: .max)
        } catch {
            throw VectorFormError(
                place: "\(runsFile), byte \(error.offset)", expected: error.expected,
                got: "something else")
        }
        return try VectorValue(value, place: runsFile).member("cases").elements().compactMap {
            guard try $0.member("kind").string() == "run" else { return nil }
            return try ($0.member("name").string(), $0.trainingRun())
        }
    }

    private static func audited(
        _ one: VectorValue, _ run: TrainingRun
    ) throws -> (steps: [Int], refusal: TrainingRefusal?) {
        let challenge = try TrainingChallenge(
            proofID: one.digest("proof_id"), beacon: one.digest("beacon"),
            stepCount: run.plan.stepCount, sampleCount: max(one.member("sample").int(), 0))
        let audit = try TrainingAudit(
            plan: run.plan, seed: run.seed, chunk: run.chunk, trace: one.digest("trace"))
        let openings = try one.member("openings").elements().map { opening in
            try TrainingOpening(
                step: opening.member("step").int(), before: opening.bytes("before"),
                pathBefore: opening.digests("path_before"),
                afterHash: opening.digest("after_hash"), pathAfter: opening.digests("path_after"))
        }
        return (challenge.steps, audit.refusal(of: openings, challenge: challenge))
    }
}
