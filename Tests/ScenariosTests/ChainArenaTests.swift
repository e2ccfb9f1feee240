import AttackedSystems
import Cryptography
import Encodings
import GlyphChainTrials
import Scenarios
import Testing
import Trials

/// What oracles of the chain see where no scenario of the repository shows it.
@Suite("The arena of the chain")
struct ChainArenaTests {
    /// An attack by somebody who may do anything, in its steps alone.
    private func trial(
        oracle: String, guards: [Guard], profile: Profile, steps: String
    ) throws -> TrialResult {
        func names(_ profile: Profile) -> String {
            // A file names only guards that its rules have.
            guards.filter(AttackedSystems.guards(of: "chain", profile).contains)
                .map { "\"\($0.name)\"" }.joined(separator: ", ")
        }
        let text = """
            {"schema": "attack/1", "id": "DET-99", "system": "chain", "claim": "DET",
            "severity": "high", "title": "a title", "about": "what is tried", "references": [],
            "entry": "peer", "oracle": "\(oracle)",
            "assumes": {"work_share": "1/2", "keys": ["attacker"],
            "surfaces": ["block", "chain", "peer"]}, "steps": [\(steps)],
            "expect": {"published": {"verdict": "held", "guards": [\(names(.published))]},
            "hardened": {"verdict": "held", "guards": [\(names(.hardened))]}}, "holes": []}
            """
        let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 16)
        let scenario = try Scenario(
            json: Array((value.prettyText + "\n").utf8),
            file: "Adversarial/scenarios/chain/DET-99.json", systems: AttackedSystems.all)
        return Trial(scenario: scenario, profile: profile, seed: "0").run()
    }

    @Test("A block inside of a strict file is looked at, too")
    func innerMeaning() throws {
        let result = try trial(
            oracle: "encoding.one_meaning", guards: [Guard("proof")], profile: .published,
            steps: """
                {"do": "mine", "by": "ada"},
                {"do": "forge", "as": "b", "by": "attacker",
                "published": {"add": {"note": "\\"unhashed\\""}}},
                {"do": "file", "as": "f", "blocks": ["main:0-1", "b"]},
                {"do": "submit", "what": "f", "to": "chain"}
                """)
        #expect(result.verdict == .broken)
        #expect(result.evidence.hasPrefix("taken at chain, though a block with members"))
    }

    /// A liar's wrong block pauses him; whatever makes the node forget that is in the replay.
    private static let lie = """
        {"do": "mine", "by": "ada"},
        {"do": "forge", "as": "bad", "by": "attacker", "hardened": {"seal": ["zero_proof"]}},
        {"do": "message", "as": "lie", "kind": "blocks", "what": ["bad"]},
        {"do": "submit", "what": "lie", "to": "peer", "source": 2},
        """
    private static let truth = """
        {"do": "forge", "as": "good", "by": "attacker"},
        {"do": "message", "as": "truth", "kind": "blocks", "what": ["good"]},
        {"do": "submit", "what": "truth", "to": "peer", "source": 2}
        """

    @Test(
        "A replay starts the node again and blinds it where that was done",
        arguments: [
            #"{"do": "restart"},"#, #"{"do": "given_peers", "first": 100, "count": 2},"#,
            #"{"do": "blind"}, {"do": "submit", "what": "lie", "to": "peer", "source": 1}, "#
                + #"{"do": "blind"}, {"do": "restart"},"#,
        ])
    func replay(between: String) throws {
        let result = try trial(
            oracle: "determinism.replay", guards: [Guard("proof")], profile: .hardened,
            steps: Self.lie + between + Self.truth)
        #expect(result.verdict == .held, "\(result.evidence)")
        #expect(result.evidence.contains(" events"))
        // The good block was taken, so that a replay that refuses it would differ.
        let lines = result.log.lines.filter { $0.contains("truth to peer") }
        #expect(lines.count == 1 && lines.allSatisfy { $0.contains(": taken") }, "\(lines)")
    }

    @Test("Without a restart the liar's next block is not heard, and the replay says the same")
    func paused() throws {
        let result = try trial(
            oracle: "determinism.replay", guards: [Guard("proof"), Guard("budget")],
            profile: .hardened, steps: Self.lie + Self.truth)
        #expect(result.verdict == .held, "\(result.evidence)")
    }

    @Test("Nodes disagree where a block, a height or a state differs, and agree where none does")
    func agreement() {
        let (state, other) = (Digests.sha256("a state".utf8), Digests.sha256("another".utf8))
        let blocks: [[UInt8]] = [[0], [1], [2]]
        func evidence(_ second: (blocks: [[UInt8]], state: Digest)) -> String {
            ChainAgreement.finding([(blocks, state), (blocks, state), second]).evidence
        }
        #expect(evidence((blocks, state)) == "3 nodes hold one chain of height 2")
        #expect(evidence(([[0], [9], [2]], state)) == "node 2 has another block at height 1")
        #expect(evidence(([[0], [1]], state)) == "node 2 has height 1, node 0 2")
        #expect(evidence((blocks + [[3]], state)) == "node 2 has height 3, node 0 2")
        #expect(evidence((blocks, other)) == "node 2 makes another state of the same blocks")
    }
}
