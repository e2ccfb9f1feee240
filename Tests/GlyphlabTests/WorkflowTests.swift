import Encodings
import Fingerprints
import Foundation
import TestSupport
import Testing

/// A workflow as far as its commands go: lines in the one form that this repository writes.
private struct Workflow {
    var environment: [String: String] = [:]
    var scripts: [String] = []

    init(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var index = 0
        while index < lines.count {
            let line = lines[index]
            index += 1
            if line == "env:" {
                while index < lines.count, lines[index].hasPrefix("  ") {
                    let parts = lines[index].split(separator: ":", maxSplits: 1)
                    environment[parts[0].trimmingCharacters(in: .whitespaces)] =
                        parts[1].trimmingCharacters(in: .whitespaces)
                    index += 1
                }
            }
            guard let range = line.range(of: #"^ +run: "#, options: .regularExpression) else {
                continue
            }
            let inline = String(line[range.upperBound...])
            guard inline == "|" else {
                scripts.append(inline)
                continue
            }
            let indentation = String(repeating: " ", count: 10)
            var block: [String] = []
            while index < lines.count, lines[index].hasPrefix(indentation) {
                block.append(String(lines[index].dropFirst(indentation.count)))
                index += 1
            }
            scripts.append(block.joined(separator: "\n"))
        }
    }
}

/// `.github/workflows/reproduce-gpt2.yml`, its steps run with a small model and a hub on this
/// machine. GitHub itself, its actions and its container are not tried.
@Suite(
    "The workflow that reproduces GPT-2", .serialized,
    .enabled(if: HostileServer.python != nil, "\(HostileServer.pythonMissing)"))
struct WorkflowTests {
    private static let file = Vectors.house.appending(
        path: ".github/workflows/reproduce-gpt2.yml")

    private func workflow() throws -> Workflow {
        try Workflow(String(contentsOf: Self.file, encoding: .utf8))
    }

    @Test("It expects what the golden says, and is started by hand only")
    func expectations() throws {
        let bytes = try Data(contentsOf: Vectors.house.appending(path: "Goldens/gpt2.json"))
        let golden = try Golden(json: Array(bytes), file: "gpt2.json")
        let environment = try workflow().environment
        #expect(environment["MODEL"] == golden.name)
        #expect(environment["EXPECTED_HASH"] == golden.ultimateHash)
        #expect(environment["EXPECTED_WEIGHTS"] == golden.integerWeightsHash)
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        #expect(text.contains("\non:\n  workflow_dispatch:\n\n"))
        #expect(text.contains("        uses: actions/upload-artifact@v"))
    }

    /// Runs the steps one after the other, as GitHub does, and stops at the first that fails.
    private func runSteps(expecting hash: String, in house: FetchHouse) throws -> (
        codes: [Int32], messages: String
    ) {
        let server = try HostileServer(folder: house.path)
        let workflow = try workflow()
        var environment = workflow.environment
        environment["GLYPHLAB"] = Program.url.path
        environment["MODEL"] = "small"
        environment["EXPECTED_HASH"] = hash
        environment["EXPECTED_WEIGHTS"] = Self.nanoWeights
        environment["GLYPHLAB_HOUSE"] = house.path
        environment["HF_ENDPOINT"] = server.baseURL("plain")
        environment["no_proxy"] = "127.0.0.1"
        environment["GITHUB_STEP_SUMMARY"] = house.path + "/summary"
        var codes: [Int32] = []
        var messages = ""
        for script in workflow.scripts {
            let ending = try Program.run(
                program: "/bin/bash",
                [
                    "--noprofile", "--norc", "-e", "-o", "pipefail", "-c",
                    "cd '\(house.path)'\n" + script,
                ], environment: environment)
            codes.append(ending.code)
            messages += ending.messages
            if ending.code != 0 { break }
        }
        withExtendedLifetime(server) {}
        return (codes, messages)
    }

    private static let nanoWeights =
        "2ab4e4387ab23b1a7d08d337dca9033f7f19380c6e957bbff4e769a9c8ab21c1"
    private static let nanoHash =
        "19458553542a464e70c1b4a04d7abf95a18ce790bf0ccee5c85dc17ef7044a28"

    /// A house with a model to fetch and its golden.
    private func house() throws -> FetchHouse {
        let house = try FetchHouse()
        let text = try String(
            contentsOf: Vectors.house.appending(path: "Goldens/glyph-nano.json"), encoding: .utf8)
        try Data(text.replacing("\"glyph-nano\"", with: "\"small\"").utf8)
            .write(to: URL(filePath: house.path + "/Goldens/small.json"))
        return house
    }

    private func result(_ house: FetchHouse) throws -> JSONValue {
        try JSONParser.parse(
            Array(Data(contentsOf: URL(filePath: house.path + "/reproduce-gpt2.json"))),
            byteCountMax: 1 << 20)
    }

    @Test("Its steps fetch the model from the hub, match, and leave the result")
    func matches() throws {
        let house = try house()
        let (codes, messages) = try runSteps(expecting: Self.nanoHash, in: house)
        #expect(codes == [0, 0, 0, 0], "\(messages)")
        try house.expectWhole("fetched")
        let result = try result(house)
        #expect(try result.at("match").compactText == "true")
        #expect(try result.at("ultimate_hash").string() == Self.nanoHash)
        let summary = try String(contentsOfFile: house.path + "/summary", encoding: .utf8)
        #expect(summary.contains("exit code 0") && summary.contains("\"match\": true"))
    }

    @Test("With another hash the last step fails, and the result is there all the same")
    func differs() throws {
        let house = try house()
        let (codes, _) = try runSteps(expecting: String(repeating: "0", count: 64), in: house)
        #expect(codes == [0, 0, 0, 1])
        #expect(try result(house).at("match").compactText == "false")
        let summary = try String(contentsOfFile: house.path + "/summary", encoding: .utf8)
        #expect(summary.contains("exit code 1") && summary.contains("\"match\": false"))
    }
}
