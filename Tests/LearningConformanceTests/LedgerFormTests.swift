import Conformance
import LearningConformance
import Testing

@Suite("Small vector files of the published ledger")
struct LedgerFormTests {
    private func report(_ text: String) throws -> VectorReport {
        try LearningVectors.suite.report(file: "small.json", bytes: Array(text.utf8))
    }

    @Test("A wrong hash in a file is told as a difference")
    func planted() throws {
        let right = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        for (hash, isEqual) in [(right, true), (String(right.reversed()), false)] {
            let report = try report(
                #"{"cases":[{"input":"{}","verdict":"accept","hash":"\#(hash)","text":"{}"}]}"#)
            #expect(report.form == "encoding")
            #expect((report.equalCount == 1) == isEqual)
        }
    }

    @Test("A payment that a file calls refused by another rule is told as a difference")
    func otherRule() throws {
        for (reason, isEqual) in [("balance", true), ("amount", false)] {
            let report = try report(
                """
                {"cases": [{"balances": {"a": "1.0"}, "now": "1.5", "verdict": "reject",
                "reason": "\(reason)", "transaction": "{\\"id\\": 1, \\"from_address\\": \\"a\\",\
                 \\"to_address\\": \\"b\\", \\"amount\\": 1, \\"fee\\": 0.5}"}]}
                """)
            #expect(report.form == "transactions")
            #expect((report.equalCount == 1) == isEqual)
        }
    }

    @Test(
        "A case that is not of its file's form is refused with its place",
        arguments: [
            #"{"cases":[{"input":"{","hash":""}]}"#, #"{"cases":[{"input":5,"hash":""}]}"#,
            #"{"cases":[{"transaction":"{}","balances":{"a":1},"now":"1.0"}]}"#,
            #"{"cases":[{"message":null,"grew":0}]}"#, #"{"cases":[{"path":"/","response":""}]}"#,
        ])
    func refused(text: String) {
        #expect(throws: VectorFormError.self) { _ = try report(text) }
    }
}
