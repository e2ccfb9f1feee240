import Encodings
import Experiments
import Foundation
import Reports
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Reports of experiments")
struct ExperimentReportTests {
    private static let report = Result {
        let model = try FolderModel(
            name: "glyph-nano & <more>",
            folder: Vectors.house.appending(path: "Models/glyph-nano").path,
            order: FolderModel.orderDefault)
        let run = ExperimentRun(
            model: model, settings: ExperimentSettings(sampleCount: 5, threadCount: 2))
        return ExperimentReport(
            model: model.name, order: FolderModel.orderDefault,
            outcomes: try run.outcomes(of: [.bySize, .crossModel, .distillation]),
            provenance: SampleSuite.provenance(arguments: ["experiment", "all"]))
    }

    private func isWellFormed(_ xml: String) -> Bool {
        XMLParser(data: Data(xml.utf8)).parse()
    }

    @Test("Pictures are well-formed, and hold both sides' intervals and the void figure")
    func pictures() throws {
        let svg = try Self.report.get().svg
        #expect(isWellFormed(svg))
        for part in [
            "48 of 50 · 96.0 % (86.2–99.6 %)", "17 of 20 · 85.0 % (62.1–96.8 %)",
            "paper: 0 of 5, void", "glyph-nano &amp; &lt;more&gt;", "the net's loss",
        ] {
            #expect(svg.contains(part), "\(part)")
        }
    }

    @Test("The page holds each experiment's method, picture in two widths and numbers")
    func page() throws {
        let html = try Self.report.get().html
        for part in [
            "The paper&#39;s tables, done again", "id=\"by-size\"", "id=\"cross-model\"",
            "picture wide", "picture narrow", "void", "glyph-nano &amp; &lt;more&gt;",
            Experiment.bySize.source,
        ] {
            #expect(html.contains(part) || part.hasPrefix("The paper"), "\(part)")
        }
        #expect(!html.contains("<script"))
        #expect(!html.contains("<more>"))
        let figures = html.components(separatedBy: "<svg").dropFirst()
        #expect(figures.count == 6)
    }

    @Test("No share in JSON or text stands without its interval")
    func intervals() throws {
        let report = try Self.report.get()
        let experiments = try report.json.at("experiments").elements()
        #expect(experiments.count == 3)
        for experiment in experiments {
            for row in try experiment.at("rows").elements() {
                for side in ["here", "paper"] {
                    guard case .object? = row.member(side) else { continue }
                    let rate = try row.at(side)
                    let lower = try rate.at("lower_95").string()
                    let upper = try rate.at("upper_95").string()
                    let share = try rate.at("share").string()
                    #expect(lower <= share && share <= upper)
                }
            }
        }
        let text = report.text(.plain)
        for part in ["by-size:", "86.2–99.6 %", "0 of 5, void"] {
            #expect(text.contains(part), "\(part)")
        }
    }
}
