import ChainConformance
import Checkpoints
import Conformance
import Encodings
import Foundation
import Platform
import Proving
import Tensors
import TestSupport
import Testing
import Tokenization

/// Files of the chain's forms as strangers may write them.
@Suite("Hostile files of the chain's vectors")
struct HostileChainTests {
    private static let block = """
        {"version":4,"index":1,"prev_hash":"00","timestamp":5,"model_id":"gpt2",
        "transactions":[{"from":"a","to":"b","amount":1,"nonce":0,"pubkey":"00",
        "signature":"00"}],"miner":"m","prompt":"p","proof_hash":"00","target":"0f",
        "block_hash":"00"}
        """

    /// A small file of each form, most of whose cases differ.
    static let files = [
        """
        {"genesis":{"version":4},"salts":[{"prev_block_hash":"00","miner":"m","salt":"s"}],
        "header_hashes":[{"block":\(block),"hash":"h","canonical_json":"{}"}],
        "rewards":[{"height":3000000,"reward":175}],"total_supply_units":2091000000,
        "target_schedules":[{"timestamps":[0,1],"targets":["0f","0x_f"],"work":["1","1"],
        "median_time_past":[0]}],"signatures":[{"private":"00","public":"00","address":"a",
        "tx":{"from":"a","to":"b","amount":1,"nonce":0,"pubkey":"00","signature":"00"},
        "payload":"p","digest_sha1":"00","valid":true,"s_is_high":true,
        "negated_s_signature":"00","negated_s_valid":true}]}
        """,
        """
        {"model":"m","clock":9,"cases":[{"chain":[\(block)],"block_errors":["e"],
        "economics_hold":true,"accepted":false}]}
        """,
        """
        {"model":"m","clock_at_verification":9,"chain":[\(block)],"balances":{"a":1},
        "chain_work":"1","tip":"t"}
        """,
        """
        {"base":"base.json","clock":9,"cases":[
        {"height":1,"block_text":"{\\"index\\":1}","verdict":"reject"}]}
        """,
        """
        {"m":{"seed":"s","layers":1,"width":64,"heads":1,"vocab":256,"context":16,"wide":true,
        "exponents":{"wte":-3,"wpe":-4,"c_attn.weight":-3,"attn.c_proj.weight":-5,
        "c_fc.weight":-4,"mlp.c_proj.weight":-5,"bias":-5,"ln.weight":-3,"ln.bias":-4},
        "int_weights_hash":"00","file_sha256":"00","cases":[{"salt":"s","prompt":"p",
        "token_ids":[1,2],"heads":[[0,0]],"rows":[[1]],"fingerprint":"[]","proof_hash":"00"}],
        "trace_of_case_index_2":[["embed","00"]],"receipt_100_ultimate":"00"}}
        """,
    ]

    private static let base = Array(
        "{\"model\":\"m\",\"chain\":[\(block),\(block)]}".utf8)

    private static let suite = Result {
        let tokenizer = try ModelFolder(
            path: Vectors.house.appending(path: "Models/glyph-nano").path
        ).tokenizer()
        let shape = try TransformerShape(
            layerCount: 1, width: 64, headCount: 1, vocabularyCount: 256, contextTokenCount: 16)
        return ChainVectors.suite(
            ChainVectorSurroundings(
                tokenizer: tokenizer, tokenizerMissing: "none",
                pinnedModel: { $0 == "m" ? SyntheticModel(seed: "s", shape: shape) : nil },
                neighbour: { $0 == "base.json" ? base : nil }, threadCount: 2))
    }

    @Test(
        "Whatever stands where a value should, the file is refused with a place or judged",
        arguments: files.indices)
    func edited(_ index: Int) throws {
        let suite = try Self.suite.get()
        let whole = try suite.report(file: "f", bytes: Array(Self.files[index].utf8))
        #expect(!whole.outcomes.isEmpty && whole.form == suite.judges[[0, 2, 1, 3, 4][index]].name)
        var (judged, refused) = (0, 0)
        for text in try HostileDocuments.texts(like: Self.files[index]) {
            do {
                _ = try suite.report(file: "f", bytes: Array(text.utf8))
                judged += 1
            } catch let error as VectorFormError {
                #expect(!error.place.isEmpty && !error.expected.isEmpty)
                refused += 1
            } catch {
                Issue.record("\(error): \(text.prefix(400))")
            }
        }
        print("\(whole.form): \(refused) files refused, \(judged) judged")
        #expect(judged > 0 && refused > 0)
    }

    @Test("The base of a differential file is read as strictly", arguments: ["[]", "{", "7"])
    func otherBase(_ text: String) throws {
        let suite = ChainVectors.suite(
            ChainVectorSurroundings(
                tokenizer: nil, tokenizerMissing: "none", pinnedModel: { _ in nil },
                neighbour: { _ in Array(text.utf8) }, threadCount: 1))
        #expect {
            try suite.report(file: "f", bytes: Array(Self.files[3].utf8))
        } throws: {
            ($0 as? VectorFormError)?.place.hasPrefix("base.json") ?? false
        }
    }
}
