import Encodings
import Foundation
import TestSupport
import Testing

@Suite("The command bench --training") struct TrainingBenchCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func bench(_ python: String, _ arguments: String...) throws -> Program.Ending {
        try Program.run(
            ["bench", "--training", "--python", python, "--repeats", "1"] + arguments)
    }

    @Test("Backends and engines stand in one table a shape, with their ratios")
    func table() throws {
        let python = try PeerScript.write(
            in: folder.path, greeting: "ready false",
            answer: #"""
                shape=$(echo "$line" | sed 's/.*"shape":\([0-9]*\).*/\1/')
                echo "{\"shape\":$shape,\"nanoseconds\":123456,\"furthest\":42}"
                """#)
        let text = try bench(python)
        #expect(text.code == 0, "\(text.messages)")
        for part in [
            "D 256, H 256, C 16, batch 256", "D 16, H 12, C 4, batch 8", "portable",
            "pytorch-by-hand 1", "123.45", "42 / 10^6", "exact",
        ] {
            #expect(text.output.contains(part), "\(part): \(text.output)")
        }
        let json = try bench(python, "--format", "json").json()
        #expect(try json.at("shapes").elements().count == 5)
    }

    @Test("No engine at all ends with 2, a fault with 70, another choice beside it with 64")
    func endings() throws {
        let missing = try PeerScript.write(
            in: folder.path,
            greeting: #"echo "{\"engine\":\"$engine\",\"missing\":\"gone\"}"; exit"#, answer: ":")
        let none = try bench(missing)
        #expect(none.code == 2 && none.output.contains("not there: pytorch-autograd"))
        let dying = try PeerScript.write(in: folder.path, greeting: "exit 4", answer: ":")
        #expect(try bench(dying).code == 70)
        for choice in ["--peers", "--trace", "--receipts", "--scripts", "--cache"] {
            #expect(try bench(dying, choice).code == 64)
        }
    }
}
