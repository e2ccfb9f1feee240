import Cryptography
import Disputes
import Foundation
import Receipts
import Reports
import TestSupport
import Testing
import ToyRuns
import Traces

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What people read fits where they read it.
@Suite("Widths of reports") struct WidthTests {
    private static let names = ["ours", "theirs"].map {
        "a/folder/with/a/name/that/is/rather/long/and/files/of/a/run/\($0)-operations.trace"
    }
    private static let run = ToyRun(layerCount: 3, promptCount: 4)
    private static let other = run.with {
        $0.faults = [.init(prompt: 1, operation: "h.1.mlp.gelu")]
    }

    private func compared(
        _ other: ToyRun = other, _ level: TraceLevel = .operations
    ) throws -> ComparedTraces {
        try ComparedTraces(
            Self.run.trace(level), named: Self.names[0], other.trace(level), named: Self.names[1])
    }

    @Test("A comparison's lines have 80 columns at most, but for commands, and names their ends")
    func comparison() throws {
        let one = try compared()
        let text =
            DivergenceText.text(one)
            + DivergenceText.summary([one, try compared(Self.run)])
        let lines = text.split(separator: "\n").filter { !$0.contains("glyphlab trace") }
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(text)")
        #expect(text.contains("a/run/ours-operations.trace"))
        #expect(text.contains("…") && text.contains("a/run/theirs-operations.trace"))
    }

    @Test("Several comparisons end with a line that sums them up and names the worst")
    func summary() throws {
        let summary = DivergenceText.summary([try compared(), try compared(Self.run)])
        let line = summary.split(separator: "\n").map { $0.dropFirst(2) }.joined(separator: " ")
        #expect(line.hasPrefix("2 comparisons with …"))
        #expect(line.hasSuffix(": 1 match, 1 root; the worst decides: ROOT"), "\(line)")
        #expect(DivergenceText.summary([try compared()]).isEmpty)
    }

    @Test("A table in parts keeps each column once, and every part within its width")
    func parts() {
        let titles = (0..<9).map { "a-backend-\($0)" }
        var table = ColumnTable(corner: "batch", titles: titles)
        table.add("weight-in-memory", titles.map { "of \($0)" })
        let parts = table.parts(.plain, columnCountMax: 80)
        let lines = parts.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(parts)")
        #expect(lines.count { $0.hasPrefix("  batch") } > 1)
        for title in titles {
            #expect(parts.components(separatedBy: "of \(title)").count == 2, "\(parts)")
        }
        #expect(table.parts(.plain, columnCountMax: 400) == table.text)
    }

    @Test("One prompt that two machines have in common is one prompt")
    func singular() throws {
        let run = ToyRun(layerCount: 1, promptCount: 1)
        let runs = try [run.trace(.layers), run.trace(.operations)].map {
            try RunEvidence($0, named: "a trace")
        }
        let text = MatrixReport(MachineMatrix(runs)).text(.plain)
        #expect(text.contains("agree on what both have of 1 prompt; one has more"), "\(text)")
    }

    // MARK: Pictures

    /// The lower edge of the last text that is not turned, and the picture's height.
    private func edges(_ picture: String) throws -> (lowest: Int, height: Int) {
        let places = picture.matches(of: /<text [^>]*y="(\d+)"/).compactMap { Int($0.1) }
        let height = try #require(picture.firstMatch(of: /height="(\d+)"/))
        return (try #require(places.max()), try #require(Int(height.1)))
    }

    @Test("The table of elements is within its picture, however low the network beside it is")
    func elements() throws {
        let level = TraceLevel.values(operation: "embed")
        let other = Self.run.with { $0.faults = [.init(prompt: 0, operation: "embed")] }
        let edges = try edges(DivergenceDrawing.svg(compared(other, level)))
        #expect(edges.lowest + 6 <= edges.height, "\(edges)")
    }

    @Test("Long names of files take a line of their own in a picture's heading")
    func heading() throws {
        let picture = DivergenceDrawing.svg(try compared())
        let texts = picture.matches(of: /<text class="soft"[^>]*>([^<]*)</).map { $0.1 }
        #expect(texts.allSatisfy { $0.count <= 116 }, "\(texts)")
        #expect(texts.contains { $0.hasPrefix("1 of 4 prompts with differences") })
        #expect(texts.contains { $0.contains("theirs-operations.trace") })
    }

    @Test("A picture of many layers is not shrunk to a page's width")
    func manyLayers() throws {
        for (layerCount, isLong) in [(3, false), (120, true)] {
            let run = ToyRun(layerCount: layerCount, promptCount: 1)
            let trace = run.trace(.layers)
            let page = DivergencePage.html(
                [try ComparedTraces(trace, named: "a", trace, named: "b")],
                SampleSuite.provenance())
            #expect(page.contains("class=\"dv long\"") == isLong)
        }
    }

    @Test("A prompt is hatched up to its last difference, in a layer that is not drawn, too")
    func hatching() throws {
        let operations = (0..<400).map {
            ScheduledOperation(
                name: "h.\($0).residual_mlp", inputs: $0 == 0 ? [] : [$0 - 1],
                dimensions: [.tokens], elementType: .int32)
        }
        let record = TraceRecord.computed(Digests.sha256("equal".utf8))
        var left = ToyRun(promptCount: 0).trace(.layers)
        left.schedule = operations
        left.prompts = (0..<2).map {
            TracedPrompt(
                salt: "\($0)", prompt: "", tokenIDs: [1],
                records: Array(repeating: record, count: 400))
        }
        var right = left
        for (prompt, layer) in [(0, 10), (1, 390)] {
            right.prompts[prompt].records[layer] = .computed(Digests.sha256("other".utf8))
        }
        let picture = DivergenceDrawing.svg(
            try ComparedTraces(left, named: "a", right, named: "b"))
        let bars = picture.matches(of: /<rect class="bar" x="\d+" y="\d+" width="(\d+)"/)
        #expect(bars.map { Int($0.1) ?? 0 }.last == 0, "\(bars.map { $0.0 })")
    }
}
