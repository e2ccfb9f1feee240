import ChainConformance
import Conformance
import Encodings
import TestSupport
import Testing

/// The chain's vectors, judged as `glyphlab system vectors chain` judges them.
@Suite("The chain's vectors")
struct ChainVectorTests {
    private func report(
        _ name: String, _ suite: VectorSuite, _ bytes: [UInt8]? = nil
    ) throws -> VectorReport {
        try suite.report(file: name, bytes: try bytes ?? ChainFiles.bytes(name))
    }

    @Test("The published chain's rules: hashes, salts, rewards, targets and signatures")
    func rules() throws {
        let report = try report("chain_rules", ChainFiles.suite(tokenizer: nil))
        #expect(report.outcomes.filter { $0.kind != .equal } == [])
        #expect(report.outcomes.count == 744)
        #expect(!report.isDerived)
    }

    @Test(
        "A changed member of the rules is a difference at its case alone",
        arguments: [
            ("salts", "\"salt\":\"salt_", "\"salt\":\"salt-", "salt 0"),
            ("rewards", "\"reward\":700", "\"reward\":701", "reward 0"),
            ("target_schedules", "\"work\":[\"16\"", "\"work\":[\"17\"", "schedule 0 block 0"),
            ("signatures", "\"s_is_high\":true", "\"s_is_high\":false", "signature 0"),
            ("genesis", "\"version\":4", "\"version\":5", "genesis"),
        ])
    func planted(_ key: String, _ old: String, _ new: String, _ index: String) throws {
        let members = try ChainFiles.members("chain_rules").map { member in
            guard member.key == key else { return member }
            let text = member.value.compactText
            let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
            try #require(parts.count == 2, "\(old)")
            return JSONMember(
                key,
                try JSONParser.parse(
                    Array(parts.joined(separator: new).utf8), byteCountMax: 1 << 24))
        }
        let report = try report(
            "chain_rules", ChainFiles.suite(tokenizer: nil), ChainFiles.bytes(of: members))
        #expect(report.outcomes.filter { $0.kind != .equal }.map(\.index) == [index])
    }

    @Test(
        "Without the tokenizer, or the base's file, cases are skipped with the reason",
        arguments: [
            ("chain_cases", true, "no tokenizer"), ("chain_synth_tiny", true, "no tokenizer"),
            ("chain_differential", true, "no tokenizer"),
            (
                "chain_differential", false,
                "needs the chain of chain_synth_tiny.json in the same folder"
            ),
        ])
    func skipped(_ name: String, _ hasNeighbours: Bool, _ reason: String) throws {
        let report = try report(
            name, ChainFiles.suite(tokenizer: nil, hasNeighbours: hasNeighbours))
        #expect(!report.outcomes.isEmpty)
        #expect(report.outcomes.allSatisfy { $0.kind == .skipped(reason: reason) })
    }

    @Test("Two synthetic models: weights, files, rows, proofs and every tensor of a pass")
    func models() throws {
        let members = try ChainFiles.members("fingerprints").filter {
            ["synth-tiny", "synth-extreme"].contains($0.key)
        }
        let report = try report(
            "fingerprints", ChainFiles.suite(tokenizer: nil), ChainFiles.bytes(of: members))
        // 2 weights, 1 file, 16 cases with their tokens, 2 traces, 101 hashes of a receipt.
        #expect(report.outcomes.count == 138)
        #expect(report.differenceCount == 0)
        #expect(report.skippedCount == 117)
    }

    @Test("A model that is drawn otherwise has other weights, rows and tensors")
    func otherModel() throws {
        let members = try ChainFiles.members("fingerprints").filter { $0.key == "synth-extreme" }
        let text = String(decoding: ChainFiles.bytes(of: members), as: UTF8.self)
        let other = text.replacing("\"seed\":\"synth-extreme\"", with: "\"seed\":\"synth-other\"")
        try #require(text != other)
        let report = try report(
            "fingerprints", ChainFiles.suite(tokenizer: nil), Array(other.utf8))
        #expect(report.equalCount == 0)
        #expect(report.differenceCount == 6)
    }
}

/// What needs the published chain's tokenizer.
@Suite(
    "The chain's vectors with GPT-2's tokenizer",
    .enabled(if: Vectors.gpt2Tokenizer != nil, "\(Vectors.gpt2TokenizerMissing)")
)
struct ChainProofVectorTests {
    @Test(
        "The published node's verdicts on a chain, 26 variants of it, and 3,000 hostile blocks",
        arguments: [("chain_synth_tiny", 8), ("chain_cases", 26), ("chain_differential", 3_000)])
    func verdicts(_ name: String, _ count: Int) throws {
        let report = try ChainFiles.suite(tokenizer: Vectors.gpt2Tokenizer)
            .report(file: name, bytes: ChainFiles.bytes(name))
        #expect(report.outcomes.filter { $0.kind != .equal } == [])
        #expect(report.outcomes.count == count)
        print("\(name): \(report.equalCount) of \(report.outcomes.count) as published")
    }

    @Test("The tokens of every case, and the receipts of 100 prompts")
    func fingerprints() throws {
        let members = try ChainFiles.members("fingerprints").filter { $0.key == "synth-tiny" }
        let report = try ChainFiles.suite(tokenizer: Vectors.gpt2Tokenizer)
            .report(file: "fingerprints", bytes: ChainFiles.bytes(of: members))
        #expect(report.outcomes.filter { $0.kind != .equal } == [])
        #expect(report.outcomes.count == 128)
    }

    @Test("A verdict that is turned round is a difference")
    func planted() throws {
        let text = String(decoding: try ChainFiles.bytes("chain_cases"), as: UTF8.self)
        let parts = text.split(
            separator: "\"accepted\":true", maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        let report = try ChainFiles.suite(tokenizer: Vectors.gpt2Tokenizer)
            .report(file: "c", bytes: Array(parts.joined(separator: "\"accepted\":false").utf8))
        #expect(report.differenceCount == 1)
        #expect(report.equalCount == 25)
    }
}
