import Experiments
import Statistics
import Testing

@Suite("Experiments on glyph-nano, a few samples")
struct ExperimentRunTests {
    /// Counts of a few samples, row by row.
    static let goldens: [(experiment: Experiment, counts: [String])] = [
        (.uniqueness, ["8/8"]), (.lookup, ["0/3", "3/60"]),
        (.noiseLogits, ["8/8", "3/8", "6/8", "0/8", "0/8", "0/8", "8/8", "8/8"]),
        (.crossModel, ["-", "0/8", "7/8", "8/8", "8/8"]),
        (
            .duels,
            [
                "8/8", "8/8", "8/8", "4/8", "4/8", "4/8", "8/8", "8/8", "8/8", "7/8", "7/8", "6/8",
                "6/8", "8/8", "8/8",
            ]
        ),
        (.challenges, ["-"] + [String](repeating: "0/8", count: 12)),
        (.distillation, ["0/8", "0/8", "0/48", "0/48", "6/8"]),
    ]

    @Test("Counts are those of the seeds", arguments: goldens.indices)
    func counts(index: Int) throws {
        let (experiment, counts) = Self.goldens[index]
        let samples = experiment == .lookup ? 60 : 8
        let result = try EmbeddedExperiments.result(experiment, samples: samples)
        let found = result.rows.map { row in
            row.ours.map { "\($0.successCount)/\($0.count)" } ?? "-"
        }
        #expect(found == counts, "\(experiment.rawValue)")
    }

    @Test("Every measured share carries its interval, and every experiment two sentences")
    func forms() throws {
        for experiment in Experiment.allCases {
            #expect(experiment.method.count { $0 == "." } >= 2, "\(experiment.rawValue)")
        }
        let result = try EmbeddedExperiments.result(.bySize, samples: 3)
        for row in result.rows {
            guard let ours = row.ours else { continue }
            #expect(ours.lowerMillionths < ours.upperMillionths)
            #expect(
                (ours.lowerMillionths...ours.upperMillionths).contains(
                    ours.successCount * 1_000_000 / ours.count))
        }
    }

    @Test("A sample without a winner is told, not drawn")
    func empty() {
        #expect(throws: ExperimentError.self) {
            _ = try EmbeddedExperiments.result(.lookup, samples: 2)
        }
    }
}
