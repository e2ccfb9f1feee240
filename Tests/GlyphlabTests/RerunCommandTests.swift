import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab rerun`, as the two sides of a dispute see it.
@Suite("One element, computed again by the program") struct RerunCommandTests {
    /// roundShift(16, 4) · 512 + roundShift(32, 4) · 1024 = 2560; roundShift(2560, 8) + 3 = 13.
    private static let linear = """
        {"format": "glyphlab element 1", "operation": "h.0.attn.qkv", "index": [0, 1],
        "kind": "linear", "inputs": {"row": [16, 32], "weights": [512, 1024], "bias": 3},
        "expected": EXPECTED, "got": GOT, "origin": null}
        """

    private func file(
        in folder: TemporaryFolder, expected: Int, got: Int
    ) throws -> String {
        let path = folder.path + "/element.json"
        let text = Self.linear.replacingOccurrences(of: "EXPECTED", with: "\(expected)")
            .replacingOccurrences(of: "GOT", with: "\(got)")
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("What was expected ends with 0, what was got or neither with 1, and each is named.")
    func verdicts() throws {
        let folder = try TemporaryFolder()
        let cases: [(Int, Int, Int32, String, String)] = [
            (13, 14, 0, "expected", "this machine computes what was expected"),
            (14, 13, 1, "got", "this machine computes what was got, not what was expected"),
            (12, 14, 1, "neither", "this machine computes a third value"),
            (13, 13, 0, "both", "no dispute"),
        ]
        for (expected, got, code, equals, sentence) in cases {
            let path = try file(in: folder, expected: expected, got: got)
            let text = try Program.run(["rerun", path])
            #expect(text.code == code, "\(text.messages)")
            #expect(text.output.contains(sentence), "\(text.output)")
            let ending = try Program.run(["rerun", path, "--format", "json"])
            #expect(ending.code == code)
            let json = try ending.json()
            #expect(
                json.objectValue?.map(\.key) == [
                    "operation", "kind", "index", "expected", "got", "agrees", "computed",
                    "kernels_lack",
                ])
            let computed = try json.at("computed").elements()
            #expect(try computed[0].at("by").string() == "definition")
            #expect(try computed.map { try $0.at("by").string() }.contains("reference"))
            for opinion in computed {
                #expect(try opinion.at("value").integer() == 13)
                #expect(try opinion.at("equals").string() == equals)
            }
        }
    }

    @Test("Where no kernel computes the element alone, text and JSON say so.")
    func lackOfKernels() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/element.json"
        for (kind, inputs, word) in [
            ("softmax", #"{"row": [1024, 0], "column": 0}"#, "softmax within attention"),
            ("proof_row", #"{"probability": 7}"#, "a row of the proof"),
        ] {
            let text = Self.element(kind, inputs)
            try Data(text.utf8).write(to: URL(filePath: path))
            let ending = try Program.run(["rerun", path])
            #expect(
                ending.output.contains("  kernels     ") && ending.output.contains(word),
                "\(ending.output)\(ending.messages)")
            let json = try Program.run(["rerun", path, "--format", "json"]).json()
            #expect(try json.at("computed").elements().count == 1)
            #expect(try json.at("kernels_lack").string().contains(word))
        }
        let linear = try file(in: folder, expected: 13, got: 14)
        let ending = try Program.run(["rerun", linear, "--format", "json"])
        #expect(try ending.json().at("kernels_lack").compactText == "null")
    }

    private static func element(_ kind: String, _ inputs: String) -> String {
        let operation = kind == "softmax" ? "h.0.attn.probs" : "proof.rows"
        let index = kind == "softmax" ? "[0, 1, 0]" : "[0, 0]"
        return """
            {"format": "glyphlab element 1", "operation": "\(operation)", "index": \(index),
            "kind": "\(kind)", "inputs": \(inputs), "expected": 7, "got": 8, "origin": null}
            """
    }

    @Test("A file that is none of this form ends with 65, and says where.")
    func badFiles() throws {
        let folder = try TemporaryFolder()
        #expect(try Program.run(["rerun", folder.path + "/nowhere"]).code == 65)
        let path = folder.path + "/element.json"
        for (text, message) in [
            ("{}", "format: expected \"glyphlab element 1\", got nothing"),
            ("[", "expected a value, got the end of the text"),
        ] {
            try Data(text.utf8).write(to: URL(filePath: path))
            let ending = try Program.run(["rerun", path])
            #expect(ending.code == 65)
            #expect(ending.messages.contains("\(path): ") && ending.messages.contains(message))
        }
    }
}
