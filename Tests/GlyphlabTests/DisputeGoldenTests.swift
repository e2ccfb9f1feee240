import Cryptography
import Encodings
import Foundation
import TestSupport
import Testing
import Traces

/// The dispute that the README shows, from the planted bit to the element.
@Suite("The README's dispute") struct DisputeGoldenTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let planted = try Program.run(
            [
                "plant", "--model", Program.nano, "--kind", "weight-in-memory", "--seed", "3",
                "--backend", "portable", "--faults", "1", "--pairs", "0", "--keep", "dispute",
            ], folder: folder.path)
        #expect(planted.code == 0, "\(planted.messages)")
    }

    private func locate(_ arguments: [String]) throws -> Program.Ending {
        try Program.run(["locate"] + arguments, folder: folder.path)
    }

    private func pair(_ name: String) -> [String] {
        ["ours", "theirs"].map { "dispute/\(name)-\($0).trace" }
    }

    @Test("Its picture is the golden, byte for byte.")
    func picture() throws {
        #expect(try locate(pair("2-operations") + ["--svg", "dispute.svg"]).code == 1)
        let picture = try Data(contentsOf: URL(filePath: folder.path + "/dispute.svg"))
        let golden = Vectors.house.appending(path: "Goldens/dispute.svg")
        #expect(try picture == Data(contentsOf: golden))
    }

    @Test("Each pair of traces names as much as it holds, and what comes next.")
    func search() throws {
        for (name, operation, element) in [
            ("1-layers", "h.1.residual_mlp", nil), ("2-operations", "h.1.attn.out", nil),
            ("3-values", "h.1.attn.out", 174),
        ] {
            let ending = try locate(pair(name) + ["--format", "json"])
            #expect(ending.code == 1)
            let json = try ending.json()
            #expect(try json.at("verdict").string() == "root")
            #expect(try json.at("prompt").integer() == 0)
            #expect(try json.at("layer").integer() == 1)
            #expect(try json.at("operation").string() == operation)
            #expect(try json.at("element").integerValue == element)
            #expect(try json.at("next").arrayValue?.count == (element == nil ? 2 : nil))
        }
    }

    @Test("A file from the finest pair lets any machine say which side is right.")
    func element() throws {
        let theirs = pair("3-values")[1]
        let located = try locate(
            [theirs, "--against", Program.nano, "--reproducer", "element.json"])
        #expect(located.code == 1)
        let ending = try Program.run(
            ["rerun", "element.json", "--format", "json"], folder: folder.path)
        #expect(ending.code == 0)
        let json = try ending.json()
        #expect(try json.at("expected").integer() == -22616)
        #expect(try json.at("got").integer() == -26712)
    }

    @Test("A dispute from these files ends at the operation, and with the integers at the element.")
    func dispute() throws {
        func dispute(_ values: [String]) throws -> Program.Ending {
            try Program.run(
                ["dispute"] + pair("2-operations") + ["--model", Program.nano, "--format", "json"]
                    + values.flatMap { ["--values", $0] }, folder: folder.path)
        }
        let digests = try dispute([]).json()
        #expect(try digests.at("right").at("fault").string() == "unopenable")
        #expect(try digests.at("unopened").at("operation").string() == "h.1.attn.out")
        #expect(try digests.at("element").compactText == "null")
        let ending = try dispute(pair("3-values"))
        #expect(ending.code == 1, "\(ending.messages)")
        let json = try ending.json()
        #expect(try json.at("left").at("fault").compactText == "null")
        #expect(try json.at("unopened").compactText == "null")
        #expect(try json.at("right").at("fault").string() == "wrong_value")
        #expect(try json.at("element").integer() == 174)
        #expect(try json.at("right").at("value").integer() == -26712)
        #expect(try json.at("right_value").integer() == -22616)
        let refused = try dispute(pair("1-layers"))
        #expect(refused.code == 65 && refused.messages.contains("make a digest of"))
    }

    @Test("Where neither file is this machine's, the integers of one of them convict nobody.")
    func valuesOfALiar() throws {
        let theirs = pair("2-operations")[1]
        func url(_ name: String) -> URL { URL(filePath: folder.path + "/" + name) }
        var trace = try Trace(decoding: Array(Data(contentsOf: url(theirs))))
        let place = try #require(trace.schedule.firstIndex { $0.name == "h.1.attn.out" })
        trace.prompts[0].records[place] = .computed(Digests.sha256("a third machine".utf8))
        try Data(trace.encoded()).write(to: url("third.trace"))
        for files in [[theirs, "third.trace"], ["third.trace", theirs]] {
            let command =
                ["dispute"] + files + ["--model", Program.nano, "--values", pair("3-values")[1]]
            let ending = try Program.run(command + ["--format", "json"], folder: folder.path)
            #expect(ending.code == 2, "\(ending.messages)")
            let unopened = try ending.json().at("unopened")
            #expect(try unopened.at("files").elements().map { try $0.string() } == files)
            let next = try unopened.at("next").elements().map { try $0.string() }
            #expect(
                next.last == "glyphlab dispute party --trace third.trace --model \(Program.nano)")
            let text = try Program.run(command, folder: folder.path).output
            #expect(text.contains("integers a trace of values holds"), "\(text)")
            #expect(text.contains("nothing here tells which one is right"), "\(text)")
            #expect(text.contains("needs the machine that wrote third.trace:"), "\(text)")
        }
    }

    @Test("No output takes the place of a trace that is read, and no search that of another.")
    func nothingLost() throws {
        let ours = pair("1-layers")[0]
        for option in ["--svg", "--html"] {
            #expect(try locate(pair("1-layers") + [option, ours]).code == 64)
        }
        let here = try locate([ours, "--against", Program.nano, "--out", ours])
        #expect(here.code == 64)
        let again = try Program.run(
            [
                "plant", "--model", Program.nano, "--kind", "token", "--faults", "1", "--pairs",
                "0", "--keep", "dispute",
            ], folder: folder.path)
        #expect(again.code == 65)
        #expect(
            try locate(pair("1-layers") + ["--format", "json"]).json().at("layer").integer() == 1)
    }

    @Test("No traces are kept where no fault is planted.")
    func noFault() throws {
        let ending = try Program.run(
            ["plant", "--model", Program.nano, "--faults", "0", "--keep", "other"],
            folder: folder.path)
        #expect(ending.code == 64)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/other"))
    }
}
