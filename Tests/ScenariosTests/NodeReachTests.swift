import AttackedSystems
import Encodings
import Scenarios
import Testing
import Trials

/// Steps at another node than the first: an attack there must show, and honest use must not.
@Suite("Steps at other nodes")
struct NodeReachTests {
    private func trial(
        system: String, oracle: String, profile: Profile = .hardened, guards: [String],
        budget: String = "{}", entry: String, steps: String
    ) throws -> TrialResult {
        func names(_ profile: Profile) -> String {
            let known = AttackedSystems.guards(of: system, profile).map(\.name)
            return guards.filter(known.contains).map { "\"\($0)\"" }.joined(separator: ", ")
        }
        let surfaces = [
            "block", "chain", "gossip", "peer", "receipt", "settlement", "store", "transaction",
        ]
        let text = """
            {"schema": "attack/1", "id": "NET-99", "system": "\(system)", "claim": "NET",
            "severity": "high", "title": "a title", "about": "a test", "references": [],
            "entry": "\(entry)", "oracle": "\(oracle)", "budget": \(budget),
            "assumes": {"work_share": "1/2", "keys": ["attacker"],
            "surfaces": [\(surfaces.map { "\"\($0)\"" }.joined(separator: ", "))]}, "nodes": 2,
            "steps": [\(steps)],
            "expect": {"published": {"verdict": "held", "guards": [\(names(.published))]},
            "hardened": {"verdict": "held", "guards": [\(names(.hardened))]}}, "holes": []}
            """
        let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 16)
        let scenario = try Scenario(
            json: Array((value.prettyText + "\n").utf8),
            file: "Adversarial/scenarios/\(system)/NET-99.json", systems: AttackedSystems.all)
        return Trial(scenario: scenario, profile: profile, seed: "0").run()
    }

    private static let junk = """
        {"do": "bytes", "as": "junk", "text": "junk"},
        {"do": "submit", "what": "junk", "to": "SURFACE"}
        """

    private func junk(at surface: String) -> String {
        Self.junk.replacing("SURFACE", with: surface)
    }

    @Test("An epoch that is settled at another gateway is no fault of the first")
    func settled() throws {
        for oracle in ["settlement.exact", "quorum.weight", "supply.bounded", "settlement.once"] {
            let result = try trial(
                system: "receipts", oracle: oracle, guards: ["json"], entry: "receipt",
                steps: """
                    {"do": "receipt", "at": 1, "session": "s-1"},
                    {"do": "settle", "at": 1}, \(junk(at: "receipt"))
                    """)
            #expect(result.verdict == .held, "\(oracle): \(result.evidence)")
        }
    }

    @Test("A miner of one name makes other proofs at another node")
    func minersOfOneName() throws {
        for profile in Profile.allCases {
            let result = try trial(
                system: "chain", oracle: "proof.credit", profile: profile,
                guards: ["message"], entry: "peer",
                steps: """
                    {"do": "divide", "sides": [0, 1]}, {"do": "mine", "by": "ada"},
                    {"do": "mine", "at": 1, "by": "ada"}, \(junk(at: "peer"))
                    """)
            #expect(result.verdict == .held, "\(profile): \(result.evidence)")
        }
    }

    @Test("A node that was never told of a block's parent has not taken the block")
    func unknownParent() throws {
        for oracle in ["hash.one_object", "encoding.one_meaning"] {
            let result = try trial(
                system: "chain", oracle: oracle, guards: ["message"], entry: "peer",
                steps: """
                    {"do": "divide", "sides": [0, 1]}, {"do": "mine", "by": "ada", "blocks": 2},
                    {"do": "take", "as": "b", "height": 2},
                    {"do": "bytes", "as": "c", "of": "b", "text": "x"},
                    {"do": "message", "as": "m", "kind": "blocks", "what": ["c"], "on": "height:1"},
                    {"do": "submit", "at": 1, "what": "m", "to": "peer"}, \(junk(at: "peer"))
                    """)
            #expect(result.verdict == .held, "\(oracle): \(result.evidence)")
        }
    }

    @Test("A replay of node 0 has its address: it passes over its own name among peers")
    func address() throws {
        let result = try trial(
            system: "chain", oracle: "determinism.replay", guards: ["message"], entry: "peer",
            steps: """
                {"do": "message", "as": "p", "kind": "peers", "first_peer": 9993, "peers": 8},
                {"do": "submit", "what": "p", "to": "peer"},
                {"do": "message", "as": "q", "kind": "peers", "first_peer": 600, "peers": 8},
                {"do": "submit", "what": "q", "to": "peer"}, \(junk(at: "peer")),
                {"do": "mine", "by": "ada"}
                """)
        #expect(result.verdict == .held, "\(result.evidence)")
    }

    @Test("Costs at another gateway count")
    func costs() throws {
        let result = try trial(
            system: "receipts", oracle: "resources.bounded", guards: ["json"],
            budget: "{\"read_bytes\": \"3\"}", entry: "gossip",
            steps: """
                {"do": "bytes", "as": "junk", "text": "junk"},
                {"do": "submit", "at": 1, "what": "junk", "to": "gossip"}
                """)
        #expect(result.verdict == .broken && result.evidence.contains("4 read_bytes"))
    }

    @Test("Messages to a stopped node are lost, and it goes on after its start")
    func stopped() throws {
        let result = try trial(
            system: "chain", oracle: "store.state", guards: ["message"], entry: "peer",
            steps: """
                {"do": "mine", "by": "ada"}, {"do": "advance", "seconds": 5},
                {"do": "damage", "kind": "sql", "sql": "DELETE FROM pin"},
                {"do": "mine", "at": 1, "by": "ben"}, {"do": "advance", "seconds": 5},
                {"do": "restart"}, \(junk(at: "peer"))
                """)
        #expect(result.verdict == .held, "\(result.evidence)")
    }

    @Test(
        "A step that only node 0 can do, or one node alone, is an error of the file",
        arguments: [
            ("{\"do\": \"remember\", \"at\": 1}", "steps[0].at: expected node 0"),
            ("{\"do\": \"restart\", \"at\": 1}", "steps[0].at: expected node 0"),
            ("{\"do\": \"given_peers\", \"at\": 1, \"first\": 5, \"count\": 1}", "steps[0].at"),
            ("{\"do\": \"newcomers\", \"at\": 1, \"source\": 1, \"count\": 1}", "steps[0].at"),
            ("{\"do\": \"blind\"}", "steps[0].do: expected a step for several nodes"),
            ("{\"do\": \"twin_of_all\"}", "steps[0].do: expected a step for several nodes"),
        ])
    func reach(step: String, place: String) throws {
        let error = #expect(throws: ScenarioError.self) {
            try trial(
                system: "chain", oracle: "store.state", guards: ["proof"], entry: "peer",
                steps: step)
        }
        #expect(error.map { "\($0)".contains(place) } == true, "\(String(describing: error))")
    }
}
