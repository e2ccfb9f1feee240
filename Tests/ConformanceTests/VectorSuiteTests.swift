import BigInt
import Conformance
import PythonValues
import Synchronization
import Testing

@Suite("Files of reference vectors")
struct VectorSuiteTests {
    /// Expects `2 * n` of each case.
    private struct Doubling: VectorJudge {
        let name = "doubling"

        func recognises(_ document: PythonDictionary) -> Bool { document["doubles"] != nil }

        func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
            try document.vectorDocument.member("doubles").elements().enumerated().map {
                VectorOutcome(
                    index: String($0.offset),
                    expected: String(try $0.element.member("double").integer()),
                    got: String(try $0.element.member("of").integer() * 2))
            }
        }
    }

    private let suite = VectorSuite(system: "toy", judges: [Doubling()])

    private func report(_ text: String) throws -> VectorReport {
        try suite.report(file: "toy.json", bytes: Array(text.utf8))
    }

    @Test("A case counts as equal only where both texts are the same.")
    func differences() throws {
        let report = try report(
            #"{"made":"run","doubles":[{"of":2,"double":4},{"of":3,"double":5}]}"#)
        #expect(report.equalCount == 1)
        #expect(report.outcomes[1].kind == .differs(expected: "5", got: "6"))
        #expect(!report.isDerived)
    }

    @Test("An exception of Python that a judge lets out is told as a fault of the file")
    func exception() {
        struct Raising: VectorJudge {
            let name = "raising"

            func recognises(_ document: PythonDictionary) -> Bool { true }

            func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
                throw PythonError.value("no float")
            }
        }
        let suite = VectorSuite(system: "toy", judges: [Raising()])
        #expect(
            throws: VectorFormError(
                place: "document", expected: "values of the form raising",
                got: "ValueError: no float")
        ) { try suite.report(file: "f", bytes: Array("{}".utf8)) }
    }

    @Test("Progress is told by a judge that has it, and the outcomes are the same")
    func progress() throws {
        struct Slow: VectorJudge {
            let name = "slow"

            func recognises(_ document: PythonDictionary) -> Bool { true }

            func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
                try outcomes(of: document, progress: { _, _ in })
            }

            func outcomes(
                of document: PythonDictionary,
                progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
            ) throws -> [VectorOutcome] {
                (0..<3).map { index in
                    progress(index + 1, 3)
                    return VectorOutcome(index: String(index), .equal)
                }
            }
        }
        let told = Mutex<[Int]>([])
        let suite = VectorSuite(system: "toy", judges: [Slow()])
        let report = try suite.report(file: "f", bytes: Array("{}".utf8)) { done, total in
            told.withLock { $0.append(10 * total + done) }
        }
        #expect(report.equalCount == 3 && told.withLock { $0 } == [31, 32, 33])
    }

    @Test("A file says of itself that it is derived.")
    func derived() throws {
        let cases = #""doubles":[{"of":2,"double":4}]"#
        #expect(try report(#"{"made":"DERIVED by hand",\#(cases)}"#).isDerived)
        #expect(try report(#"{"about":"own, not published code",\#(cases)}"#).isDerived)
        #expect(try !report(#"{"about":"published code",\#(cases)}"#).isDerived)
    }

    @Test(
        "A document of no form, or with a case of another form, is named by its place.",
        arguments: [
            ("[]", "document"), (#"{"halves":[]}"#, "document"), ("{", "byte 1"),
            (#"{"doubles":[]}"#, "document"),
            (#"{"doubles":[{"of":"2","double":4}]}"#, "document.doubles[0].of"),
            (#"{"doubles":{}}"#, "document.doubles"),
        ])
    func form(_ text: String, _ place: String) {
        #expect { try report(text) } throws: { ($0 as? VectorFormError)?.place == place }
    }
}
