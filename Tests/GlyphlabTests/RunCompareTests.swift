import Encodings
import Foundation
import TestSupport
import Testing

@Suite("Kept runs and models' folders compared")
struct RunCompareTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A kept run of so many prompts.
    private func run(_ name: String, _ arguments: String...) throws -> String {
        let path = "\(folder.path)/\(name).json"
        let ending = try Program.run(["reproduce", "--out", path] + arguments)
        #expect([0, 2].contains(ending.code), "\(ending.messages)")
        return path
    }

    private func compare(_ left: String, _ right: String) throws -> (code: Int32, json: JSONValue) {
        let ending = try Program.run(["compare", left, right, "--format", "json"])
        return (ending.code, try ending.json())
    }

    private func write(_ text: String, _ name: String) throws -> String {
        let path = "\(folder.path)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("Runs match whatever the settings, and fewer prompts are inconclusive")
    func settings() throws {
        let first = try run("first", "--prompts", "2")
        let second = try run(
            "second", "--prompts", "2", "--threads", "1", "--batch", "1", "--backend", "reference")
        let equal = try compare(first, second)
        #expect(equal.code == 0)
        #expect(try equal.json.at("verdict").string() == "match")
        #expect(try equal.json.at("notes").compactText.contains("threads"))
        #expect(try equal.json.at("left").at("level").string() == "proofs")
        let more = try run("more", "--prompts", "3")
        let fewer = try compare(first, more)
        #expect(fewer.code == 2)
        #expect(try fewer.json.at("verdict").string() == "inconclusive")
    }

    @Test("Other weights name the tensor; a damaged run, another kind and no file are bad input")
    func refusals() throws {
        let own = try OwnModel()
        try own.draw("another", to: own.folder.path + "/another")
        let mine = try run("mine", "--prompts", "1", "--model", own.path)
        let other = try run("other", "--prompts", "1", "--model", own.folder.path + "/another")
        let compared = try compare(mine, other)
        #expect(compared.code == 1)
        #expect(try compared.json.at("verdict").string() == "weights")
        #expect(try compared.json.at("operation").string() == "wte")
        #expect(try compared.json.at("next").elements().count == 2)

        let text = try String(contentsOfFile: mine, encoding: .utf8)
        let damaged = try write(
            text.replacing("\"batch\": 8", with: "\"batch\": 9"), "damaged.json")
        for (left, right, message) in [
            (mine, damaged, "\(damaged): sha256: expected"),
            (mine, own.path, "\(own.path): expected a kept run, as \(mine) is, got a model's"),
            (own.path, mine, "\(mine): expected a model's folder, as \(own.path) is, got a kept"),
            (mine, "/nowhere", "/nowhere: expected a file, got none"),
        ] {
            let ending = try Program.run(["compare", left, right])
            #expect(ending.code == 65 && ending.output == "", "\(ending.output)")
            #expect(ending.messages.contains(message), "\(ending.messages)")
        }
    }

    @Test("A folder and its conversion are one model; one flipped bit is found by name")
    func folders() throws {
        let own = try OwnModel()
        let converted = folder.path + "/converted"
        let conversion = try Program.run([
            "models", "convert", own.path, "--to", "hdf5", "--out", converted,
        ])
        try #require(conversion.code == 0, "\(conversion.messages)")
        let equal = try compare(own.path, converted)
        #expect(equal.code == 0)
        #expect(try equal.json.at("explanation").string().contains("one model"))

        let url = URL(filePath: own.path + "/model.safetensors")
        var bytes = try Data(contentsOf: url)
        // The last element of wte, the last tensor of the file: the top bit of its magnitude.
        bytes[bytes.count - 1] ^= 0x40
        try bytes.write(to: url)
        let (code, json) = try compare(own.path, converted)
        #expect(code == 1)
        #expect(try json.at("verdict").string() == "weights")
        #expect(try json.at("operation").string() == "wte")
        #expect(try json.at("element").integer() == 3072 * 64 - 1)
        #expect(try json.at("index").integers() == [3071, 63])
        #expect(try json.at("differing_count").integer() == 1)
        let values = try json.at("values").integers()
        #expect(values.count == 2 && values[0] != values[1])
        #expect(json.member("next")?.kind == "null")
        let text = try Program.run(["compare", own.path, converted])
        #expect(text.code == 1 && text.output.contains("is stored as F32"))
    }
}
