internal import Fingerprints
internal import Statistics

extension ExperimentRun {
    static let repeatCount = 20
    static let auditCount = 300
    private static let flatSeed = "glyphlab admission 666"

    /// poison_test.py, without its speeds: of a flat random model and of the model at hand.
    func admission() throws -> ExperimentResult {
        let flat = FlatModel(vocabularyCount: base.vocabularyCount, seed: Self.flatSeed) {
            [base] in try base.tokenIDs(of: $0)
        }
        let random = try audit(flat)
        let own = try audit(base)
        func rate(_ count: Int, _ of: Int) -> ExperimentResult.Published {
            .rate(ExactBinomial(successCount: count, count: of))
        }
        return ExperimentResult(
            .admission, model: model.name,
            seeds: "prompts Random(42), weights Random(\"\(Self.flatSeed)\")",
            rows: [
                ExperimentResult.Row(
                    "random model: proofs that repeat", ours: random.repeats.rate,
                    published: rate(20, 20)),
                ExperimentResult.Row(
                    "random model: different texts", ours: random.different,
                    published: rate(19, 300)),
                ExperimentResult.Row(
                    "\(model.name): proofs that repeat", ours: own.repeats.rate),
                ExperimentResult.Row("\(model.name): different texts", ours: own.different),
            ],
            notes: [
                "The random model's rows are nearly uniform, so that a text follows from the "
                    + "number of tokens: an attacker's table of \(random.textCount) entries holds "
                    + "all \(random.proofs.count) proofs.",
                "The paper's random model is another one (PyTorch's seed 666 under GPT-2's "
                    + "tokenizer); its count comes out as published in this project's tests. "
                    + "Speeds are left out, since they are of a machine and not of a model.",
            ], tables: [random.lengthTable])
    }

    package func audit(_ source: any AttentionSource) throws -> AdmissionAudit {
        var random = PythonRandom(number: 42)
        let prompts = PromptDraws.short.prompts(count(Self.auditCount), &random)
        let few = Array(prompts.prefix(Self.repeatCount))
        let first = try proofs(few, salt: "admission_salt", source: source)
        let second = try proofs(few, salt: "admission_salt", source: source)
        return AdmissionAudit(
            repeats: zip(first, second).map { $0.hash == $1.hash },
            proofs: try proofs(prompts, salt: "space_salt", source: source))
    }
}

/// The findings of an audit of one model.
package struct AdmissionAudit: Sendable {
    package let repeats: [Bool]
    package let proofs: [GridProof]

    package var textCount: Int { Set(proofs.map(\.text)).count }

    var different: ExactBinomial? { ExactBinomial(textCount, of: proofs.count) }

    /// How many different texts the prompts of each number of tokens have.
    package var lengths: [(tokenCount: Int, promptCount: Int, textCount: Int)] {
        Set(proofs.map(\.tokenCount)).sorted().map { tokenCount in
            let texts = proofs.filter { $0.tokenCount == tokenCount }.map(\.text)
            return (tokenCount, texts.count, Set(texts).count)
        }
    }

    var lengthTable: ExperimentResult.Table {
        ExperimentResult.Table(
            "Different texts of the random model, by the number of tokens",
            heads: ["tokens", "prompts", "texts"],
            rows: lengths.map { ["\($0.tokenCount)", "\($0.promptCount)", "\($0.textCount)"] })
    }
}
