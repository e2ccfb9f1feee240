import Encodings
import GatewayTrials
import Scenarios
import Testing
import Trials

@Suite("Steps on the gateway network")
struct GatewayStepTests {
    /// A scenario of these steps; the attacker is granted node-c and the surface `receipt`.
    private func scenario(_ steps: String) throws -> [UInt8] {
        let text = """
            {"schema":"attack/1","id":"LED-99","system":"receipts","claim":"LED",
            "severity":"medium","title":"a title","about":"a test","references":[],
            "entry":"receipt","oracle":"receipts.consent",
            "assumes":{"work_share":"0/1","keys":["node-c"],"surfaces":["receipt"]},
            "steps":[\(steps)],
            "expect":{"published":{"verdict":"held","guards":["json"]},
            "hardened":{"verdict":"held","guards":["json"]}},"holes":[]}
            """
        let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 16)
        return Array((value.prettyText + "\n").utf8)
    }

    private func error(_ steps: String) throws -> ScenarioError? {
        let json = try scenario(steps)
        do throws(ScenarioError) {
            _ = try Scenario(
                json: json, file: "Adversarial/scenarios/receipts/LED-99.json",
                systems: [GatewayNetworkTrials()])
            return nil
        } catch {
            return error
        }
    }

    private static let wrong = [
        (#"{"do":"receipt"}"#, "session"),
        (#"{"do":"withhold","session":"s"}"#, "as"),
        (#"{"do":"elsewhere","session":"s","purpose":"login"}"#, "as"),
        (#"{"do":"elsewhere","as":"a","session":"s","purpose":"fun"}"#, "purpose"),
        (#"{"do":"receipt","session":"s","input":10000001}"#, "input"),
        (#"{"do":"receipt","session":"s","seconds":1000001}"#, "seconds"),
        (#"{"do":"make","as":"a","session":"s"}"#, "gateway_signer"),
        (#"{"do":"make","as":"a","session":"s","gateway_signer":"node-c"}"#, "node_signer"),
        (#"{"do":"make","as":"a","session":"s","count":0}"#, "count"),
        (#"{"do":"ballot","as":"a","by":"validator-a"}"#, "signer"),
        (#"{"do":"ballot","as":"a","by":"x","signer":"node-c","round":-1}"#, "round"),
        (#"{"do":"request","as":"a","receipts":10001}"#, "receipts"),
        (#"{"do":"request","as":"a","published":{"seal":["hash"]}}"#, "published"),
        (#"{"do":"alter","as":"a","of":"nothing"}"#, "of"),
        (#"{"do":"take","as":"a","kind":"block"}"#, "kind"),
        (#"{"do":"batch","as":"a","what":["nothing"]}"#, "what[0]"),
        (#"{"do":"submit","what":"nothing","to":"receipt"}"#, "what"),
        (#"{"do":"submit","what":"nothing","to":"receipt","source":801}"#, "source"),
        (#"{"do":"submit","what":"nothing","to":"gossip"}"#, "to"),
        (#"{"do":"damage","kind":"snapshot"}"#, "do"),
        (#"{"do":"damage","kind":"fire"}"#, "kind"),
        (#"{"do":"damage","kind":"log","column":"amount"}"#, "column"),
        (#"{"do":"damage","kind":"drop","count":0}"#, "count"),
        (#"{"do":"settle","epoch":1000001}"#, "epoch"),
        (#"{"do":"restart","epoch":1}"#, "epoch"),
    ]

    @Test("A wrong step is an error of the file, at the member that is wrong")
    func places() throws {
        for (step, member) in Self.wrong {
            let found = try error(step)
            #expect(
                found?.place == "steps[0].\(member)", "\(step): \(found?.description ?? "read")")
        }
    }

    @Test("A step that is granted all it takes is read")
    func read() throws {
        let made = #"{"do":"make","as":"a","session":"s","gateway_signer":"node-c","#
        let steps =
            made + #""node_signer":"node-c","count":2,"published":{"set":{"input_tokens":"7"}}},"#
            + #"{"do":"submit","what":"a","to":"receipt","source":800,"times":3}"#
        #expect(try error(steps) == nil)
        #expect(try error(#"{"do":"receipt","session":"s"}"#) == nil)
    }

    @Test("Each kind of step has a name of its own and a line of help that is a sentence")
    func helps() {
        let kinds = GatewayOperation.kinds
        #expect(Set(kinds.map(\.name)).count == kinds.count)  // membership only, never iterated
        for kind in kinds {
            #expect(
                kind.help.hasSuffix(".") && kind.help.first?.isUppercase == true, "\(kind.name)")
            let names = Set(kind.members.map(\.name))  // membership only, never iterated
            #expect(names.count == kind.members.count, "\(kind.name)")
        }
    }
}
