import Encodings
import Foundation
import Platform
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
}
