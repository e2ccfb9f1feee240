import Encodings
import ExternalNodes
import Foundation
import Scenarios
import Submissions
import TestSupport
import Trials

/// Sessions of a script with an external node, by lines that a test writes.
struct ExternalSession {
    let system: ExternalTrials
    var profile = Profile.hardened
    let claim: String

    var setup: SessionSetup {
        SessionSetup(
            profile: profile,
            seeds: SessionSeeds(master: [UInt8](repeating: 7, count: SessionSeeds.byteCount)),
            systems: [system])
    }

    /// - Parameter requests: method and parameters of each.
    func lines(_ requests: [(method: String, parameters: String)]) -> [[UInt8]] {
        let declaration = """
            {"name":"test","version":"1","author":"a test","about":"Tests.","system":"external",\
            "claim":"\(claim)","severity":"high","assumes":{"work_share":"0/1",\
            "keys":["attacker"],"surfaces":["transfer"]}}
            """
        let all = [("declare", declaration)] + requests + [("done", "{}")]
        return all.enumerated().map { index, request in
            Array(
                """
                {"jsonrpc":"2.0","id":\(index + 1),"method":"\(request.0)","params":\(request.1)}
                """.utf8)
        }
    }

    func played(_ requests: [(method: String, parameters: String)]) throws -> Played {
        try Played.replay(setup, lines: lines(requests), ending: .session)
    }

    /// Without another process: the replay there is one more here.
    func judged(_ requests: [(method: String, parameters: String)]) throws -> JudgedScript {
        let judge = ScriptJudge(
            setup, suite: try Self.suite(), minimisationBudget: 100,
            replayElsewhere: { transcript in
                try Played.replay(setup, lines: transcript.lines, ending: transcript.ending)
                    .judgement.digest
            })
        return try judge.minimised(judge.confirmed(try played(requests)))
    }

    static func suite() throws -> Suite { try Suite(house: Vectors.house.path, systems: []) }

    static func bytes(_ text: String) -> String { Base64.text(of: Array(text.utf8)) }

    /// A request that sends bytes.
    static func submit(_ bytes: [UInt8]) -> (method: String, parameters: String) {
        ("submit", #"{"to":"transfer","bytes":"\#(Base64.text(of: bytes))"}"#)
    }

    static func pay(
        _ name: String, to payee: String, _ amount: Int
    ) -> [(method: String, parameters: String)] {
        [
            (
                "payment",
                #"{"as":"\#(name)","from":"attacker","to":"\#(payee)","amount":\#(amount)}"#
            ),
            ("submit", #"{"to":"transfer","what":"\#(name)"}"#),
        ]
    }
}

/// A node of the laboratory's own whose answers a test spoils.
final class SpoiledNode: NodeLink {
    typealias Spoil =
        @Sendable (_ number: Int, _ method: String, _ answer: String) throws(NodeLinkEnd) -> String

    private let node: any NodeLink
    private let number: Int
    private let spoil: Spoil

    private init(_ node: any NodeLink, _ number: Int, _ spoil: @escaping Spoil) {
        (self.node, self.number, self.spoil) = (node, number, spoil)
    }

    static func connector(_ spoil: @escaping Spoil) -> NodeConnector {
        { number in
            SpoiledNode(try ExternalTrials.reference(number), number, spoil)
        }
    }

    func answer(to line: [UInt8]) throws(NodeLinkEnd) -> [UInt8] {
        let request = try? JSONParser.parse(line, byteCountMax: 1 << 24)
        let method = request?.member("method")?.stringValue ?? ""
        let answer = String(decoding: try node.answer(to: line), as: UTF8.self)
        return Array(try spoil(number, method, answer).utf8)
    }
}
