import Conformance
import Foundation
import GatewayConformance
import GatewayNetwork
import PythonValues
import Testing

@Suite("The vectors of the hardened gateway network")
struct HardenedVectorTests {
    /// Cases of each form, small enough to be worked out by hand.
    private static let document = """
        {"network": "n", "orders": [], "notes": [],
        "price": [
        {"n": 0, "input_tokens": 0, "output_tokens": 0, "wall_time_ms": 0, "millis": 1, "cost": 1},
        {"n": 1, "input_tokens": 1, "output_tokens": 9, "wall_time_ms": 1, "millis": 100, "cost": 2}
        ],
        "ask_median": [
        {"n": 0, "asks": [], "millis": 100}, {"n": 1, "asks": [9, 7, 8, 1], "millis": 7}
        ],
        "quality_median": [
        {"n": 0, "weights": [1, 1], "reports": [546, 0], "registered": 500, "permille": 0},
        {"n": 1, "weights": [2, 1], "reports": [null, 900], "registered": 500, "permille": 500}
        ]}
        """

    private static func report(_ text: String) throws -> VectorReport {
        try VectorSuite(system: "receipts", judges: [HardenedVectors()])
            .report(file: "small.json", bytes: Array(text.utf8))
    }

    @Test("Prices and medians are what one works out by hand, and nothing else")
    func small() throws {
        #expect(
            try Self.report(Self.document).outcomes.map(\.kind)
                == Array(repeating: .equal, count: 6))
        for (right, wrong) in [
            ("\"cost\": 2", "\"cost\": 1"), ("\"millis\": 7", "\"millis\": 8"),
            ("\"permille\": 0", "\"permille\": 546"),
        ] {
            let changed = Self.document.replacingOccurrences(of: right, with: wrong)
            #expect(try Self.report(changed).equalCount == 5, "\(wrong)")
        }
    }

    @Test("A note's id, chain hash and signature are compared")
    func notes() throws {
        let node = ReceiptIdentity(seed: "node")
        let parameters = try GatewayParameters(
            name: "vectors", gateways: [], nodes: [], validators: [])
        let builder = RequestBuilder(parameters: parameters)
        let address = builder.address("0x1", node: node.key)
        let note = try RequestBuilder.signed(address, .note, by: node).bytes
        let id = try SignedRequest(note, .note).id
        func document(_ note: [UInt8]) -> String {
            let text = RawObject.text(String(decoding: note, as: UTF8.self))
            let head = NoteHash.chained(after: "n", id: id)
            return """
                {"network": "n", "orders": [], "price": [], "ask_median": [], "quality_median": [],
                "notes": [{"n": 0, "text": \(text), "id": "\(id)", "head": "\(head)"}]}
                """
        }
        #expect(try Self.report(document(note)).outcomes.map(\.kind) == [.equal])
        let forged = try RequestBuilder.signed(address, .note, by: ReceiptIdentity(seed: "x")).bytes
        #expect(try Self.report(document(forged)).equalCount == 0)
    }

    @Test(
        "Every case of the file is equal",
        .enabled(
            if: VectorFileTests.folder != nil, "GLYPHLAB_VECTORS names no folder of vectors"))
    func file() throws {
        let folder = try #require(VectorFileTests.folder)
        let url = URL(filePath: folder).appending(path: "receipts/hardened.json")
        let report = try GatewayVectors.suite.report(
            file: "hardened.json", bytes: Array(Data(contentsOf: url)))
        #expect(report.form == "hardened" && report.isDerived)
        #expect(report.outcomes.count == 470)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(outcome.index): \(outcome.kind)")
        }
    }
}
