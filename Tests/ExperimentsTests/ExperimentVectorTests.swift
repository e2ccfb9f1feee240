import Encodings
import Experiments
import Statistics
import TestSupport
import Testing

/// The experiments on glyph-nano beside the outcomes that PyTorch gave, prompt by prompt.
///
/// PyTorch's order of adding is another one, so that trials near the cut turn. Those that do in the
/// order `wide` are named, each with its gap.
@Suite(
    "The experiments' reference vectors",
    .enabled(if: ExperimentVectors.folder != nil, ExperimentVectors.missing))
struct ExperimentVectorTests {
    /// The trials that came out otherwise. Each must be one that the result itself names as near
    /// the cut.
    private func turned(
        _ result: ExperimentResult, _ name: String, _ expected: String
    ) throws -> [Int] {
        let found = try result.bits(name)
        #expect(found.count == expected.count)
        let turned = zip(found, expected).enumerated().filter { $0.element.0 != $0.element.1 }
            .map(\.offset)
        for index in turned {
            let isNamed = result.tables.contains { $0.rows.contains { $0[0] == "\(index)" } }
            #expect(isNamed, "\(name): trial \(index) is not near the cut")
        }
        return turned
    }

    @Test("Noise: every trial of every level but trial 87, whose gap is 1.5e-8")
    func noise() throws {
        let result = try EmbeddedExperiments.result(.noise, fresh: true)
        let vectors = try ExperimentVectors.glyphNano().at("T3")
        let levels = try vectors.at("levels").elements()
        #expect(levels.count == 3)
        for level in levels {
            let noise = try level.at("eps").string()
            let expected = noise == "1e-4" ? [87] : []
            for (form, key) in [("glyphs", "glyph_bits"), ("rows", "direct_bits")] {
                let turned = try turned(result, "\(form) \(noise)", level.at(key).string())
                #expect(turned == expected, "\(form) \(noise)")
            }
            #expect(
                try result.count("sorted rows, noise \(noise)")
                    == level.at("sorted_rows").integer() + expected.count)
        }
        let near = try #require(result.tables.first?.rows.first)
        #expect(near == ["87", "1.5e-8"])
    }

    @Test(
        "By size: every trial",
        .enabled(if: Thoroughness.isThorough, "\(Thoroughness.skipNote)"))
    func bySize() throws {
        let result = try EmbeddedExperiments.result(.bySize)
        let quality = try ExperimentVectors.glyphNano().at("quality")
        #expect(try result.bits("noise 1e-4") == quality.at("bits").string())
        #expect(try result.count("glyph-nano, different texts") == quality.at("unique").integer())
    }

    @Test(
        "Logarithms: every trial of every level",
        .enabled(if: Thoroughness.isThorough, "\(Thoroughness.skipNote)"))
    func logarithms() throws {
        let result = try EmbeddedExperiments.result(.noiseLogits)
        let vectors = try ExperimentVectors.glyphNano().at("logit")
        for level in try vectors.at("levels").elements() {
            let noise = try level.at("eps").string()
            #expect(try result.bits("grid \(noise)") == level.at("prob_bits").string())
            #expect(try result.bits("logarithms \(noise)") == level.at("logit_bits").string())
        }
        #expect(
            try result.count("logarithms, different texts")
                == vectors.at("space_logit").integer())
    }

    @Test(
        "Lookup: every winner, and every one that still wins",
        .enabled(if: Thoroughness.isThorough, "\(Thoroughness.skipNote)"))
    func lookup() throws {
        let result = try EmbeddedExperiments.result(.lookup)
        let vectors = try ExperimentVectors.glyphNano().at("T1")
        let winners = try vectors.at("winners").integers()
        let still = try vectors.at("still").integers()
        #expect(try result.count("prompts that win under A") == winners.count)
        let bits = winners.map { still.contains($0) ? "1" : "0" }.joined()
        #expect(try result.bits("wins under B") == bits)
    }

    @Test(
        "The script's own order of draws gives its counts",
        .enabled(if: Thoroughness.isThorough, "\(Thoroughness.skipNote)"))
    func wholeRun() throws {
        let result = try EmbeddedExperiments.result(.noise)
        let whole = try ExperimentVectors.document("experiments").at("whole_runs").at("glyph-nano")
        let levels = try whole.at("noise_150").elements()
        for (level, noise) in zip(levels, ["1e-4", "1e-3", "1e-2"]) {
            let counts = try level.elements()
            for (form, count) in zip(["glyphs", "rows"], counts.dropFirst()) {
                guard case .number(let number) = count else {
                    Issue.record("expected a number")
                    continue
                }
                let ours = try result.count("\(form), noise \(noise)")
                #expect("\(ours).0" == number.text, "\(form) \(noise)")
            }
        }
    }
}
