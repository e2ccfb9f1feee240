import Encodings
import Foundation
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The command learn") struct LearnCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func learn(_ arguments: String...) throws -> Program.Ending {
        try Program.run(["learn"] + arguments)
    }

    @Test("A run is equal to its golden, with curves in text, JSON and a picture")
    func equal() throws {
        let svg = folder.path + "/learn.svg"
        let text = try learn("--svg", svg, "--threads", "2")
        #expect(text.code == 0, "\(text.messages)")
        for part in [
            "33270a64b614d662", "91.7 %", "equal to Goldens/learning/learn.json",
            "steps a second", "on 2 threads",
        ] {
            #expect(text.output.contains(part), "\(part): \(text.output)")
        }
        #expect(XMLParser(data: try Data(contentsOf: URL(filePath: svg))).parse())
        let kept = Vectors.house.appending(path: "Goldens/learning/learn.svg")
        #expect(try Data(contentsOf: URL(filePath: svg)) == Data(contentsOf: kept))
        let picture = try String(contentsOfFile: svg, encoding: .utf8)
        #expect(picture.contains("taken for others: 42 of 512, the first 20"))
        let json = try learn("--backend", "portable", "--format", "json").json()
        #expect(json.member("backend")?.stringValue == "portable")
        let golden = try json.at("golden")
        #expect(golden.member("equal")?.booleanValue == true)
        #expect(try golden.at("differs_in").elements().isEmpty)
        #expect(try json.at("epochs").elements().count == 21)
        #expect(try json.at("run").at("held_out_correct").integer() == 470)
    }

    @Test("A run of other settings is compared with nothing, and recorded it is a golden")
    func record() throws {
        let path = folder.path + "/own.json"
        #expect(try learn("--seed", "own", "--steps", "33").code == 2)
        let recorded = try learn("--seed", "own", "--steps", "33", "--record", path)
        #expect(recorded.code == 0 && recorded.output.contains("recorded as \(path)"))
        #expect(try learn("--seed", "own", "--steps", "33", "--record", path).code == 65)
        let again = try learn(path)
        #expect(again.code == 0 && again.output.contains("after 33 steps"))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing("\"steps\": 33", with: "\"steps\": 32")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let other = try learn(path)
        #expect(other.code == 1)
        #expect(other.output.contains("differs from \(path) in weights, trace, loss_sum_q16"))
        let differing = try learn(path, "--format", "json")
        #expect(differing.code == 1)
        let names = try differing.json().at("golden").at("differs_in").elements()
            .map { try $0.string() }
        #expect(names.prefix(3) == ["weights", "trace", "loss_sum_q16"])
    }

    @Test("Wrong choices and files that are no goldens are refused")
    func refusals() throws {
        let path = folder.path + "/none.json"
        #expect(try learn(path).code == 65)
        try "{}".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(try learn(path).code == 65)
        #expect(try learn(path, "--seed", "s").code == 64)
        #expect(try learn("--steps", "0").code == 64)
        #expect(try learn("--hidden", "257").code == 64)
        #expect(try learn("--backend", "abacus").code == 64)
        #expect(try learn("--seed", String(repeating: "s", count: 257)).code == 64)
    }
}
