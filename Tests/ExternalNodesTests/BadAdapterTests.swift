import Encodings
import ExternalNodes
import Scenarios
import Submissions
import TestSupport
import Testing
import Trials

/// Adapters that do not keep to node/1, and nodes that lie or die: each gets a clear word and the
/// verdict that follows from it.
struct BadAdapterTests {
    struct Wrong: Sendable, CustomTestStringConvertible {
        let method: String
        let text: String
        let with: String
        let message: String

        var testDescription: String { "\(method): \(with.prefix(40))" }
    }

    private static let many = String(
        repeating: #"{"account":"0","balance":0,"nonce":0},"#, count: 50_001)

    private static let wrong = [
        Wrong(
            method: "state", text: "{", with: "no JSON", message: "state: expected a line of JSON"),
        Wrong(method: "state", text: "{", with: "[{", message: "state: expected a line of JSON"),
        Wrong(method: "submit", text: #""2.0""#, with: #""1.0""#, message: "submit.jsonrpc"),
        Wrong(method: "submit", text: #""id":"#, with: #""id":1"#, message: "submit.id"),
        Wrong(method: "produce", text: #""result""#, with: #""error""#, message: "expected a text"),
        Wrong(method: "produce", text: #""result""#, with: #""other""#, message: "produce.result"),
        Wrong(
            method: "produce", text: #""height":"#, with: #""height":-"#, message: "result.height"),
        Wrong(
            method: "produce", text: #""height":"#, with: #""height":99999999999999999999"#,
            message: "result.height"),
        Wrong(
            method: "submit", text: #""head":""#, with: #""head":"0"#, message: "64 lower-case hex"),
        Wrong(
            method: "submit", text: #""head""#, with: #""more":1,"head""#,
            message: "no other member, got \"more\""),
        Wrong(
            method: "submit", text: #""head""#, with: #""refused":["no-guard"],"head""#,
            message: "guards that hello named"),
        Wrong(
            method: "submit", text: #""head""#, with: #""refused":["a b"],"head""#,
            message: "expected a name"),
        Wrong(
            method: "submit", text: #""head""#, with: #""died":1,"head""#, message: "true or false"),
        Wrong(
            method: "block", text: #""bytes":""#, with: #""bytes":"="#, message: "base64"),
        Wrong(
            method: "state", text: #""balance":"#, with: #""balance":1.5e3"#,
            message: "balance: expected an integer"),
        Wrong(
            method: "state", text: #""balance":"#,
            with: #""balance":"# + String(repeating: "9", count: 100), message: "at most 80 digits"),
        Wrong(
            method: "state", text: #""accounts":["#, with: #""accounts":["# + many,
            message: "at most 50000 elements"),
        Wrong(
            method: "state", text: #""waiting":["#, with: #""waiting":["A,"#,
            message: "state: expected a line of JSON"),
        Wrong(
            method: "state", text: #""waiting":["#, with: #""waiting":["A"],"more":["#,
            message: "waiting[0]: expected base64"),
        Wrong(
            method: "state", text: "{", with: String(repeating: "[", count: 5_000),
            message: "state: expected a line of JSON"),
    ]

    private static func judgement(
        _ connect: @escaping NodeConnector, claim: String = "LED"
    ) throws -> Judgement {
        let session = ExternalSession(system: try ExternalTrials(connect), claim: claim)
        return try session.played(
            ExternalSession.pay("one", to: "ada", 5) + [ExternalSession.submit([1]), produce]
        ).judgement
    }

    private static let produce = (method: "produce", parameters: "{}")

    private static func replaced(_ answer: String, _ text: String, _ with: String) -> String {
        guard let range = answer.firstRange(of: text) else { return answer }
        return answer.replacingCharacters(range, with)
    }

    @Test("An answer that the protocol does not know is a fault of the lab", arguments: wrong)
    func wrongAnswer(_ item: Wrong) throws {
        let judgement = try Self.judgement(
            SpoiledNode.connector { _, method, answer in
                method == item.method ? Self.replaced(answer, item.text, item.with) : answer
            })
        #expect(judgement.verdict == .labFault)
        #expect(
            judgement.evidence.hasPrefix("the adapter: ")
                && judgement.evidence.contains(item.message), "\(judgement.evidence.prefix(300))")
    }

    @Test(
        "A greeting that is none is refused before any script runs",
        arguments: [
            ("node/1", "node/2"), ("toy-ledger/1", "toy-ledger/2"), ("reference", ""),
            ("reference", "a b"), (#""form""#, "\"form\",\"form\""), (#""form""#, "\"no name\""),
            (#""published""#, #""other""#), ("{", "["),
        ])
    func greeting(_ text: String, _ with: String) {
        #expect(throws: AdapterFault.self) {
            _ = try ExternalTrials(
                SpoiledNode.connector { _, method, answer in
                    method == "hello" ? Self.replaced(answer, text, with) : answer
                })
        }
    }

    @Test("A node that greets otherwise later, or begins elsewhere, is a fault of the lab")
    func otherStart() throws {
        let counted = Counter()
        let other = try Self.judgement(
            SpoiledNode.connector { _, method, answer in
                method == "hello" && counted.next() > 0
                    ? Self.replaced(answer, #""1""#, #""2""#) : answer
            })
        #expect(other.evidence.contains("expected the same answer each time"))
        let elsewhere = try Self.judgement(
            SpoiledNode.connector { _, method, answer in
                method == "start" ? Self.replaced(answer, #""height":0"#, #""height":1"#) : answer
            })
        #expect(elsewhere.verdict == .labFault)
        #expect(elsewhere.evidence.contains("expected height 0"))
    }

    // MARK: Lies

    @Test(
        "A node that lies in its state without an attack fails the null control",
        arguments: [
            (#""balance":1000000"#, #""balance":1000001"#, "LED"),
            (#""balance":1000000"#, #""balance":100000000000000000000000"#, "LED"),
            (#""balance":1000000"#, #""balance":-1"#, "LED"),
            (#""nonce":0"#, #""nonce":1"#, "LED"),
            (#"[{"account":""#, #"[{"account":"0","balance":1,"nonce":0},{"account":""#, "LED"),
            (#""waiting":["#, #""waiting":["QUJD""#, "ENC"),
        ])
    func lies(_ text: String, _ with: String, _ claim: String) throws {
        let connect = SpoiledNode.connector { _, method, answer in
            guard method == "state" else { return answer }
            let spoiled = Self.replaced(answer, text, with)
            return Self.replaced(spoiled, "\"QUJD\"\"", "\"QUJD\",\"")
        }
        let session = ExternalSession(system: try ExternalTrials(connect), claim: claim)
        let judged = try session.judged(
            ExternalSession.pay("one", to: "ada", 5) + [ExternalSession.submit([1])])
        #expect(judged.verdict == .labFault)
        // Others that wait than an answer said are no answer of the protocol.
        let expected =
            claim == "ENC" ? "the adapter: state.waiting" : "without any attack (the null control)"
        #expect(judged.evidence.hasPrefix(expected), "\(judged.evidence)")
    }

    @Test("A node that changes a block, or makes none, is found")
    func blocks() throws {
        let forgetful = try Self.judgement(
            SpoiledNode.connector { _, method, answer in
                guard method == "produce" else { return answer }
                return Self.replaced(answer, #""height":4"#, #""height":3"#)
            }, claim: "RES")
        #expect(forgetful.verdict == .broken && forgetful.oracle == Judgement.honestUse)
        #expect(forgetful.evidence.contains("the height is 3"), "\(forgetful.evidence)")
        let counted = Counter()
        let changed = try Self.judgement(
            SpoiledNode.connector { _, method, answer in
                guard method == "block", counted.next() > 3 else { return answer }
                return Self.replaced(answer, #""bytes":""#, #""bytes":"QUJD"#)
            }, claim: "STO")
        #expect(changed.verdict == .broken && changed.oracle == "store.state")
    }

    // MARK: Ends

    @Test("A node that dies of an attack is started again; one that dies before is the lab's fault")
    func deaths() throws {
        // Last words that differ each time are no part of the evidence.
        let counted = Counter()
        func connector(_ deadly: String) -> NodeConnector {
            SpoiledNode.connector { (_, method, answer) throws(NodeLinkEnd) in
                if method == deadly, deadly != "submit" || answer.contains(#""refused":["form"]"#) {
                    throw .died("it ended with code 1", lastWords: "\(counted.next())")
                }
                return answer
            }
        }
        let killed = try ExternalSession(
            system: try ExternalTrials(connector("submit")), claim: "RES"
        ).judged([ExternalSession.submit([1]), Self.produce])
        #expect(killed.verdict == .broken && killed.replays == (3, 3), "\(killed.evidence)")
        #expect(killed.played.judgement.oracle == "service.alive")
        #expect(killed.minimised?.played.acts.count == 1)
        #expect(killed.evidence.contains("it ended at submit: it ended with code 1"))
        for method in ["start", "produce", "block"] {
            let early = try Self.judgement(connector(method), claim: "RES")
            #expect(early.verdict == .labFault, "\(method): \(early.evidence)")
        }
        #expect(throws: AdapterFault.self) { _ = try ExternalTrials(connector("hello")) }
        // Nothing asks for a state before an attacker has spoken.
        let late = try ExternalSession(
            system: try ExternalTrials(connector("state")), claim: "LED"
        ).played([ExternalSession.submit([1])]).judgement
        #expect(late.verdict == .broken && late.oracle == "ledger.exact")
        #expect(late.evidence == "the node ended when it was asked for what it holds")
    }

    @Test("A node that dies again and again stays down, and the trial is judged")
    func deathsWithoutEnd() throws {
        let connect = SpoiledNode.connector { (_, method, answer) throws(NodeLinkEnd) in
            if method == "submit", answer.contains("refused") {
                throw .died("it ended", lastWords: "")
            }
            return answer
        }
        let session = ExternalSession(system: try ExternalTrials(connect), claim: "RES")
        let played = try session.played((0..<20).map { ExternalSession.submit([UInt8($0)]) })
        #expect(played.judgement.verdict == .broken)
        let answers = played.transcript.exchanges.map { String(decoding: $0.answer, as: UTF8.self) }
        #expect(answers.count { $0.contains(#""died":true"#) } == 4)
        #expect(answers.count { $0.contains("stays down") } == 16)
        // Whatever the claim is: honest use is refused from then on.
        for claim in ["ENC", "SIG", "LED", "STO", "DET"] {
            let session = ExternalSession(system: try ExternalTrials(connect), claim: claim)
            let judgement = try session.played(
                (0..<5).map { ExternalSession.submit([UInt8($0)]) }
            ).judgement
            #expect(judgement.verdict == .broken, "\(claim): \(judgement.evidence)")
        }
    }

    @Test("A node that another process makes otherwise is no evidence of a break")
    func moody() throws {
        let counted = Counter()
        let connect = SpoiledNode.connector { (_, method, answer) throws(NodeLinkEnd) in
            if method == "submit", answer.contains(#""form""#), counted.next() == 0 {
                throw .died("it ended", lastWords: "")
            }
            return answer
        }
        let session = ExternalSession(system: try ExternalTrials(connect), claim: "RES")
        let judged = try session.judged([ExternalSession.submit([1])])
        #expect(judged.verdict == .inconclusive, "\(judged.evidence)")
        #expect(judged.evidence.hasPrefix("the same in 0 of 3 replays"))
        // In a second process the same acts give other answers.
        let twins = SpoiledNode.connector { number, method, answer in
            number == 1 && method == "produce"
                ? Self.replaced(answer, #""waiting":0"#, #""waiting":1"#) : answer
        }
        let found = try Self.judgement(twins, claim: "DET")
        #expect(found.verdict == .broken && found.oracle == "determinism.replay")
        // A control finds that this is so without any attack.
        let control = try ExternalSession(system: try ExternalTrials(twins), claim: "DET")
            .judged([ExternalSession.submit([1])])
        #expect(control.verdict == .labFault, "\(control.evidence)")
    }
}

extension String {
    fileprivate func replacingCharacters(_ range: Range<Index>, _ text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}
