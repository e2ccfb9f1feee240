import Checkpoints
import Encodings
import Foundation
import Proving
import TestSupport
import Testing
import Tokenization

@Suite(
    "Tokenizers as the field writes them",
    .enabled(
        if: Python.has("transformers", "tokenizers"),
        "\(Python.skipNote("transformers and tokenizers"))"))
struct TokenizerFolderTests {
    @Test("Folders that transformers and tokenizers save give the ids that transformers gives")
    func savedFolders() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let output = try Python.script("write_tokenizer_folders.py", [folder.path, "500"])
        let expected = try JSONParser.parse(output, byteCountMax: 1 << 26)
        let texts = try expected.at("texts").elements().map { Array(try $0.string().utf8) }
        let saved = try expected.at("saved").elements().count
        let folders = try expected.at("ids").members()
        #expect(texts.count == 500 && saved >= 20 && folders.count > saved)
        for member in folders {
            let tokenizer = try ModelFolder(path: folder.path + "/" + member.key).tokenizer()
            let ids = try member.value.elements()
            try #require(ids.count == texts.count)
            for (text, ids) in zip(texts, ids) {
                let wanted = try ids.integers().map { Int32($0) }
                #expect(
                    try tokenizer.encode(text) == wanted,
                    "\(member.key): \(String(decoding: text, as: UTF8.self).debugDescription)")
            }
        }
        print(
            "\(folders.count) folders, of them \(saved) saved by a library, 500 texts each: equal")
    }

    private struct Tally {
        var equal = 0
        var refused = 0
        var refusedByBoth = 0
        var dropped = 0
        var refusedTexts = 0
    }

    @Test("Spoiled folders give the ids of the library or are refused, never other ids")
    func spoiledFolders() throws {
        var tally = Tally()
        let count = Thoroughness.count(5_000, else: 500)
        for first in stride(from: 0, to: count, by: 500) {
            let folder = try TemporaryFolder(inMemory: true)
            let output = try Python.script(
                "mutate_tokenizers.py", [folder.path, "\(first)", "500"])
            let outcomes = try JSONParser.parse(output, byteCountMax: 1 << 26).elements()
            #expect(outcomes.count == 500)
            for outcome in outcomes { try judge(outcome, in: folder.path, &tally) }
        }
        print(
            """
            \(count) spoiled folders: \(tally.equal) with the library's ids \
            (\(tally.refusedTexts) texts refused), \(tally.refused) refused here alone, \
            \(tally.refusedByBoth) by both, \(tally.dropped) dropped
            """)
        #expect(
            tally.equal + tally.refused + tally.refusedByBoth + tally.dropped == count
                && tally.equal > count / 10)
    }

    private func judge(_ outcome: JSONValue, in folder: String, _ tally: inout Tally) throws {
        let seed = try outcome.at("seed").integer()
        let base = try outcome.at("base").string()
        let tokenizer: ByteLevelTokenizer
        do {
            tokenizer = try ModelFolder(path: "\(folder)/\(seed)").tokenizer()
        } catch is TokenizerError {
            return count(outcome, &tally)
        } catch is ModelFolderError {
            return count(outcome, &tally)
        }
        guard let rows = outcome.member("ids") else {
            let reason = outcome.member("refused")?.stringValue ?? "dropped"
            Issue.record("seed \(seed), \(base): accepted, the library: \(reason)")
            return
        }
        for (text, row) in zip(try outcome.at("texts").elements(), try rows.elements()) {
            let text = try text.string()
            do {
                let ids = try tokenizer.encode(Array(text.utf8))
                let wanted = try row.integers().map { Int32(clamping: $0) }
                if ids != wanted {
                    Issue.record(
                        """
                        seed \(seed), \(base), \(text.debugDescription): \
                        expected \(wanted), got \(ids)
                        """)
                    return
                }
            } catch is TokenizerError {
                tally.refusedTexts += 1
            }
        }
        tally.equal += 1
    }

    private func count(_ outcome: JSONValue, _ tally: inout Tally) {
        if outcome.member("ids") != nil {
            tally.refused += 1
        } else if outcome.member("refused") != nil {
            tally.refusedByBoth += 1
        } else {
            tally.dropped += 1
        }
    }
}
