import Encodings
import Foundation
import Platform
import Receipts
import Reports
import TestSupport
import Testing

@Suite("What the lab's report refuses") struct LabRefusalTests {
    /// The place in the document that is refused; nil where it is taken.
    private func refusedPath(_ json: String) -> String? {
        do throws(EvidenceError) {
            _ = try EvidenceFile(bytes: Array(json.utf8), name: "x.json")
            return nil
        } catch {
            guard case .malformed(_, let path, _, _) = error else { return "\(error)" }
            return path
        }
    }

    @Test("The samples that contradictions are made from are taken")
    func samples() throws {
        for (name, json) in try EvidenceSamples.all() {
            #expect(refusedPath(json) == nil, "\(name)")
        }
    }

    @Test(
        "A document that speaks against itself is refused at the place that is wrong",
        arguments: [
            ("shadow.json", #""rows_differing":0"#, #""rows_differing":5"#, "holds"),
            ("shadow.json", #""proofs_flipped":0"#, #""proofs_flipped":1"#, "holds"),
            ("shadow.json", #""holds":true"#, #""holds":false"#, "holds"),
            (
                "shadow.json", #""proofs_flipped":0"#, #""proofs_flipped":21"#,
                "exact.proofs_flipped"
            ),
            ("shadow.json", #"["avx2","portable"]"#, #"["avx2"]"#, "exact.backends"),
            ("coverage.json", #""contradictions":[]"#, #""contradictions":["embed"]"#, "holds"),
            ("coverage.json", #""holds":true"#, #""holds":false"#, "holds"),
            ("trials.json", #""holds":false"#, #""holds":true"#, "holds"),
            ("trials.json", #""judged_right":1"#, #""judged_right":2"#, "judged_right"),
            ("trials.json", #""disputes":2"#, #""disputes":3"#, "disputes"),
            ("trials.json", #""side":"right""#, #""side":"left""#, "trials[0].miss"),
            ("trials.json", #""liar":"server""#, #""liar":"both""#, "trials[0].miss"),
            ("trials.json", #""liar":"server""#, #""liar":"anyone""#, "trials[0].liar"),
            ("dispute.json", #""losers":["right"]"#, #""losers":["left"]"#, "losers"),
            ("dispute.json", #""fault":"wrong_value""#, #""fault":null"#, "losers"),
            ("dispute.json", #""verdict":"decided""#, #""verdict":"agreed""#, "verdict"),
            ("dispute.json", #""verdict":"decided""#, #""verdict":"inconclusive""#, "verdict"),
            ("dispute.json", #""verdict":"decided""#, #""verdict":"won""#, "verdict"),
            ("matrix.json", #"{"verdict":"weights""#, #"{"verdict":"match""#, "verdict"),
            (
                "matrix.json", #"1,"verdict":"weights""#, #"1,"verdict":"match""#,
                "pairs[0].verdict"
            ),
            ("locate.json", #""verdict":"root""#, #""verdict":"match""#, "verdict"),
            (
                "reproduce.json", #""proofs":["00","11"]"#, #""proofs":["00","22"]"#,
                "ultimate_hash"
            ),
            ("reproduce.json", #""prompt_count":2"#, #""prompt_count":3"#, "prompt_count"),
            ("reproduce.json", #""expected_hash":""#, #""expected_hash":"0"#, "match"),
            (
                "reproduce.json", #""expected_hash":""#, #""expected_hash":null,"was":""#, "match"
            ),
            (
                "shadow.json", #""upper_95":"0.045600"}"#, #""upper_95":"0.0083"}"#,
                "variations[0].rows_flipped.upper_95"
            ),
            (
                "shadow.json", #""lower_95":"0.000210""#, #""lower_95":"0.0084""#,
                "variations[0].rows_flipped.lower_95"
            ),
            (
                "shadow.json", #""lower_95":"0.000210""#, #""lower_95":"2 %""#,
                "variations[0].rows_flipped.lower_95"
            ),
            ("vary.json", #""golden":"glyph-nano""#, #""golden":null"#, "matches_golden"),
            ("vary.json", #""same":1"#, #""same":3"#, "same"),
            ("vary.json", #""result":"differs""#, #""result":"same""#, "variations[2].result"),
        ])
    func contradiction(_ file: String, _ part: String, _ other: String, _ path: String) throws {
        let sample = try #require(try EvidenceSamples.all().first { $0.name == file })
        #expect(sample.json.contains(part), "nothing to change in \(sample.json)")
        #expect(refusedPath(sample.json.replacing(part, with: other)) == path)
    }

    @Test("A dispute in which neither answered is inconclusive, not held")
    func silence() throws {
        let json = EvidenceSamples.dispute()
            .replacing(
                #""verdict":"decided","losers":["right"],"left":{"fault":null}"#,
                with: #""verdict":"inconclusive","losers":["left","right"],"left":{"fault":"x"}"#)
        let page = try page(json)
        #expect(page.contains("inconclusive at h.1.attn.qkv"))
        #expect(page.contains(#"<p class="headline v-inconclusive">"#))
        #expect(!page.contains(#"<p class="headline v-held">"#))
        #expect(try self.page(EvidenceSamples.dispute()).contains(#"<p class="headline v-held">"#))
    }

    @Test("Where nothing was tried, nothing is said to hold")
    func idle() throws {
        let idle = try page(EvidenceSamples.coverage().replacing("50", with: "0"))
        #expect(idle.contains("No element was altered: nothing tried the account."))
        #expect(!idle.contains(#"<p class="headline v-held">"#))
        let coverage = try page(EvidenceSamples.coverage())
        #expect(coverage.contains("No altered element spoke against the account."))
    }

    private func page(_ json: String...) throws -> String {
        let provenance = Provenance(
            program: .init(
                version: "0.2.0", commit: nil, hasChanges: nil, build: "debug", compiler: "6.3"),
            host: .init(
                name: nil, processor: nil, architecture: "x86_64", system: "Debian",
                threadCount: 1),
            arguments: ["report"], startedAt: "2026-11-28T10:06:34Z")
        let files = try json.enumerated().map {
            try EvidenceFile(bytes: Array($1.utf8), name: "\($0).json")
        }
        return try LabEvidence(files, goldens: []).html(provenance)
    }

    // MARK: Sizes

    private static func proof(clamps: [[(name: String, hits: Int)]]) -> String {
        let layers = clamps.enumerated().map { layer, clamps in
            let values = clamps.map {
                #"{"clamp":"\#($0.name)","bound":9,"maximum":9,"hits":\#($0.hits)}"#
            }
            return #"{"layer":\#(layer),"clamps":[\#(values.joined(separator: ","))],"#
                + #""products":[]}"#
        }
        let sample = EvidenceSamples.proof()
        guard let start = sample.range(of: #""layers":["#),
            let end = sample.range(of: #"]},"#, options: .backwards)
        else { return "" }
        return sample[..<start.upperBound] + layers.joined(separator: ",")
            + sample[end.lowerBound...]
    }

    @Test("The largest counts of hits add up, in two documents, too")
    func hits() throws {
        let most = 1 << 40
        let clamps = (0..<32).map { (name: "c\($0)", hits: most) }
        let largest = Self.proof(clamps: Array(repeating: clamps, count: 1025))
        let page = try page(largest, largest + " ")
        #expect(page.contains("36,063,981,391,052,800 values met a clamp."))
        #expect(
            refusedPath(Self.proof(clamps: [[("c", most + 1)]]))
                == "ranges.layers[0].clamps[0].hits")
    }

    @Test("Proofs with more names of clamps than an engine has are refused")
    func names() {
        let kinds = (0..<33).map { [(name: "c\($0)", hits: 0)] }
        #expect(refusedPath(Self.proof(clamps: kinds)) == "ranges.layers")
        #expect(refusedPath(Self.proof(clamps: kinds.dropLast())) == nil)
    }

    @Test("A map of hardly filled cells is not drawn")
    func sparse() throws {
        let names = [(0..<32).map { (name: "c\($0)", hits: 0) }]
        let empty = Array(repeating: [(name: String, hits: Int)](), count: 1000)
        #expect(!(try page(Self.proof(clamps: names + empty)).contains("Bits left")))
        #expect(try page(Self.proof(clamps: names + names)).contains("Bits left"))
    }

    @Test("Files that are too much together are refused before they are read")
    func together() throws {
        let folder = try TemporaryFolder()
        let paths = ["a", "b"].map { folder.path + "/" + $0 }
        let json = Array(EvidenceSamples.shadow().utf8)
        try WholeFile.write(json, to: paths[0])
        try WholeFile.write(Array("no JSON".utf8), to: paths[1])
        #expect(throws: EvidenceError.tooMuch(file: paths[1], byteCountMax: json.count + 6)) {
            _ = try EvidenceFile.read(paths, totalByteCountMax: json.count + 6)
        }
        try WholeFile.write(json + [0x20], to: paths[1])
        let files = try EvidenceFile.read(paths, totalByteCountMax: 2 * json.count + 1)
        #expect(files.count == 2)
    }
}
