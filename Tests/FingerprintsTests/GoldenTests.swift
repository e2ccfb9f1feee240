import Encodings
import Fingerprints
import TestSupport
import Testing

@Suite("Golden files")
struct GoldenTests {
    private let golden = Golden(
        name: "g", model: "m", integerWeightsHash: String(repeating: "0", count: 64),
        ultimateHash: GoldenPrompts.ultimateHash([String(repeating: "1", count: 64)]),
        proofHashes: [String(repeating: "1", count: 64)])

    @Test("A golden written is the golden read")
    func roundTrip() throws {
        let bytes = Array(golden.json.prettyText.utf8)
        #expect(try Golden(json: bytes, file: "g.json") == golden)
        #expect(Golden.isMeant(json: bytes))
        let own = Golden(
            name: "g", model: "m", integerWeightsHash: golden.integerWeightsHash,
            ultimateHash: golden.ultimateHash, proofHashes: golden.proofHashes,
            tokensDigest: String(repeating: "2", count: 64), modelFolder: "../m")
        #expect(try Golden(json: Array(own.json.prettyText.utf8), file: "g.json") == own)
    }

    @Test("A file without an ultimate hash is not meant as a receipt, whatever else it is")
    func meant() throws {
        for text in ["", "{", "{}", "[1]", "null", "{\"model\": \"m\", \"blocks\": []}"] {
            #expect(!Golden.isMeant(json: Array(text.utf8)), "\(text)")
        }
        let text = golden.json.prettyText
        #expect(Golden.isMeant(json: Array(text.utf8.dropLast(200))))
    }

    @Test("The digest of tokens tells prompts and their order apart")
    func tokens() {
        let digests = [
            [[1, 2], [3]], [[1], [2, 3]], [[3], [1, 2]], [[1, 2, 3]], [[1, 2], [3], []],
        ]
        .map { GoldenPrompts.tokensDigest($0) }
        #expect(Set(digests).count == digests.count)
    }

    @Test("A golden whose parts disagree is refused by the part's name")
    func refusals() throws {
        let text = golden.json.prettyText
        let edits = [
            ("\"prompt_count\": 1", "\"prompt_count\": 2", "proofs"),
            ("\"ultimate_hash\": \"", "\"ultimate_hash\": \"x", "ultimate_hash"),
            ("\"model\"", "\"modle\"", "model"),
            ("prompt 000", "prompt 001", "proofs[0]"),
            ("11111111", "11111112", "ultimate_hash"),
            ("\"prompt_count\"", "\"tokens_sha256\": \"0\", \"prompt_count\"", "tokens_sha256"),
            ("\"prompt_count\"", "\"tokens_sha256\": null, \"prompt_count\"", "tokens_sha256"),
            ("\"prompt_count\"", "\"model_folder\": 1, \"prompt_count\"", "model_folder"),
        ]
        for (old, new, key) in edits {
            #expect(text.contains(old))
            let bytes = Array(text.split(separator: old, maxSplits: 1).joined(separator: new).utf8)
            #expect { try Golden(json: bytes, file: "g.json") } throws: { error in
                guard case GoldenError.malformed("g.json", key, _) = error else { return false }
                return true
            }
        }
        #expect(throws: GoldenError.self) { try Golden(json: [0x7B], file: "g.json") }
    }

    @Test("A proof that differs is named by its place")
    func firstDifference() {
        #expect(golden.firstDifference(from: golden.proofHashes) == nil)
        #expect(golden.firstDifference(from: [String(repeating: "2", count: 64)]) == 0)
    }
}
