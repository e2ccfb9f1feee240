import Encodings
import Foundation
import TestSupport
import Testing

@Suite("The commands sweep and reproduce --shard") struct SweepCommandTests {
    private let own: OwnModel
    private let path: String

    init() throws {
        own = try OwnModel()
        path = own.folder.path
        for name in ["lab.key", "other.key"] {
            let ending = try run("receipt", "key", "--out", name)
            try #require(ending.code == 0, "\(ending.messages)")
        }
    }

    private func run(_ arguments: String...) throws -> Program.Ending {
        try Program.run(arguments, folder: path)
    }

    private func status() throws -> (code: Int32, reasons: [String], json: JSONValue) {
        let ending = try run("sweep", "status", "s", "--format", "json")
        let json = try ending.json()
        let reasons = try json.at("missing").elements().map { open in
            open.member("reason")?.stringValue ?? "none"
        }
        return (ending.code, reasons, json)
    }

    @Test("Results by another key than the sweep's and folders in their place are named, not taken")
    func strangers() throws {
        let planned = try run(
            "sweep", "--model", "own", "--prompts", "2", "--shards", "2", "--out", "s",
            "--format", "json")
        #expect(planned.code == 0, "\(planned.messages)")
        let key = try planned.json().at("key").string()
        #expect(try planned.json().at("provenance").at("version").string().isEmpty == false)
        let first = try run("sweep", "task", "s", "--index", "0", "--format", "json")
        #expect(first.code == 0, "\(first.messages)")
        #expect(try first.json().at("provenance").at("threads").integer() >= 1)
        let stranger = try run("sweep", "task", "s", "--index", "1", "--key", "other.key")
        #expect(
            stranger.code == 65 && stranger.messages.contains("expected the plan's key, \(key)"))

        let results = path + "/s/results/own-2/"
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: results).first)
        let second = results + name.replacing("1-of-2", with: "2-of-2")
        let shard = try run(
            "reproduce", "--model", "own", "--prompts", "2", "--shard", "2/2", "--key",
            "other.key", "--out", second)
        #expect(shard.code == 0, "\(shard.messages)")
        var found = try status()
        #expect(found.code == 2)
        #expect(found.reasons.count == 1)
        #expect(found.reasons[0].hasPrefix("expected a result by the sweep's key, \(key), got"))

        try FileManager.default.removeItem(atPath: second)
        try FileManager.default.createDirectory(
            atPath: second, withIntermediateDirectories: false)
        found = try status()
        #expect(found.code == 2)
        #expect(found.reasons.count == 1 && found.reasons[0].hasPrefix("damaged: "))

        try FileManager.default.removeItem(atPath: second)
        #expect(try run("sweep", "task", "s", "--index", "1").code == 0)
        found = try status()
        #expect(found.code == 0 && found.reasons.isEmpty)
        #expect(
            try found.json.at("next").elements()[0].string()
                == "glyphlab receipt merge s/results/own-2 --trusted-key \(key) --key s/sweep.key "
                + "--out s/own-2.receipt")
        #expect(try found.json.at("provenance").at("build").string().isEmpty == false)
    }

    @Test("A shard of a named golden has its weights, and says which golden the merge takes")
    func shard() throws {
        let refused = try run(
            "reproduce", "glyph-nano", "--model", "own", "--prompts", "2", "--shard", "1/2",
            "--key", "lab.key", "--out", "refused.receipt")
        #expect(refused.code == 65)
        #expect(refused.messages.contains("own: expected the weights of golden glyph-nano, "))
        #expect(!FileManager.default.fileExists(atPath: path + "/refused.receipt"))

        #expect(
            try run("reproduce", "--model", "own", "--prompts", "2", "--record", "own.json").code
                == 0)
        let taken = try run(
            "reproduce", "own.json", "--model", "own", "--shard", "1/2", "--key", "lab.key",
            "--out", "taken.receipt", "--format", "json")
        #expect(taken.code == 0, "\(taken.messages)")
        #expect(try taken.json().at("golden").string() == "own.json")
        let none = try run(
            "reproduce", "--model", "own", "--prompts", "2", "--shard", "1/2", "--key", "lab.key",
            "--out", "none.receipt")
        #expect(none.code == 0 && none.output.contains("golden      none has these weights\n"))
    }
}
