import Clusters
import Cryptography
import Encodings
import Fingerprints
import Receipts
import Reports
import Testing
import Traces

@Suite("Reports of shards and sweeps")
struct SweepReportTests {
    private static let key = Ed25519PrivateKey(seed: [UInt8](repeating: 3, count: 32))

    private static let signer = Hexadecimal.text(of: key.publicKey)
    private static let provenance = SampleSuite.provenance(arguments: ["sweep"])

    private static func receipt(_ range: Range<Int>, total: Int) throws -> RunReceipt {
        func digest(_ text: String) -> Digest { Digests.sha256(text.utf8) }
        let run = RunStatement(
            level: .layers,
            architecture: TracedArchitecture(
                norm: "layer_norm", positions: "learned", activation: "gelu_tanh", layerCount: 1,
                width: 64, headCount: 1, headWidth: 64, hiddenWidth: 256, vocabularyCount: 300,
                contextTokenCount: 64),
            integerWeightsHash: digest("w"), integersDigest: digest("i"), runDigest: digest("r"),
            list: PromptList(source: .receipt, first: range.lowerBound, totalCount: total),
            prompts: range.map { place in
                ReceiptPrompt(
                    input: digest("i\(place)"), recordsRoot: digest("r\(place)"),
                    proof: digest("p\(place)"))
            })
        let maker = ReceiptMaker(
            model: "tiny", files: [], storedDigest: nil, tokenizerDigest: digest("t"),
            unicodeVersion: "16.0.0",
            work: ReceiptMaker.Work(
                engine: "batch", backend: "reference", threadCount: 1, batchPromptCount: 8,
                sharesPrefixes: false),
            program: ReceiptMaker.Program(
                version: "0", commit: nil, hasChanges: nil, build: "debug", compiler: "Swift"),
            machine: ReceiptMaker.Machine(
                name: "n", architecture: "x86_64", system: "Linux", processor: nil, features: [],
                kernels: [], openBLAS: nil))
        return try RunReceipt(
            signing: ReceiptBody(run: run, origin: ReceiptOrigin(maker)), by: key)
    }

    private static func merge(_ ranges: [Range<Int>], total: Int) throws -> MergeReport {
        var merge = ReceiptMerge()
        for range in ranges {
            try merge.add(receipt(range, total: total), name: "\(range)")
        }
        let body: ReceiptBody
        do throws(MergeError) {
            body = try merge.body()
        } catch {
            guard case .missing(let parts) = error else { throw error }
            return MergeReport(partCount: merge.partCount, result: .missing(parts))
        }
        let whole = try RunReceipt(signing: body, by: key)
        let verdict = MergeReport.Verdict(
            match: false, golden: "g", expectedHash: "abc", reason: "it differs",
            ground: MergeGround(proofs: "golden g", model: .pinned("m"), difference: nil))
        return MergeReport(
            partCount: merge.partCount, result: .whole(whole, verdict, file: "out"))
    }

    @Test("a shard has no verdict, and says which prompts it has")
    func shard() throws {
        let shard = try #require(PromptShard("2/3"))
        let report = ShardReport(
            receipt: try Self.receipt(2..<4, total: 6), shard: shard, file: "f",
            nanoseconds: 7_000_000, golden: "my own.json", provenance: Self.provenance)
        #expect(report.text.contains("  prompts     2 of 6, from number 2\n"))
        #expect(
            report.text.contains(
                "  golden      my own.json, which the merge takes as --golden 'my own.json'\n"))
        #expect(report.text.contains("  verdict     none: 'glyphlab receipt merge' gives it\n"))
        #expect(report.json.member("golden")?.stringValue == "my own.json")
        #expect(report.json.member("provenance")?.compactText == Self.provenance.json.compactText)
        #expect(report.json.member("shard")?.integerValue == 2)
        #expect(report.json.member("first")?.integerValue == 2)
        #expect(report.json.member("match") == nil)
    }

    @Test("a merge that lacks prompts names them, and has neither hash nor file")
    func missing() throws {
        let report = try Self.merge([0..<2, 4..<6], total: 6)
        let text = report.text(.plain)
        #expect(text.contains("  missing  prompts 2 to 3\n"))
        #expect(text.contains("  match    inconclusive: nothing was written\n"))
        #expect(report.json.member("missing")?.compactText == #"[{"first":2,"count":2}]"#)
        #expect(report.json.member("missing_shards")?.compactText == #"["2/3"]"#)
        for key in ["match", "file"] {
            #expect(report.json.member(key)?.compactText == "null")
        }
        #expect(report.json.member("ultimate_hash") == nil)
    }

    @Test("a whole merge shows its verdict as it was given")
    func whole() throws {
        let report = try Self.merge([3..<6, 0..<3], total: 6)
        #expect(report.text(.plain).contains("  match          NO: it differs\n"))
        #expect(report.text(.plain).contains("  compared       the proofs, with golden g\n"))
        #expect(
            report.json.member("on_the_signers_word")?.arrayValue?.first?.stringValue
                == "digest of the integers, operations and tokens: --model compares them")
        #expect(report.json.member("match")?.booleanValue == false)
        #expect(report.json.member("parts")?.integerValue == 2)
        #expect(report.json.member("keys")?.integerValue == 1)
        #expect(report.json.member("missing")?.arrayValue?.isEmpty == true)
    }

    @Test("a sweep prints a command for each array, and one merge for each run")
    func sweep() throws {
        let plan = try SweepPlan(
            runs: ["a", "b"].map { name in
                SweepRun(
                    name: name, modelFolder: "/m", integerWeightsHash: Digests.sha256([]),
                    promptCount: 700, shardCount: 700, golden: nil)
            }, level: "layers", signer: Self.key.publicKey)
        let report = try SweepReport(
            plan: plan, folder: SweepFolder("s"), key: "k", provenance: Self.provenance)
        #expect(
            report.json.member("submit")?.compactText
                == #"["sbatch s/array-1.sh","sbatch s/array-2.sh"]"#)
        #expect(report.json.member("merge")?.arrayValue?.count == 2)
        #expect(report.json.member("key")?.stringValue == Self.signer)
        #expect(report.json.member("provenance")?.compactText == Self.provenance.json.compactText)
        #expect(report.text.contains("    glyphlab sweep status s\n"))
    }

    @Test("a sweep's status says what to start again, and what can be put together")
    func status() throws {
        let plan = try SweepPlan(
            runs: [("a", 3), ("b", 60)].map { name, shards in
                SweepRun(
                    name: name, modelFolder: "/m", integerWeightsHash: Digests.sha256([]),
                    promptCount: 100, shardCount: shards, golden: nil)
            }, level: "layers", signer: Self.key.publicKey)
        let status = SweepStatus(plan) { task in
            task.run.name == "a" ? .result : task.id == 3 ? .unusable("torn") : .none
        }
        let report = try SweepStatusReport(
            plan: plan, folder: SweepFolder("s"), status: status, key: "k",
            provenance: Self.provenance)
        let text = report.text(.plain)
        #expect(text.contains("b.1-of-60, prompt 0: torn\n"))
        #expect(text.contains("and 20 more, which --format json lists"))
        #expect(
            report.json.member("next")?.compactText
                == #"["sbatch --array=3-62 s/array-1.sh","glyphlab receipt merge s/results/a "#
                + #"--trusted-key \#(Self.signer) --key k --out s/a.receipt"]"#)
        #expect(report.json.member("provenance")?.compactText == Self.provenance.json.compactText)
        #expect(report.json.member("missing")?.arrayValue?.count == 60)
    }
}
