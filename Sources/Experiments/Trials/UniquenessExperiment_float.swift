internal import Cryptography
internal import Fingerprints
internal import Statistics

/// The first pass of hardened_poi.py, which two experiments share.
package struct SaltedPass: Sendable {
    let prompts: [String]
    let proofs: [GridProof]

    static let promptCount = 3_000

    /// "block_salt_" and the first 12 hex digits of a letter's SHA-256.
    package static func salt(_ letter: String) -> String {
        "block_salt_" + Digests.sha256(letter.utf8).text.prefix(12)
    }

    init(_ run: ExperimentRun) throws {
        try run.checkHeads()
        var random = PythonRandom(number: 1337)
        prompts = PromptDraws.long.prompts(run.count(Self.promptCount), &random)
        proofs = try run.proofs(prompts, salt: Self.salt("A"))
    }

    /// The index of each text's first prompt, in the order of the prompts.
    var firsts: [Int] {
        var seen: Set<String> = []  // never iterated
        return proofs.indices.filter { seen.insert(proofs[$0].text).inserted }
    }

    var largestClusterCount: Int {
        let sorted = proofs.map(\.text).sorted()
        var (largest, count) = (0, 0)
        for (place, text) in sorted.enumerated() {
            count = place > 0 && sorted[place - 1] == text ? count + 1 : 1
            largest = max(largest, count)
        }
        return largest
    }
}

/// A pass that is made when it is first asked for.
final class SharedPass {
    private let run: ExperimentRun
    private var pass: SaltedPass?

    init(_ run: ExperimentRun) { self.run = run }

    /// **Throws:** ``ExperimentError``, and the source's errors.
    func made() throws -> SaltedPass {
        if let pass { return pass }
        let made = try SaltedPass(run)
        pass = made
        return made
    }
}

extension ExperimentRun {
    func uniqueness(_ pass: SaltedPass) -> ExperimentResult {
        let unique = pass.firsts.count
        let near = NearCut.table(pass.proofs.map(\.gap), below: settings.riskGap, of: "proofs")
        return ExperimentResult(
            .uniqueness, model: model.name, seeds: "Random(1337)",
            rows: [
                ExperimentResult.Row(
                    "different texts", ours: ExactBinomial(unique, of: pass.proofs.count),
                    published: .rate(
                        ExactBinomial(
                            successCount: SaltedPass.promptCount, count: SaltedPass.promptCount)))
            ],
            notes: [
                "The largest group of prompts with one text has \(pass.largestClusterCount).",
                "The interval holds for prompts of this kind: an attacker who picks prompts looks "
                    + "for equal texts, which no count of random ones measures.",
            ], tables: [near].compactMap(\.self))
    }

    func lookup(_ pass: SaltedPass) throws -> ExperimentResult {
        let winners = pass.firsts.filter { pass.proofs[$0].wins }
        guard !winners.isEmpty else {
            throw ExperimentError.nothingLeft(
                experiment: Experiment.lookup.rawValue, samples: pass.prompts.count)
        }
        let again = try proofs(winners.map { pass.prompts[$0] }, salt: SaltedPass.salt("B"))
        let bits = again.map(\.wins)
        let still = zip(winners, bits).filter(\.1).map { "\($0.0)" }
        return ExperimentResult(
            .lookup, model: model.name, seeds: "Random(1337)",
            rows: [
                ExperimentResult.Row(
                    "winners under A that win under B", ours: bits.rate,
                    published: .text("5.7 %, without counts"), chanceMillionths: 62_500),
                ExperimentResult.Row(
                    "prompts that win under A",
                    ours: ExactBinomial(winners.count, of: pass.firsts.count),
                    chanceMillionths: 62_500),
            ],
            notes: [
                "One of 16 is what chance gives. With some 190 winners one standard deviation is "
                    + "1.7 %, so that the paper's 5.7 % agrees with chance and proves no more.",
                still.isEmpty
                    ? "No prompt wins under both salts."
                    : "Prompts that win under both, by index: \(still.joined(separator: ", ")).",
            ], outcomes: [("wins under B", bits.bits)])
    }
}
