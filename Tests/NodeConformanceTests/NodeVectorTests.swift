import Conformance
import NodeConformance
import TestSupport
import Testing

/// The node's vectors, judged as `glyphlab system vectors chain` judges them.
@Suite(
    "The vectors of the chain's node",
    .enabled(if: NodeVectorFiles.isHere, "\(NodeVectorFiles.missing)")
)
struct NodeVectorTests {
    private static let counts = [
        ("chains", 7),
        ("client", 194),
    ]

    private func report(_ name: String, _ bytes: [UInt8]) throws -> VectorReport {
        try NodeVectorFiles.suite().report(file: name, bytes: bytes)
    }

    @Test("Every case of a file is equal", arguments: counts)
    func equal(_ name: String, _ count: Int) throws {
        let report = try report(name, NodeVectorFiles.bytes("\(name).json"))
        #expect(report.outcomes.count == count)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(name) \(outcome.index): \(outcome.kind)")
        }
    }

    @Test(
        "A changed request, result, printed line or file is a difference at its case alone",
        arguments: [
            ("GET /status HTTP/1.1", "GET /stat HTTP/1.1", "sync-01"),
            (#"{"returns":"in-sync"}"#, #"{"returns":"in-sink"}"#, "sync-02"),
            ("[sync] local chain now height 9", "[sync] local chain now height 8", "sync-01"),
            (#""chain_after":"unchanged""#, #""chain_after":null"#, "sync-02"),
            (#""peers_after":["#, #""peers_after":[1,"#, "sync-01"),
            (#"{"raises":"KeyError""#, #"{"raises":"TypeError""#, "sync-19"),
            (#"["User-Agent","glyph-node/0.3"]"#, #"["User-Agent","x"]"#, "push-01"),
        ])
    func planted(_ old: String, _ new: String, _ index: String) throws {
        let text = String(decoding: try NodeVectorFiles.bytes("client.json"), as: UTF8.self)
        let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(old)")
        let report = try report("client", Array(parts.joined(separator: new).utf8))
        #expect(report.outcomes.filter { $0.kind != .equal }.map(\.index) == [index])
    }

    @Test("Without the tokenizer, or without the chains, cases are skipped with the reason")
    func skipped() throws {
        let bytes = try NodeVectorFiles.bytes("client.json")
        for (suite, reason) in [
            (try NodeVectorFiles.suite(tokenizer: nil), "no tokenizer"),
            (
                try NodeVectorFiles.suite(hasNeighbours: false),
                "needs chains.json in the same folder"
            ),
        ] {
            let report = try suite.report(file: "client", bytes: bytes)
            #expect(report.outcomes.count == 194)
            #expect(report.outcomes.allSatisfy { $0.kind == .skipped(reason: reason) })
        }
    }
}
