import Conformance
import NodeConformance
import TestSupport
import Testing

/// The requests to a serving node, which need neither a model nor a tokenizer.
@Suite(
    "The vectors of a serving node",
    .enabled(
        if: NodeVectorFiles.folder != nil, "needs the folder that GLYPHLAB_VECTORS names")
)
struct ServerVectorTests {
    private func report(
        _ bytes: [UInt8], hasNeighbours: Bool = true
    ) throws -> VectorReport {
        try NodeVectorFiles.suite(tokenizer: nil, hasNeighbours: hasNeighbours)
            .report(file: "server", bytes: bytes)
    }

    @Test("Every exchange is equal")
    func equal() throws {
        let report = try report(NodeVectorFiles.bytes("server.json"))
        #expect(report.form == "node_server")
        #expect(report.outcomes.count == 297)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(outcome.index): \(outcome.kind)")
        }
    }

    @Test(
        "A changed request, answer, header, body or file is a difference at its exchange alone",
        arguments: [
            ("GET /chain HTTP/1.1", "GET /chai HTTP/1.1", "get-01"),
            ("HTTP/1.0 404 Not Found", "HTTP/1.0 404 Found", "get-04"),
            ("\"Content-Length\",\"79\"", "\"Content-Length\",\"78\"", "get-03"),
            ("\"error_page\":501", "\"error_page\":500", "raw-02"),
            ("\"answer\":\"headless\"", "\"answer\":null", "raw-10"),
            ("Bad request syntax ('GET /status extra", "Bad syntax ('GET /status extra", "raw-20"),
            ("malformed: Expecting", "deformed: Expecting", "post-25"),
            ("two posts have sent head and 10 or 0 body bytes", "the same", nil),
            ("{\\\"result\\\": \\\"rejected: not more", "{\\\"result\\\": \\\"not more", "post-02"),
        ])
    func planted(_ old: String, _ new: String, _ index: String?) throws {
        let text = String(decoding: try NodeVectorFiles.bytes("server.json"), as: UTF8.self)
        let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "\(old)")
        let report = try report(Array(parts.joined(separator: new).utf8))
        #expect(
            report.outcomes.filter { $0.kind != .equal }.map(\.index) == (index.map { [$0] } ?? []))
    }

    @Test("A file that is not of the form is refused with the place")
    func forms() throws {
        let text = String(decoding: try NodeVectorFiles.bytes("server.json"), as: UTF8.self)
        for (old, new) in [
            ("65520 letters a", "65520 letters b"), ("half close", "half open"),
            ("\"std-post\"", "7"), ("first slow post", "third slow post"), ("A:6", "A:99"),
        ] {
            let changed = text.replacing(old, with: new)
            #expect(throws: VectorFormError.self) { try report(Array(changed.utf8)) }
        }
    }

    @Test("Without the chains, exchanges are skipped with the reason")
    func skipped() throws {
        let report = try report(NodeVectorFiles.bytes("server.json"), hasNeighbours: false)
        #expect(report.outcomes.count == 297)
        #expect(
            report.outcomes.allSatisfy {
                $0.kind == .skipped(reason: "there is no chains.json beside the file")
            })
    }
}
