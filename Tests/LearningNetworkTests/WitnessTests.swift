import Foundation
import TestSupport
import Testing

@Suite("The witness of the hardened learning network")
struct WitnessTests {
    private static let golden = Vectors.house.appending(
        path: "Goldens/learning/hardened-network.json"
    ).path

    @Test("The reading in Python finds every rule of the page in the golden, and all its coins")
    func verifies() throws {
        let output = try Python.script(
            "learning_network.py", of: "Goldens", ["verify", Self.golden])
        #expect(String(decoding: output, as: UTF8.self).contains("\"supply\""))
    }

    @Test("The reading in Python finds every planted change")
    func mutations() throws {
        _ = try Python.script(
            "learning_network.py", of: "Goldens",
            ["verify", Self.golden, "--mutate", "7", "60"])
    }
}
