import Cryptography
import Disputes
import Encodings
import Foundation
import Reports
import TestSupport
import Testing
import ToyRuns
import Traces

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Reports of comparisons") struct DivergenceReportTests {
    private static let run = ToyRun(layerCount: 8, promptCount: 18)
    private static let other = run.with {
        $0.faults = [
            .init(prompt: 3, operation: "h.7.attn.qkv"),
            .init(prompt: 17, operation: "h.7.attn.qkv", element: 3),
            .init(prompt: 11, operation: "h.2.mlp.gelu"),
        ]
    }

    private func compared(
        _ left: ToyRun, _ right: ToyRun, _ level: TraceLevel = .operations
    ) throws -> ComparedTraces {
        try ComparedTraces(
            left.trace(level), named: "a.trace", right.trace(level), named: "b.trace")
    }

    @Test("The terminal: verdict, both runs, digests, a map, the roots, and what to run next")
    func text() throws {
        let small = ToyRun(layerCount: 2, promptCount: 3).with { $0.modelFolder = "a model" }
        let other = small.with {
            $0.faults = [.init(prompt: 1, operation: "h.0.ln_2")]
            $0.modelFolder = nil
        }
        let compared = try compared(small, other)
        func digest(_ side: Int, _ place: Int) throws -> String {
            let digest = try #require(compared.traces[side].prompts[1].records[place].digest)
            return String(digest.text.prefix(16))
        }
        let weights = compared.traces[0].model.integerWeightsHash.prefix(16)
        #expect(
            DivergenceText.text(compared) == """
                  ✗ ROOT: prompt 1, layer 0, h.0.ln_2
                  Prompt 1 begins to differ at h.0.ln_2: its input, h.0.residual_attn, is equal
                  on both sides, its output is not. Proofs differ.

                                left              right
                  file          a.trace           b.trace
                  level         operations        operations
                  model         toy               toy
                  weights       \(weights)  \(weights)
                  prompts       3                 3
                  model_folder  a model           –
                  proofs alone: differs

                  prompt 1, 4 tokens
                    salt    "salt_1"
                    prompt  "golden frost 1"
                  digests                  left              right
                  reads h.0.residual_attn  \(try digest(0, 7))  \(try digest(1, 7))  equal
                  gives h.0.ln_2           \(try digest(0, 8))  \(try digest(1, 8))  differs

                  prompt 1       layers 0 to 1
                                 01
                  embed          ·
                  ln_1           ·▒
                  attn.qkv       ·▒
                  attn.scores    ·▒
                  attn.probs     ·▒
                  attn.heads     ·▒
                  attn.out       ·▒
                  residual_attn  ·▒
                  ln_2           ✖▒
                  mlp.fc         ▒▒
                  mlp.gelu       ▒▒
                  mlp.out        ▒▒
                  residual_mlp   ▒▒
                  proof.rows     ▒
                  proof          ▒

                  3 prompts
                  0  ·✖·
                  · equal   ✖ begins to differ (root)   ▒ differs after it

                  run next on each side, and compare what comes out
                    left   glyphlab trace --model 'a model' --salt salt_1 --prompt \
                'golden frost 1' --level values=h.0.ln_2 --out left-h.0.ln_2.trace
                    right  glyphlab trace --model MODEL_DIR --salt salt_1 --prompt \
                'golden frost 1' --level values=h.0.ln_2 --out right-h.0.ln_2.trace

                """)
    }

    @Test("Values: both integers and their neighbours; several roots: a table of them")
    func values() throws {
        let compared = try compared(Self.run, Self.other, .values(operation: "h.7.attn.qkv"))
        let (left, right) = (compared.traces[0].prompts[3], compared.traces[1].prompts[3])
        let text = DivergenceText.text(compared)
        #expect(text.contains("  1 of 72 elements differs\n"))
        let line = text.split(separator: "\n").first { $0.contains("▸") }
        #expect(
            line.map { $0.split(separator: " ").map(String.init) }
                == ["▸", "[0,", "0]", "\(left.values[0])", "\(right.values[0])", "+1"])
        #expect(text.contains("    [0, 3]  "))
        #expect(text.contains("  begins at     prompts\n  h.7.attn.qkv  2        3, 17\n"))
        #expect(!text.contains("proofs alone"))
    }

    @Test("JSON: the keys that others rely on, null where there is no answer")
    func json() throws {
        let compared = try compared(Self.run, Self.other, .values(operation: "h.7.attn.qkv"))
        let (left, right) = (compared.traces[0].prompts[3], compared.traces[1].prompts[3])
        let json = DivergenceJSON.json([compared], SampleSuite.provenance())
        func compact(_ key: String) -> String? { json.member(key)?.compactText }
        #expect(compact("verdict") == "\"root\"" && compact("prompt") == "3")
        #expect(compact("layer") == "7" && compact("operation") == "\"h.7.attn.qkv\"")
        #expect(compact("element") == "0" && compact("index") == "[0,0]")
        #expect(compact("values") == "[\(left.values[0]),\(right.values[0])]")
        #expect(compact("difference") == "1" && compact("differing_count") == "1")
        #expect(compact("next") == "null" && compact("proofs") == "\"inconclusive\"")
        #expect(compact("salt") == "\"salt_3\"" && compact("token") == "null")
        #expect(
            compact("roots")
                == #"[{"operation":"h.7.attn.qkv","layer":7,"prompts":[3,17]}]"#)
        let map = try #require(json.member("map")?.member("prompts")?.arrayValue)
        #expect(map[3].compactText == #"{"left":3,"right":3,"states":"=R"}"#)
        #expect(map[11].compactText == #"{"left":11,"right":11,"states":"pp"}"#)
        #expect(json.member("provenance")?.compactText == SampleSuite.provenance().json.compactText)
        let match = DivergenceJSON.json(
            [try self.compared(Self.run, Self.run, .layers)], SampleSuite.provenance())
        for key in ["prompt", "layer", "operation", "element", "values", "next"] {
            #expect(match.member(key)?.compactText == "null", "\(key)")
        }
    }

    @Test("JSON of several: the worst at the top, and each below")
    func several() throws {
        let match = try compared(Self.run, Self.run, .layers)
        let root = try compared(Self.run, Self.other, .layers)
        let json = DivergenceJSON.json([match, root], SampleSuite.provenance())
        #expect(json.member("verdict")?.stringValue == "root")
        let all = try #require(json.member("comparisons")?.arrayValue)
        #expect(all.map { $0.member("verdict")?.stringValue } == ["match", "root"])
        #expect(json.member("provenance")?.compactText == SampleSuite.provenance().json.compactText)
    }

    @Test("A difference that 64 bits do not hold is a decimal text")
    func farApart() throws {
        var (left, right) = (
            Self.run.trace(.values(operation: "h.0.attn.scores")),
            Self.other.trace(.values(operation: "h.0.attn.scores"))
        )
        (left.prompts[0].values[1], right.prompts[0].values[1]) = (.max, .min)
        right.prompts[0].records[1] = .computed(Digests.sha256("another".utf8))
        let compared = try ComparedTraces(left, named: "a", right, named: "b")
        #expect(
            DivergenceJSON.json([compared], SampleSuite.provenance()).member("difference")?
                .compactText
                == "\"-18446744073709551615\"")
        #expect(DivergenceText.text(compared).contains("-18446744073709551615"))
    }

    @Test("The picture of a divergence is the one that is kept")
    func picture() throws {
        let run = ToyRun(layerCount: 12, promptCount: 100)
        let other = run.with {
            $0.faults = [
                .init(prompt: 3, operation: "h.7.attn.qkv"),
                .init(prompt: 17, operation: "h.7.attn.qkv", element: 3),
                .init(prompt: 40, operation: "h.2.mlp.gelu"),
                .init(prompt: 77, operation: "h.10.attn.probs"),
            ]
        }
        let picture = DivergenceDrawing.svg(try compared(run, other))
        let kept = Vectors.house.appending(path: "Goldens/divergence.svg")
        #expect(picture == (try String(contentsOf: kept, encoding: .utf8)))
    }

    // MARK: Strangers' texts, sizes

    /// Every kind of report of a trace whose texts try to be more than texts.
    @Test("No text of a file steers a report")
    func hostile() throws {
        let bait = "</title><script>alert(1)</script>\u{1B}[31m\u{202E}\"'{{{x}}}\n::error::&"
        let run = ToyRun(layerCount: 1, promptCount: 1).with {
            $0.prompts[0].salt = bait
            $0.prompts[0].prompt = bait
            $0.modelFolder = bait
        }
        var left = run.trace(.operations)
        let old = left.schedule[3]
        left.schedule[3] = ScheduledOperation(
            name: "h.0." + bait, inputs: old.inputs, dimensions: old.dimensions,
            elementType: old.elementType)
        left.model.name = bait
        left.maker.append(TraceFact(bait, bait))
        var right = left
        right.prompts[0].records[3] = .computed(Digests.sha256("another".utf8))
        let compared = try ComparedTraces(left, named: bait, right, named: bait)
        #expect(compared.comparison.operation == "h.0." + bait)
        let page = DivergencePage.html([compared], SampleSuite.provenance())
        #expect(!page.contains("<script") && !page.contains("\u{1B}"))
        #expect(!page.contains("\u{202E}") && !page.contains("<title><"))
        let text = DivergenceText.text(compared)
        #expect(!text.contains("\u{1B}") && !text.contains("\u{202E}"))
        #expect(!text.split(separator: "\n").contains { $0.hasPrefix("::") })
        let picture = DivergenceDrawing.svg(compared)
        #expect(XMLParser(data: Data(picture.utf8)).parse())
        #expect(!picture.contains("\u{202E}"))
    }

    @Test(
        "Pictures are well-formed, whatever the verdict and the level",
        arguments: [
            TraceLevel.layers, .operations, .values(operation: "h.1.residual_attn"),
            .values(operation: "proof.rows"), .values(operation: "embed"),
            .weights(parameter: "wte"),
        ])
    func wellFormed(_ level: TraceLevel) throws {
        let run = ToyRun()
        let others = [
            run, run.with { $0.faults = [.init(prompt: 0, operation: "embed")] },
            run.with { $0.prompts.removeLast() }, run.with { $0.prompts[0].salt = "x" },
            run.with { $0.stopsBefore = "h.1.attn.heads" }, ToyRun(layerCount: 5),
            run.with { $0.operationNames.swapAt(4, 5) },
            run.with { $0.otherParameters = ["wte"] }, ToyRun(promptCount: 0),
        ]
        for other in others {
            let compared = try compared(run, other, level)
            let picture = DivergenceDrawing.svg(compared)
            let verdict = compared.comparison.verdict
            #expect(XMLParser(data: Data(picture.utf8)).parse(), "\(verdict)")
            #expect(picture.contains(">\(verdict.rawValue.uppercased()): "), "\(verdict)")
            let page = DivergencePage.html([compared], SampleSuite.provenance())
            #expect(page.contains("<span>\(verdict.rawValue.uppercased()): "))
            #expect(DivergenceText.text(compared).contains(verdict.rawValue.uppercased()))
        }
    }

    @Test("Proofs alone have a picture of their prompts, and nothing at all a heading")
    func proofsAlone() throws {
        let proofs = ToyRun(promptCount: 2).with { $0.operationNames = ["proof"] }
        let left = proofs.trace(.operations)
        var right = left
        right.prompts[1].records[0] = .computed(Digests.sha256("another".utf8))
        // The cell, its legend, and the start of the prompt's line.
        for (traces, expected) in [((left, right), 3), ((left, left), 0)] {
            let compared = try ComparedTraces(traces.0, named: "a", traces.1, named: "b")
            let picture = DivergenceDrawing.svg(compared)
            #expect(XMLParser(data: Data(picture.utf8)).parse())
            let flags = picture.components(separatedBy: "<rect class=\"flag\"").count - 1
            #expect(flags + picture.components(separatedBy: "class=\"root\"").count - 1 == expected)
        }
        let nothing = ToyRun(promptCount: 0).trace(.operations)
        let page = DivergencePage.html(
            [try ComparedTraces(nothing, named: "a", nothing, named: "b")],
            SampleSuite.provenance())
        #expect(!page.contains("<figure") && page.contains("INCONCLUSIVE"))
    }

    @Test("Many layers and many prompts make a picture that a browser opens, and short text")
    func large() throws {
        let operations = (0..<400).map {
            ScheduledOperation(
                name: "h.\($0).residual_mlp", inputs: $0 == 0 ? [] : [$0 - 1],
                dimensions: [.tokens], elementType: .int32)
        }
        let record = TraceRecord.computed(Digests.sha256("equal".utf8))
        let other = TraceRecord.computed(Digests.sha256("other".utf8))
        var left = ToyRun(promptCount: 0).trace(.layers)
        left.schedule = operations
        left.prompts = (0..<300).map {
            TracedPrompt(
                salt: "\($0)", prompt: "", tokenIDs: [1],
                records: Array(repeating: record, count: 400))
        }
        var right = left
        for layer in 320..<400 { right.prompts[200].records[layer] = other }
        let compared = try ComparedTraces(left, named: "a", right, named: "b")
        #expect(compared.comparison.layer == 320)
        let picture = DivergenceDrawing.svg(compared)
        #expect(picture.utf8.count < 1 << 20 && picture.contains("h.320.residual_mlp"))
        let text = DivergenceText.text(compared, style: TextStyle(isColoured: false, columns: 80))
        #expect(text.utf8.count < 16 << 10)
        let map = text.split(separator: "\n").filter { $0.hasPrefix("  residual_mlp") }
        #expect(map.count == 1 && map[0].count <= 80 && map[0].contains("✖▒"))
    }
}
