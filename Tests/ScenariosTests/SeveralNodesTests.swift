import AttackedSystems
import Cryptography
import Encodings
import Scenarios
import Testing
import Trials

/// Nodes that talk, without a system of the repository: each adds up the bytes that it hears, and
/// tells its peers of each new one.
@Suite("Several nodes in one trial")
struct SeveralNodesTests {
    struct Adder: SystemUnderTest {
        static let sums = Surface("sum")

        let profile = Profile.hardened
        let peers: [Source]
        private(set) var heard: [UInt8] = []

        init(peers: [Source]) { self.peers = peers }

        var surfaces: [Surface] { [Self.sums] }
        var guards: [Guard] { [] }
        var head: String { "\(heard.sorted())" }
        var stateDigest: Digest { Digests.sha256(head.utf8) }
        var heartbeat: [Reply.Message] { messages(heard, but: nil) }

        private func messages(_ bytes: [UInt8], but source: Source?) -> [Reply.Message] {
            bytes.flatMap { byte in
                peers.filter { $0 != source }.map { Reply.Message(target: $0, bytes: [byte]) }
            }
        }

        mutating func submit(
            _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
        ) throws -> Reply {
            let new = bytes.filter { !heard.contains($0) }
            heard += new
            return Reply(
                refusals: [], head: head, stateDigest: stateDigest,
                messages: messages(new, but: source))
        }
    }

    private static let attacker = Source(1)

    private func nodes(_ count: Int) -> Nodes<Adder> {
        let network = NodeNetwork(nodeCount: count, seed: "seed")
        return Nodes(
            (0..<count).map { Adder(peers: [Self.attacker] + network.sources(beside: $0)) },
            network, hearingAt: Adder.sums,
            record: TrialRecord(clock: LogicalClock(milliseconds: 0)))
    }

    private func heads(_ nodes: Nodes<Adder>) -> [String] { nodes.probes.map(\.system.head) }

    private func tell(_ byte: UInt8, _ nodes: inout Nodes<Adder>, at node: Int) throws {
        nodes.here = node
        defer { nodes.here = 0 }
        _ = try nodes.send([byte], to: Adder.sums, from: Source(9), as: "a byte")
    }

    @Test("Messages arrive while time passes, and not before")
    func arrive() throws {
        var nodes = nodes(3)
        try tell(5, &nodes, at: 1)
        #expect(heads(nodes) == ["[]", "[5]", "[]"])
        try nodes.advance(1)
        #expect(heads(nodes) == ["[5]", "[5]", "[5]"])
        #expect(nodes.record.clock.milliseconds == 1_000)
    }

    @Test("No message crosses a cut, not even one that was on its way; talk makes up for it")
    func cut() throws {
        var nodes = nodes(3)
        try tell(5, &nodes, at: 0)
        try nodes.perform(.divide([0, 1, 1]))
        try tell(6, &nodes, at: 2)
        try nodes.advance(10)
        #expect(heads(nodes) == ["[5]", "[6]", "[6]"])
        try nodes.perform(.unite)
        try nodes.advance(10)
        #expect(heads(nodes) == ["[5]", "[6]", "[6]"])
        try nodes.reunite()
        #expect(heads(nodes) == ["[5, 6]", "[5, 6]", "[5, 6]"])
    }

    @Test("A network that drops all leaves each node alone, until it is made whole")
    func drops() throws {
        var nodes = nodes(2)
        var faults = NetworkFaults.none
        faults.dropPermille = 1_000
        try nodes.perform(.faults(faults))
        try tell(5, &nodes, at: 0)
        try nodes.advance(100)
        #expect(heads(nodes) == ["[5]", "[]"])
        try nodes.reunite()
        #expect(heads(nodes) == ["[5]", "[5]"])
    }

    @Test("The attacker hears what each node tells it, the latest first, and nothing else")
    func hears() throws {
        var nodes = nodes(2)
        try tell(5, &nodes, at: 0)
        try tell(6, &nodes, at: 0)
        #expect(nodes.heard(at: Self.attacker) == [[6], [5]])
        #expect(nodes.heard(at: Source(2)) == [])
        nodes.here = 1
        #expect(nodes.heard(at: Self.attacker) == [])
    }

    @Test("Nodes that never rest are a fault of the laboratory, not a hang")
    func restless() throws {
        struct Counter: SystemUnderTest {
            let profile = Profile.hardened
            var count = 0
            var surfaces: [Surface] { [Adder.sums] }
            var guards: [Guard] { [] }
            var head: String { "\(count)" }
            var stateDigest: Digest { Digests.sha256(head.utf8) }
            var heartbeat: [Reply.Message] {
                [
                    Reply.Message(target: NodeNetwork.source(ofNode: 0), bytes: []),
                    Reply.Message(target: NodeNetwork.source(ofNode: 1), bytes: []),
                ]
            }

            mutating func submit(
                _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
            ) throws -> Reply {
                count += 1
                return Reply(refusals: [], head: head, stateDigest: stateDigest)
            }
        }
        var nodes = Nodes(
            [Counter(), Counter()], NodeNetwork(nodeCount: 2, seed: "s"), hearingAt: Adder.sums,
            record: TrialRecord(clock: LogicalClock(milliseconds: 0)))
        #expect(throws: StepFault.self) { try nodes.reunite() }
    }

    @Test("A replay of one node's journal gives its state, messages of the others included")
    func replays() throws {
        var nodes = nodes(3)
        for byte in 0..<8 { try tell(UInt8(byte), &nodes, at: byte % 3) }
        try nodes.advance(5)
        let again = try nodes.probes[2].replayed(to: Adder(peers: nodes.probes[2].system.peers))
        #expect(again.stateDigest == nodes.probes[2].system.stateDigest)
        #expect(again.heard.count == 8)
    }

    // MARK: Files

    private func scenario(_ change: (inout String) -> Void) throws -> Scenario {
        var text = """
            {"schema": "attack/1", "id": "NET-99", "system": "chain", "claim": "NET",
            "severity": "high", "title": "a title", "about": "a test", "references": [],
            "entry": "peer", "oracle": "network.agreement",
            "assumes": {"work_share": "0/1", "keys": [], "surfaces": ["peer"]}, "nodes": 2,
            "steps": [{"do": "divide", "sides": [0, 1]}, {"do": "mine", "at": 1, "by": "ada"}],
            "expect": {"published": {"verdict": "held", "guards": ["proof"]},
            "hardened": {"verdict": "held", "guards": ["proof"]}}, "holes": []}
            """
        change(&text)
        let value = try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 16)
        return try Scenario(
            json: Array((value.prettyText + "\n").utf8),
            file: "Adversarial/scenarios/chain/NET-99.json", systems: AttackedSystems.all)
    }

    @Test(
        "A file that asks for a node that is not there is refused at its place",
        arguments: [
            ("\"at\": 1", "\"at\": 2", "steps[1].at: expected an integer from 0 to 1"),
            ("[0, 1]", "[0, 1, 1]", "steps[0].sides: expected a number for each of 2 nodes, got 3"),
            ("[0, 1]", "[0, 16]", "steps[0].sides[1]: expected an integer from 0 to 15"),
            ("\"nodes\": 2", "\"nodes\": 17", "nodes: expected an integer from 1 to 16"),
            ("\"nodes\": 2", "\"nodes\": 1", "steps[0].sides: expected a number for each of 1"),
            ("\"surfaces\": [\"peer\"]", "\"surfaces\": []", nil),
            (
                "{\"do\": \"mine\", \"at\": 1, \"by\": \"ada\"}",
                "{\"do\": \"hear\", \"as\": \"x\"}", nil
            ),
        ])
    func places(old: String, new: String, expected: String?) throws {
        do {
            let scenario = try scenario { $0 = $0.replacing(old, with: new) }
            #expect(expected == nil && scenario.nodeCount == 2)
        } catch {
            let text = "\(error)"
            #expect(expected.map(text.contains) == true, "\(text)")
        }
    }
}
