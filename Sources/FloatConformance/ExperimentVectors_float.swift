internal import Conformance
internal import Cryptography
internal import Experiments
internal import Fingerprints
internal import FloatEngine
internal import Platform
internal import Proving
internal import PythonValues
internal import Tokenization

/// The outcomes of the published experiments, prompt by prompt. The file has torch's; a prompt
/// whose outcome differs is named as skipped where a row of it lies at the cut, and differs
/// elsewhere.
struct ExperimentVectors: LongVectorJudge {
    let name = "experiments"
    let maker: String? = "PyTorch"
    let surroundings: FloatVectorSurroundings

    /// Prompts of an experiment where time is short.
    private static let shortCount = 60

    func recognises(_ document: PythonDictionary) -> Bool { document["whole_runs"] != nil }

    func outcomes(
        of document: PythonDictionary,
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) throws -> [VectorOutcome] {
        let models = try document.vectorDocument.member("models").elements()
        var outcomes: [VectorOutcome] = []
        for (place, vector) in models.enumerated() {
            progress(place, models.count)
            let name = try vector.member("model").string()
            let (found, reason) = try NamedFloatModel(surroundings: surroundings).with(name) {
                try self.outcomes(vector, name, $0)
            }
            outcomes += found ?? [VectorOutcome(index: name, .skipped(reason: reason))]
        }
        outcomes.append(
            VectorOutcome(
                index: "whole runs",
                .skipped(reason: "training is not reproducible bit by bit")))
        return outcomes
    }

    private func outcomes(
        _ vector: VectorValue, _ name: String, _ run: FloatModelRun
    ) throws -> [VectorOutcome] {
        guard let tokenizer = run.tokenizer else {
            return [VectorOutcome(index: name, .skipped(reason: run.tokenizerMissing))]
        }
        let prover = ExperimentProver(
            model: run.model, tokenizer: tokenizer, threadCount: surroundings.threadCount)
        let limit = surroundings.isThorough ? Int.max : Self.shortCount
        return try uniqueness(vector.member("T1"), name + " lookup", prover, limit)
            + noise(vector.member("T3"), name + " noise", prover, limit)
            + quality(vector.member("quality"), name + " by size", prover, limit)
    }

    // MARK: Uniqueness and lookup

    private func uniqueness(
        _ vector: VectorValue, _ name: String, _ prover: ExperimentProver, _ limit: Int
    ) throws -> [VectorOutcome] {
        let all = try vector.member("prompts").size(1...100_000)
        let count = min(all, limit)
        var random = PythonRandom(number: 1337)
        let prompts = PromptDraws.long.prompts(count, &random)
        let salts = ["A", "B"].map(SaltedPass.salt)
        var outcomes = [
            VectorOutcome(
                index: name + " salts",
                expected: try ["salt_a", "salt_b"].map { try vector.member($0).string() }
                    .joined(separator: " "),
                got: salts.joined(separator: " "))
        ]
        for (key, salt) in zip(["heads_a", "heads_b"], salts) {
            outcomes.append(
                VectorOutcome(
                    index: "\(name) \(key)",
                    expected: FloatText.heads(try vector.member(key).heads()),
                    got: FloatText.heads(prover.model.heads(salt: salt))))
        }
        let first = try prover.proofs(salt: salts[0], prompts)
        outcomes += try starts(vector, name, prompts, first)
        let winners = prompts.indices.filter { first[$0].hash.hasPrefix("0") }
        let again = try prover.proofs(salt: salts[1], winners.map { prompts[$0] })
        let still = zip(winners, again).filter { $0.1.hash.hasPrefix("0") }.map(\.0)
        let risky =
            prompts.indices.filter { first[$0].isNearCut }
            + zip(winners, again).filter { $0.1.isNearCut }.map(\.0)
        for (key, got) in [("winners", winners), ("still", still)] {
            outcomes.append(
                set(
                    "\(name) \(key)",
                    expected: try vector.member(key).ints().map { Int($0) }
                        .filter { $0 < count }, got: got, risky: risky))
        }
        guard count == all else { return outcomes }
        let unique = Set(first.map(\.text)).count
        let digest = Digests.sha256(first.map(\.hash).joined().utf8).text
        outcomes += [
            VectorOutcome(
                index: name + " unique", expected: "\(try vector.member("unique").int())",
                got: "\(unique)"),
            hash(
                name + " proofs", expected: try vector.member("proofs_sha256").string(),
                got: digest, riskCount: first.count(where: \.isNearCut)),
        ]
        return outcomes
    }

    private func starts(
        _ vector: VectorValue, _ name: String, _ prompts: [String],
        _ proofs: [ExperimentProver.Proof]
    ) throws -> [VectorOutcome] {
        let texts = try vector.member("first_prompts").elements()
        let hashes = try vector.member("first_proofs").elements(count: texts.count)
        return try zip(texts, hashes).enumerated().prefix(prompts.count).map { place, pair in
            VectorOutcome(
                index: "\(name) \(place)",
                expected: try "\(pair.0.string()) \(pair.1.string())",
                got: "\(prompts[place]) \(proofs[place].hash)")
        }
    }

    // MARK: Noise

    private func noise(
        _ vector: VectorValue, _ name: String, _ prover: ExperimentProver, _ limit: Int
    ) throws -> [VectorOutcome] {
        let salt = try vector.member("salt").string()
        let trials = try vector.member("trials").size(1...10_000)
        var random = PythonRandom(number: 1337)
        var outcomes: [VectorOutcome] = []
        for level in try vector.member("levels").elements() {
            let size = try level.member("eps").string()
            guard let noise = Self.noises.first(where: { $0.text == size }) else {
                throw VectorFormError(
                    place: "levels.eps",
                    expected: Self.noises.map(\.text).joined(separator: ", "), got: size)
            }
            let name = "\(name) \(size)"
            var kept: [Bool] = []
            var risky: [Int] = []
            for place in 0..<trials {
                let prompt = PromptDraws.long.next(&random)
                let rows = try prover.rows(salt: salt, prompt)
                let noisy = Self.noisy(rows, noise, &random)
                guard place < limit else { continue }
                let result = try prover.survival(salt: salt, rows, noisy)
                kept.append(result.survives)
                if result.isNearCut { risky.append(place) }
            }
            outcomes.append(
                set(
                    name,
                    expected: try places(level.member("glyph_bits").string()).filter { $0 < limit },
                    got: kept.indices.filter { kept[$0] }, risky: risky))
            guard trials <= limit else { break }
        }
        return outcomes
    }

    private func quality(
        _ vector: VectorValue, _ name: String, _ prover: ExperimentProver, _ limit: Int
    ) throws -> [VectorOutcome] {
        let salt = "overnight_salt"
        var outcomes = [
            VectorOutcome(
                index: name + " heads",
                expected: FloatText.heads(try vector.member("heads").heads()),
                got: FloatText.heads(prover.model.heads(salt: salt)))
        ]
        let all = try vector.member("space_prompts").size(1...10_000)
        if all <= limit {
            var space = PythonRandom(number: 2)
            let proofs = try prover.proofs(salt: salt, PromptDraws.short.prompts(all, &space))
            outcomes += [
                VectorOutcome(
                    index: name + " unique", expected: "\(try vector.member("unique").int())",
                    got: "\(Set(proofs.map(\.text)).count)"),
                hash(
                    name + " proofs", expected: try vector.member("proofs_sha256").string(),
                    got: Digests.sha256(proofs.map(\.hash).joined().utf8).text,
                    riskCount: proofs.count(where: \.isNearCut)),
            ]
        }
        var (random, draws) = (PythonRandom(number: 3), PythonRandom(number: 9))
        let noise = Noise(exponent: -4, floor: 1e-12)
        var (kept, risky): ([Int], [Int]) = ([], [])
        for place in 0..<min(try vector.member("noise_trials").size(1...10_000), limit) {
            let rows = try prover.rows(salt: salt, PromptDraws.short.next(&random))
            let result = try prover.survival(
                salt: salt, rows, Self.noisy(rows, noise, &draws))
            if result.survives { kept.append(place) }
            if result.isNearCut { risky.append(place) }
        }
        outcomes.append(
            set(
                name + " noise",
                expected: try places(vector.member("bits").string()).filter { $0 < limit },
                got: kept, risky: risky))
        return outcomes
    }

    /// The published noises of probabilities.
    private static let noises = (2...4).map { Noise(exponent: -$0, floor: 0) }

    /// Rows with noise, which is drawn row by row.
    private static func noisy(
        _ rows: [[Double]], _ noise: Noise, _ random: inout PythonRandom
    ) -> [[Double]] {
        rows.map { noise.applied(to: $0, noise.draws($0.count, &random)[...]) }
    }

    // MARK: Outcomes

    /// The places of ones.
    private func places(_ bits: String) -> [Int] {
        bits.utf8.enumerated().filter { $0.element == UInt8(ascii: "1") }.map(\.offset)
    }

    private func set(
        _ index: String, expected: [Int], got: [Int], risky: [Int]
    ) -> VectorOutcome {
        let others = Set(expected).symmetricDifference(got).sorted()
        guard !others.isEmpty else { return VectorOutcome(index: index, .equal) }
        guard others.allSatisfy(risky.contains) else {
            return VectorOutcome(index: index, expected: "\(expected)", got: "\(got)")
        }
        return VectorOutcome(
            index: index,
            .skipped(reason: "prompts \(others) lie at the cut, where torch may differ"))
    }

    private func hash(
        _ index: String, expected: String, got: String, riskCount: Int
    ) -> VectorOutcome {
        guard expected != got, riskCount > 0 else {
            return VectorOutcome(index: index, expected: expected, got: got)
        }
        return VectorOutcome(
            index: index,
            .skipped(
                reason: "another hash than torch's, and \(riskCount) prompts lie at the cut: "
                    + "a hash of many proofs does not tell which differ"))
    }
}
