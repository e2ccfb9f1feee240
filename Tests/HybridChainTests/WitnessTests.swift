import Foundation
import TestSupport
import Testing

@Suite("The witness of the hardened hybrid chain")
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
        let first = try #require(text.firstRange(of: #""taken""#))
        try text.replacingCharacters(in: first, with: #""state""#).write(
            toFile: other, atomically: true, encoding: .utf8)
        #expect(throws: Python.Failure.self) {
            try Python.script("check_hybrid.py", [other])
        }
    }
}
