import Cryptography
import Encodings
import Fingerprints
import Reports
import ToyRuns
import Traces

/// Documents as the lab's commands print them, small; every text in them may be replaced.
enum EvidenceSamples {
    /// All forms but receipts and kept runs, by the names of the commands that print them.
    static func all(hostile text: String? = nil) throws -> [(name: String, json: String)] {
        [
            ("reproduce.json", reproduced(text)), ("matrix.json", matrix(text)),
            ("locate.json", try divergence()),
            ("prove.json", proof(text)), ("shadow.json", shadow(text)),
            ("coverage.json", coverage(text)), ("dispute.json", dispute(text)),
            ("trials.json", trials(text)), ("vary.json", variations(text)),
        ]
    }

    static func files(hostile text: String? = nil) throws -> [EvidenceFile] {
        try all(hostile: text).map { name, json in
            try EvidenceFile(bytes: Array(json.utf8), name: (text ?? "") + name)
        }
    }

    private static func quoted(_ text: String?, _ usual: String) -> String {
        JSONValue.string(text ?? usual).compactText
    }

    static func provenance(_ text: String?) -> String {
        """
        {"version":"0.2.0","commit":"1a2b3c4d5e6f7788","has_changes":false,"build":"release",
        "compiler":"6.3","host":\(quoted(text, "host-3")),
        "processor":\(quoted(text, "some processor")),"architecture":"x86_64","system":"Debian",
        "threads":2,"arguments":[],"started_at":"2026-11-28T10:06:34Z"}
        """
    }

    /// The golden that the sample of `reproduce` is equal to.
    static let golden = Golden(
        name: "glyph-nano", model: "glyph-nano",
        integerWeightsHash: String(repeating: "ab", count: 32),
        ultimateHash: GoldenPrompts.ultimateHash(["00", "11"]), proofHashes: ["00", "11"])

    /// - Parameter hash: the ultimate hash; by default that of the proofs.
    static func reproduced(_ text: String? = nil, hash: String? = nil) -> String {
        let hash = hash ?? GoldenPrompts.ultimateHash(["00", "11"])
        return """
            {"golden":"glyph-nano","model":\(quoted(text, "glyph-nano")),
            "integer_weights_hash":"\(String(repeating: "ab", count: 32))","prompt_count":2,
            "ultimate_hash":"\(hash)","expected_hash":"\(hash)","match":true,
            "reason":\(quoted(text, "all 2 prompts are as in golden glyph-nano")),"backend":"avx2",
            "threads":2,"proofs":["00","11"],"provenance":\(provenance(text))}
            """
    }

    /// - Parameters:
    ///   - verdict: of all machines.
    ///   - pair: the verdict on the pair.
    ///   - state: of its weights.
    static func matrix(
        _ text: String? = nil, verdict: String = "weights", pair: String = "weights",
        state: String = "different"
    ) -> String {
        """
        {"verdict":"\(verdict)","explanation":\(quoted(text, "other weights")),"machines":[
        {"file":"a.json","made_by":\(quoted(text, "host-1"))},
        {"file":"b.json","made_by":"host-2"}],
        "pairs":[{"left":0,"right":1,"verdict":"\(pair)","agreement":{
        "weights":{"state":"\(state)"},"prompts":{"state":"equal"},"proofs":{"state":"equal"},
        "trace":{"state":"not_compared"}}}],"groups":{}}
        """
    }

    static func divergence() throws -> String {
        let run = ToyRun(layerCount: 3, promptCount: 2)
        let other = run.with { $0.faults = [.init(prompt: 1, operation: "h.1.attn.qkv")] }
        let compared = try ComparedTraces(
            run.trace(.operations), named: "ours.trace", other.trace(.operations),
            named: "theirs.trace")
        return DivergenceJSON.json([compared], SampleSuite.provenance()).compactText
    }

    static func proof(_ text: String? = nil, fingerprint: String? = nil) -> String {
        let rows: [[Int64]] = [[40_000, 20_000, 5_536], [10_000, 30_000, 25_536]]
        let heads = rows.enumerated().map { index, row in
            Fingerprint.HeadPrint(head: Head(layer: 1, head: index), row: row)
        }
        let salt = text ?? "s"
        let print = Fingerprint.text(of: heads)
        let hash = Digests.sha256("\(salt)|\(print)".utf8).text
        let clamp = #"{"clamp":"embedding","bound":16777216,"maximum":5000,"hits":0}"#
        let hit = #"{"clamp":"query","bound":1048576,"maximum":1048576,"hits":3}"#
        let product = #"{"product":"scores","bound":1099511627776,"maximum":4194304}"#
        return """
            {"integer_weights_hash":"ab","backend":"avx2","salt":\(quoted(text, "s")),
            "token_ids":[1,2,3],"tokens":[\(quoted(text, "gol")),"den","␠frost"],
            "heads":[[1,0],[1,1]],"rows":[[40000,20000,5536],[10000,30000,25536]],
            "quantized":[],"fingerprint":\(quoted(fingerprint, print)),"proof_hash":"\(hash)",
            "ranges":{"clamps":[],"products":[],"layers":[
            {"layer":null,"clamps":[\(clamp)],"products":[]},
            {"layer":0,"clamps":[\(hit)],"products":[\(product)]}]},
            "provenance":\(provenance(text))}
            """
    }

    static func shadow(_ text: String? = nil) -> String {
        let flips = #"{"count":1,"of":120,"lower_95":"0.000210","upper_95":"0.045600"}"#
        return """
            {"model":\(quoted(text, "glyph-nano")),"integer_weights_hash":"ab","seed":"0",
            "prompts":20,"rows":120,"tokens":400,"base":"ascending","openblas":null,"missing":[],
            "variations":[{"name":\(quoted(text, "pairwise")),"summation":"in halves",
            "rows_differing":110,"largest_drift":"3.2e-6","rows_by_drift":{},
            "rows_flipped":\(flips),"proofs_flipped":\(flips),"flipped_prompts":[3],
            "first_operation":"embed","commonest_first_operation":"h.0.attn.qkv",
            "operations":[{"operation":"embed","elements":9,"elements_differing":0,
            "largest_drift":"0","prompts_that_begin_here":0},
            {"operation":"h.0.attn.qkv","elements":9,"elements_differing":5,
            "largest_drift":"1.2e-7","prompts_that_begin_here":20}]}],
            "exact":{"backends":["avx2","portable"],"rows":120,"rows_differing":0,"proofs":20,
            "proofs_flipped":0},"quality":{},"published":{},"holds":true}
            """
    }

    static func coverage(_ text: String? = nil) -> String {
        let share = #"{"reached":90,"of":100,"share":"0.9000"}"#
        return """
            {"model":\(quoted(text, "glyph-nano")),"integer_weights_hash":"ab","seed":"0",
            "profiles":[{"profile":"published","operations":\(share),"elements":\(share),
            "multiply_adds":\(share),"heads_reached":\(share),"heads_read":\(share),
            "weights_by_one_proof":\(share),"weights_together":\(share),
            "by_operation":[{"operation":"embed","elements":\(share),"multiply_adds":\(share)},
            {"operation":"h.0.attn.qkv","elements":\(share),"multiply_adds":\(share)}],
            "by_head":[],"by_parameter":[],"by_proof":[{}],
            "sample":{"faults":50,"contradictions":[]}}],"holds":true}
            """
    }

    private static func game(_ text: String?) -> String {
        """
        "verdict":"decided","losers":["right"],"left":{"fault":null},
        "right":{"fault":"wrong_value"},"operation":\(quoted(text, "h.1.attn.qkv")),
        "element":17,"rounds":21,"rounds_by_phase":{"prompts":3,"operations":6},
        "posted_bytes":9000,"evidence_bytes":14000,"multiply_adds":128,
        "inference_multiply_adds":12444672
        """
    }

    static func dispute(_ text: String? = nil) -> String {
        "{\(game(text)),\"provenance\":\(provenance(text))}"
    }

    static func trials(_ text: String? = nil) -> String {
        """
        {"model":\(quoted(text, "synth")),"seed":"0","disputes":2,"judged_right":1,"holds":false,
        "trials":[{"liar":"server","side":"right","miss":null,\(game(text))},
        {"liar":"staller","side":"left","miss":\(quoted(text, "nobody lost")),\(game(text))}]}
        """
    }

    static func variations(_ text: String? = nil) -> String {
        """
        {"model":\(quoted(text, "glyph-nano")),
        "integer_weights_hash":"\(golden.integerWeightsHash)","prompts":8,
        "operations":50,"root":"ab","golden":"glyph-nano","matches_golden":true,"same":1,"differing":1,
        "failed":0,"not_exercised":1,"variations":[
        {"name":"threads 3","kind":"threads","made":\(quoted(text, "in this process")),
        "prompts":8,"result":"same","difference":null,"reason":null},
        {"name":"neon","kind":"cpu","made":"emulated","prompts":8,"result":"not_exercised",
        "difference":null,"reason":"no qemu-aarch64 here"},
        {"name":"planted","kind":"planted","made":"a bit turned","prompts":8,"result":"differs",
        "difference":{"prompt":2,"salt":null,"text":null,"layer":1,"operation":"h.1.mlp.act",
        "element":{"element":9,"index":[0,9],"values":[1,2],"differing":1,"elements":64},
        "explanation":"it begins here"},"reason":null}],"planted":{"named":true},
        "provenance":\(provenance(text))}
        """
    }
}
