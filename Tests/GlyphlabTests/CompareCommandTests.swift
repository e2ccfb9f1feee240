import Encodings
import Foundation
import TestSupport
import Testing

/// Traces of the built program, compared by the built program.
@Suite("glyphlab compare and locate", .serialized)
struct CompareCommandTests {
    private static let nano = Program.nano

    /// Runs `trace` on glyph-nano; the file's path.
    private func trace(
        _ name: String, _ folder: TemporaryFolder, _ arguments: [String]
    ) throws -> String {
        let path = folder.path + "/" + name
        let ending = try Program.run(
            ["trace", "--model", Self.nano, "--out", path] + arguments)
        #expect(ending.code == 0, "\(ending.messages)")
        return path
    }

    @Test("Other backends, batches and threads match; early stop is inconclusive, its proofs match")
    func verdicts() throws {
        let folder = try TemporaryFolder()
        let level = ["--prompts", "2", "--level", "operations"]
        let whole = try trace("whole.trace", folder, level)
        let other = try trace(
            "other.trace", folder,
            level + ["--backend", "reference", "--batch", "2", "--threads", "1"])
        let early = try trace("early.trace", folder, level + ["--stop-early"])
        let layers = try trace("layers.trace", folder, ["--prompts", "2", "--level", "layers"])
        let match = try Program.run(["compare", whole, other, "--format", "json"])
        #expect(match.code == 0, "\(match.messages)")
        #expect(try match.json().at("verdict").string() == "match")
        #expect(try match.json().at("provenance").at("arguments").elements().count > 2)
        for (path, reason) in [
            (early, "not computed on the right"), (layers, "more operations in the left file"),
        ] {
            let ending = try Program.run(["locate", whole, path, "--format", "json"])
            #expect(ending.code == 2)
            let json = try ending.json()
            #expect(try json.at("verdict").string() == "inconclusive")
            #expect(try json.at("proofs").string() == "match")
            #expect(try json.at("explanation").string().contains(reason))
        }
        let all = try Program.run(["compare", whole, other, early, "--format", "json"])
        #expect(all.code == 2)
        let verdicts = try all.json().at("comparisons").elements().map {
            try $0.at("verdict").string()
        }
        #expect(verdicts == ["match", "inconclusive"])
        let text = try Program.run(["compare", whole, early])
        #expect(text.code == 2 && text.output.hasPrefix("  ? INCONCLUSIVE\n"))
    }

    @Test("Another salt is another input, named by prompt; two outputs are written as asked")
    func input() throws {
        let folder = try TemporaryFolder()
        let prompt = ["--prompt", "golden frost", "--level", "layers"]
        let left = try trace("a.trace", folder, ["--salt", "s"] + prompt)
        let right = try trace("b.trace", folder, ["--salt", "t"] + prompt)
        let (svg, html) = (folder.path + "/d.svg", folder.path + "/d.html")
        let ending = try Program.run([
            "locate", left, right, "--svg", svg, "--html", html, "--format", "json",
        ])
        #expect(ending.code == 1)
        let json = try ending.json()
        #expect(try json.at("verdict").string() == "input")
        #expect(try json.at("prompt").integerValue == 0)
        let picture = try String(contentsOfFile: svg, encoding: .utf8)
        #expect(picture.hasPrefix("<svg ") && picture.contains("INPUT: prompt 0"))
        let page = try String(contentsOfFile: html, encoding: .utf8)
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains(picture))
    }

    @Test("What is no trace is 65, told with its path; too few files are 64")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let good = try trace(
            "a.trace", folder, ["--salt", "s", "--prompt", "p", "--level", "layers"])
        let bad = folder.path + "/bad.trace"
        var bytes = try Data(contentsOf: URL(filePath: good))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: bad))
        let damaged = try Program.run(["compare", good, bad])
        #expect(damaged.code == 65 && damaged.output.isEmpty)
        #expect(damaged.messages.hasPrefix("glyphlab: \(bad): "))
        let missing = try Program.run(["locate", good, folder.path + "/none"])
        #expect(missing.code == 65 && missing.messages.contains("/none"))
        #expect(try Program.run(["compare", good]).code == 64)
        #expect(try Program.run(["locate", good]).code == 64)
    }

    @Test("A bit of a weight: the printed commands lead to the tensor, the element, both integers")
    func weightBit() throws {
        let folder = try TemporaryFolder()
        let other = folder.path + "/a model's copy"
        try FileManager.default.copyItem(atPath: Self.nano, toPath: other)
        let element = 256 * 7 + 19
        try flipSign(of: "h.2.mlp.c_fc.weight", element: element, in: other)
        let asked = ["--prompts", "2", "--level", "operations"]
        let left = try trace("ours.trace", folder, asked)
        let right = folder.path + "/theirs.trace"
        let traced = try Program.run(["trace", "--model", other, "--out", right] + asked)
        #expect(traced.code == 0, "\(traced.messages)")

        let found = try Program.run(["locate", left, right, "--format", "json"])
        #expect(found.code == 1)
        let json = try found.json()
        #expect(try json.at("verdict").string() == "weights")
        #expect(try json.at("operation").string() == "h.2.mlp.c_fc.w")
        #expect(try json.at("explanation").string().contains("Its stored bytes differ as well."))
        // Where they take effect is told beside it.
        let roots = try json.at("roots").elements()
        #expect(try roots.map { try $0.at("operation").string() } == ["h.2.mlp.fc"])

        for command in try json.at("next").elements().map({ try $0.string() }) {
            let words = command.dropFirst("glyphlab ".count)
            let ending = try Program.run(
                program: "/bin/sh",
                ["-c", "cd '\(folder.path)' && '\(Program.url.path)' \(words)"])
            #expect(ending.code == 0, "\(command): \(ending.messages)")
        }
        let files = ["left", "right"].map { "\(folder.path)/\($0)-h.2.mlp.c_fc.w.trace" }
        let named = try Program.run(["locate"] + files + ["--format", "json"])
        #expect(named.code == 1)
        let last = try named.json()
        #expect(try last.at("element").integerValue == element)
        let values = try last.at("values").elements().map { $0.integerValue ?? 0 }
        #expect(values.count == 2 && values[0] == -values[1] && values[0] != 0)
        #expect(try last.at("differing_count").integerValue == 1)
        #expect(try last.at("next").compactText == "null")
    }

    /// Flips the sign of a half-precision number in a model's file.
    private func flipSign(of tensor: String, element: Int, in folder: String) throws {
        let file = URL(filePath: folder + "/model.safetensors")
        var bytes = try Data(contentsOf: file)
        let headerLength = bytes.prefix(8).enumerated().reduce(0) {
            $0 | Int($1.element) << (8 * $1.offset)
        }
        let header = try JSONParser.parse(
            Array(bytes[8..<8 + headerLength]), byteCountMax: 1 << 20)
        let entry = try header.at(tensor)
        #expect(try entry.at("dtype").string() == "F16")
        let start = try #require(try entry.at("data_offsets").elements().first?.integerValue)
        bytes[8 + headerLength + start + 2 * element + 1] ^= 0x80
        try bytes.write(to: file)
    }
}
