import Conformance
import NodeConformance
import TestSupport
import Testing

/// Command lines and whole nodes, replayed.
@Suite(
    "The vectors of command lines and of scenarios",
    .enabled(if: NodeVectorFiles.isHere, "\(NodeVectorFiles.missing)")
)
struct ReplayVectorTests {
    private static let counts = [
        ("cli", 77), ("scenario_newcomer", 76), ("scenario_compete", 136),
        ("scenario_payment", 123), ("scenario_liar", 89),
    ]

    private static func report(_ name: String, _ text: String) throws -> VectorReport {
        try NodeVectorFiles.suite().report(file: name, bytes: Array(text.utf8))
    }

    private static func text(_ name: String) throws -> String {
        String(decoding: try NodeVectorFiles.bytes("\(name).json"), as: UTF8.self)
    }

    /// The file with the first of a text replaced.
    private static func planted(_ name: String, _ old: String, _ new: String) throws -> String {
        let text = try text(name)
        let place = try #require(text.firstRange(of: old), "\(old)")
        return text.replacingCharacters(in: place, with: new)
    }

    @Test("Every case and every event is equal", arguments: counts)
    func equal(_ name: String, _ count: Int) throws {
        let report = try Self.report(name, Self.text(name))
        #expect(report.outcomes.count == count)
        for outcome in report.outcomes where outcome.kind != .equal {
            Issue.record("\(name) \(outcome.index): \(outcome.kind)")
        }
    }

    @Test(
        "A changed line, exit code, exception or file is a difference at its command alone",
        arguments: [
            ("(balance 39.50)", "(balance 39.51)", "cli-22"),
            ("IndexError: list", "KeyError: list", "cli-07"),
            ("[node] height 7, total work 112", "[node] height 8, total work 112", "cli-51"),
            ("\"f6bf4d95db572d310bdb687c4339ff82", "\"f6bf4d95db572d310bdb687c4339ff83", "cli-22"),
            ("how river golden some great silver", "how river golden some great gold", "cli-51"),
            ("(help text, 27 lines)", "(help text, 28 lines)", "cli-04"),
        ])
    func plantedCommands(_ old: String, _ new: String, _ index: String) throws {
        let report = try Self.report("cli", Self.planted("cli", old, new))
        #expect(report.outcomes.filter { $0.kind != .equal }.map(\.index) == [index])
    }

    @Test(
        "A changed answer, line or file of a scenario is a difference of its node",
        arguments: [
            ("scenario_payment", "(balance 88.50)", "(balance 88.51)", "A 22 printed"),
            ("scenario_newcomer", "[node] CHAIN VALID", "[node] CHAIN", "B 32 printed"),
            (
                "scenario_liar", "\"poi_mempool.json\":[]", "\"poi_mempool.json\":[1]",
                "B poi_mempool.json"
            ),
            ("scenario_liar", "queued already has", "queued has", "B 124 answer"),
        ])
    func plantedEvents(_ name: String, _ old: String, _ new: String, _ index: String) throws {
        let report = try Self.report(name, Self.planted(name, old, new))
        #expect(report.outcomes.first { $0.kind != .equal }?.index == index)
    }

    @Test("A block of another proof is neither mined nor adopted")
    func plantedProof() throws {
        let proof = "01247998191c8e2ba9a2d1783de9fd621d01fe9394b0442ac3f119847ba48f5"
        let text = try Self.text("scenario_compete").replacing(proof + "6", with: proof + "7")
        let report = try Self.report("scenario_compete", text)
        #expect(report.outcomes.contains { $0.kind != .equal })
    }

    @Test("A file that is not of the form is refused with the place")
    func forms() throws {
        for (name, old, new) in [
            ("cli", "A:6", "A:99"), ("cli", "\"args\":[]", "\"args\":7"),
            ("scenario_liar", "\"kind\":\"start\"", "\"kind\":\"begin\""),
            ("scenario_liar", "\"chain_to\":\"", "\"chain_to\":\"0"),
            ("scenario_liar", "\"n\":1,\"clock\":", "\"n\":1,\"clock\":1e400,\"time\":"),
        ] {
            #expect(throws: VectorFormError.self, "\(old)") {
                try Self.report(name, Self.planted(name, old, new))
            }
        }
    }

    @Test("Without the tokenizer or the chains, cases are skipped with the reason")
    func skipped() throws {
        let commands = try NodeVectorFiles.bytes("cli.json")
        let missing = try NodeVectorFiles.suite(tokenizer: nil).report(file: "cli", bytes: commands)
        #expect(missing.outcomes.count == 77)
        #expect(missing.outcomes.contains { $0.kind == .skipped(reason: "no tokenizer") })
        #expect(missing.outcomes.contains { $0.kind == .equal })
        let reason = "needs chains.json in the same folder"
        for name in ["cli", "scenario_liar"] {
            let report = try NodeVectorFiles.suite(hasNeighbours: false)
                .report(file: name, bytes: NodeVectorFiles.bytes("\(name).json"))
            #expect(report.outcomes.allSatisfy { $0.kind == .skipped(reason: reason) })
        }
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
