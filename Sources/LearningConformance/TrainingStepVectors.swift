internal import Conformance
internal import Cryptography
internal import LearningNetwork
internal import PythonValues
internal import Training

/// Steps, runs with their traces, and pay, of the hardened network.
struct TrainingStepVectors: VectorJudge {
    let name = "training-step"

    func recognises(_ document: PythonDictionary) -> Bool {
        guard case .list(let cases)? = document["cases"], case .dictionary(let first)? = cases.first
        else { return false }
        return first["first_sample"] != nil || first["states"] != nil || first["approving"] != nil
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("cases").elements().enumerated().map { number, one in
            let kind = try one.member("kind").string()
            let parts: [(expected: String, got: String)] =
                switch kind {
                case "step": try Self.step(one)
                case "run": try Self.run(one)
                case "reward": try [Self.reward(one)]
                default:
                    throw VectorFormError(
                        place: one.place, expected: "a step, a run or a reward", got: kind)
                }
            // A case with several facts is told by the first that differs.
            let part = parts.first { !$0.expected.utf8.elementsEqual($0.got.utf8) } ?? parts[0]
            return VectorOutcome(index: "\(number)", expected: part.expected, got: part.got)
        }
    }

    private static func step(
        _ one: VectorValue
    ) throws -> [(expected: String, got: String)] {
        let plan = try one.trainingPlan(stepCount: 1)
        let chunk = try one.trainingChunk()
        let before = try one.weights("before", plan.shape)
        let index = try one.natural("step")
        let samples = try TrainingDraw.batch(
            seed: one.digest("seed"), step: index, count: plan.batchCount,
            sampleCount: chunk.sampleCount)
        let step = try TrainingStep(plan: plan, weights: before, chunk: chunk, samples: samples)
        let result = TrainingBackends.fastest.result(
            of: step, keepingOutputs: true)
        let reference = TrainingBackends.reference.result(
            of: step, keepingOutputs: true)
        var parts: [(expected: String, got: String)] = try [
            (one.text("after_hash"), result.weights.hash.text),
            (one.text("after"), one.hexadecimal(result.weights.bytes)),
            (one.text("before_hash"), before.hash.text),
            (one.text("chunk_hash"), chunk.hash.text),
            ("\(one.member("batch").elements().map { try $0.int() })", "\(samples)"),
            ("\(one.member("loss").int())", "\(result.loss)"),
            ("the reference", result == reference ? "the reference" : "another result"),
        ]
        guard let first = try one.optional("first_sample") else { return parts }
        for output in result.outputs {
            let name = output.operation.rawValue
            guard let values = try first.optional(name) else { continue }
            let expected = try values.elements().map { try $0.string() }
            let got = output.elements[..<output.columns].map(String.init)
            parts.append(("\(name) \(expected)", "\(name) \(got)"))
        }
        return parts
    }

    private static func run(
        _ one: VectorValue
    ) throws -> [(expected: String, got: String)] {
        let run = try one.trainingRun()
        let history = try run.trained()
        func correct(_ weights: TrainingWeights) -> Int {
            TrainingBackends.fastest.evaluation(of: weights, on: run.chunk).correctCount
        }
        let correctCounts = [correct(run.start), correct(history.end)]
        return try [
            (one.text("trace"), history.trace.digest.text),
            (
                "\(one.member("states").elements().map { try $0.string() })",
                "\(history.weightHashes.map(\.text))"
            ),
            ("\(one.member("losses").elements().map { try $0.int() })", "\(history.losses)"),
            ("\(one.member("correct").elements().map { try $0.int() })", "\(correctCounts)"),
            (one.text("final"), one.hexadecimal(history.end.bytes)),
            (one.text("chunk_hash"), run.chunk.hash.text),
        ]
    }

    private static func reward(_ one: VectorValue) throws -> (expected: String, got: String) {
        let passed = try one.member("passed").int()
        let sampled = try one.member("sampled").int()
        let reputation = try one.member("reputation").int()
        guard sampled >= 1, sampled <= TrainingPlan.stepCountMax, (0...sampled).contains(passed),
            (0...100_000).contains(reputation)
        else {
            throw VectorFormError(
                place: one.place, expected: "passed steps and reputation in their bounds",
                got: "\(passed) of \(sampled), \(reputation)")
        }
        let reward = try ProofReward(
            passed: passed, sampled: sampled, reputation: reputation, stake: one.natural("stake"),
            approving: one.natural("approving"), total: one.natural("total"))
        let got = reward.hasQuorum ? "accept" : "reject quorum_stake"
        return try (
            "\(one.told()) \(one.text("reward"))", "\(got) \(reward.microPOL)"
        )
    }
}
