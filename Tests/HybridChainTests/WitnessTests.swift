import Encodings
import Foundation
import HybridChain
import TestSupport
import Testing
import Trials

@Suite(
    "The witness of the hardened hybrid chain",
    .enabled(if: Python.has("hashlib"), Comment(rawValue: Python.skipNote("its own library"))))
struct WitnessTests {
    private static let golden = Vectors.house.appending(path: "Goldens/hybrid/chain.json").path

    @Test("The reading in Python finds every block, update, refusal and state of the golden equal")
    func verifies() throws {
        let output = try Python.script("check_hybrid.py", [Self.golden])
        #expect(String(decoding: output, as: UTF8.self).hasSuffix("equal\n"))
    }

    @Test("The reading in Python finds every planted change of one bit")
    func mutations() throws {
        let output = try Python.script(
            "check_hybrid.py", [Self.golden, "--mutate", "7", "40"])
        #expect(String(decoding: output, as: UTF8.self).hasSuffix("40 changes noticed\n"))
    }

    @Test("The script fails on a file with another verdict")
    func failure() throws {
        let folder = try TemporaryFolder()
        let other = folder.path + "/chain.json"
        let text = try String(contentsOfFile: Self.golden, encoding: .utf8)
        // A name, since the text itself is too much for a message.
        let place = text.firstRange(of: #""taken""#)
        try text.replacingCharacters(in: #require(place), with: #""base""#).write(
            toFile: other, atomically: true, encoding: .utf8)
        #expect(throws: Python.Failure.self) {
            try Python.script("check_hybrid.py", [other])
        }
    }

    /// Blocks that Python draws, with branches, votes, evidence and many faults. **Expected:** this
    /// program judges each as the reading of the page does, and has the same head and state after it.
    @Test("Drawn chains are judged as the reading in Python judges them", arguments: 1...4)
    func drawn(seed: Int) throws {
        let output = try Python.script("write_hybrid_chain.py", [String(seed), "150"])
        let document = try JSONParser.parse(output, byteCountMax: 1 << 25)
        let bytes = try Self.bytes(document.at("genesis"))
        let genesis = try #require(HybridGenesis(bytes: bytes))
        let tree = HybridTree(HybridRules(genesis, guards: .all, memory: HybridMemory()))
        for (place, step) in try document.at("steps").elements().enumerated() {
            var deltas: [[UInt8]: [UInt8]] = [:]  // looked up, never iterated
            for delta in try step.at("deltas").elements().map(Self.bytes) {
                deltas[HybridDelta.id(of: delta)] = delta
            }
            var verdict = "taken"
            let block = try HybridBlock(bytes: Self.bytes(step.at("block")))
            do {
                try tree.take(block) { deltas[$0] }
            } catch {
                verdict = error.by.name
            }
            let expected = try step.at("verdict").string()
            #expect(verdict == expected, "step \(place): \(verdict), expected \(expected)")
            let head = try step.at("head")
            #expect(try tree.head.hash == Self.bytes(head.at("hash")), "step \(place)")
            #expect(try tree.head.state.root == Self.bytes(head.at("root")), "step \(place)")
            #expect(
                try Int(tree.finalised.epoch) == head.at("never_below").elements()[0].integer(),
                "step \(place)")
        }
    }

    private static func bytes(_ value: JSONValue) throws -> [UInt8] {
        try #require(Hexadecimal.bytes(of: value.string()))
    }
}
