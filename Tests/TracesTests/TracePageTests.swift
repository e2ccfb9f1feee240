import Cryptography
import Encodings
import Foundation
import TestSupport
import Testing
import Traces

@Suite("The page of the format") struct TracePageTests {
    private static func page() throws -> String {
        try String(
            contentsOf: Vectors.house.appending(path: "Sources/Traces/README.md"), encoding: .utf8)
    }

    /// The lines of the block that the page marks so.
    private static func block(_ name: String) throws -> [String] {
        let lines = try page().split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "```\(name)")) + 1
        return lines[start...].prefix { $0 != "```" }.map(String.init)
    }

    /// The bytes of a row of the last table.
    private static func row(_ name: String) throws -> [UInt8] {
        let line = try #require(
            page().split(separator: "\n").last { $0.hasPrefix("| \(name) | `") })
        let hex = try #require(line.split(separator: "`").dropLast().last)
        return try #require(Hexadecimal.bytes(of: String(hex)))
    }

    private static func bytes(_ lines: [String]) throws -> [UInt8] {
        try #require(Hexadecimal.bytes(of: lines.joined()))
    }

    /// The trace of which the page shows the bytes.
    private static let example: Trace = {
        var hasher = TensorDigest(dimensions: [2, 2], elementType: .int32)
        hasher.update([1, -2, 3, 4] as ArraySlice<Int32>)
        let digest = hasher.finalized()
        let weights = TensorDigest.parameter(dimensions: [2, 2], elements: [1, 3, -2, 4])
        let model = TracedModel(
            name: "tiny",
            architecture: TracedArchitecture(
                norm: "layer_norm", positions: "learned", activation: "gelu_tanh", layerCount: 1,
                width: 2, headCount: 1, headWidth: 2, hiddenWidth: 8, vocabularyCount: 10,
                contextTokenCount: 4),
            integerWeightsHash: String(repeating: "00", count: 31) + "ff", files: [],
            tensors: [
                TracedTensor(
                    name: "wte", dimensions: [2, 2], storedType: "", storedDigest: nil,
                    integersDigest: weights)
            ], tokenizerDigest: nil)
        let schedule = [("embed", []), ("h.0.ln_1", [0])].map { name, inputs in
            ScheduledOperation(
                name: name, inputs: inputs, dimensions: [.tokens, .fixed(2)], elementType: .int32)
        }
        return Trace(
            level: .operations, model: model, schedule: schedule,
            prompts: [
                TracedPrompt(
                    salt: "s", prompt: "café", tokenIDs: [7, 0],
                    records: [.computed(digest), .notComputed(.stopsEarly)])
            ], maker: [TraceFact("program", "by hand")])
    }()

    @Test("The bytes that the page shows are the file of its example.")
    func file() throws {
        let header = try #require(try Self.block("header").first)
        let names = [
            "tensor `wte`: integers", "tensor `wte`: stored, not known", "record of `embed`",
            "record of `h.0.ln_1`", "root", "file digest",
        ]
        let bytes =
            try Self.row("magic") + Self.row("header length") + Array(header.utf8)
            + names.flatMap { try Self.row($0) }
        #expect(try Self.example.encoded() == bytes)
        #expect(try Trace(decoding: bytes) == Self.example)
    }

    @Test("The tensor and the leaves that the page shows lead to its digests.")
    func digests() throws {
        let tile = HashTree.leaf(try Self.bytes(Self.block("embed tile")))
        let digest = Digests.sha256(try Self.bytes(Self.block("embed")) + tile.bytes)
        #expect(Self.example.prompts[0].records[0] == .computed(digest))
        let leaves = try Self.block("leaves").split(separator: "").map { try Self.bytes(Array($0)) }
        #expect(leaves.count == 2)
        let run = try #require(try Self.block("header").first).dropFirst(#"{"run":"#.count)
        let end = try #require(run.range(of: #","prompts":["#))
        let prompt = try #require(run.range(of: #"],"made_by":"#)).lowerBound
        var content = Array("glyphlab trace root 2\n".utf8)
        content += Digests.sha256(run[..<end.lowerBound].utf8).bytes
        content += Digests.sha256(digest.bytes).bytes
        let input = Digests.sha256(run[end.upperBound..<prompt].utf8).bytes
        let promptLeaf = [0, 0, 0, 0] + input + HashTree(leaves: leaves).root.bytes
        content += HashTree(leaves: [promptLeaf]).root.bytes
        #expect(try Digests.sha256(content).bytes == Self.row("root"))
    }

    @Test("The limits are the ones that the page names.")
    func limits() throws {
        let page = try Self.page()
        for limit in [
            TraceLimits.headerByteCountMax, TraceLimits.elementCountMax, TraceLimits.sizeMax,
            TraceLimits.promptCountMax, TraceLimits.operationCountMax, TraceLimits.tensorCountMax,
            TraceLimits.fileCountMax, TraceLimits.factCountMax, TraceLimits.dimensionCountMax,
            TraceLimits.nameByteCountMax, TraceLimits.textByteCountMax,
        ] {
            var digits = Array("\(limit)")
            for place in stride(from: digits.count - 3, to: 0, by: -3) {
                digits.insert(",", at: place)
            }
            #expect(page.contains(" \(String(digits))"), "\(limit)")
        }
    }
}
