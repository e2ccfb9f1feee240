import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab training`, the evidence tools for training runs, as their users see them.
@Suite("Evidence of training runs by the program") struct TrainingCommandTests {
    private static let run = ["--seed", "7", "--steps", "12", "--hidden", "8", "--batch-bits", "2"]
    private static let fault = ["--fault", "weight-bit", "--fault-seed", "3"]

    private func training(_ arguments: [String]) throws -> Program.Ending {
        try Program.run(["training"] + arguments)
    }

    @Test("Two machines that differ come down to the element, and the faulty one loses")
    func journey() throws {
        let folder = try TemporaryFolder()
        func path(_ name: String) -> String { "\(folder.path)/\(name)" }
        let (ours, theirs) = (path("ours.trace"), path("theirs.trace"))
        #expect(try training(["trace"] + Self.run + ["--out", ours]).code == 0)
        #expect(try training(["trace"] + Self.run + Self.fault + ["--out", theirs]).code == 0)

        let same = try training(["locate", ours, ours, "--format", "json"])
        #expect(same.code == 0)
        #expect(try same.json().at("verdict").string() == "match")
        let found = try training(["locate", ours, theirs, "--format", "json"])
        #expect(found.code == 1)
        #expect(try found.json().at("verdict").string() == "step")
        let step = "\(try found.json().at("step").integer())"
        #expect(try training(["locate", theirs, "--here"]).output.contains("step \(step) is"))

        let unopened = try training(["dispute", ours, theirs])
        #expect(unopened.code == 2 && unopened.output.contains("--step \(step)"))
        let ourStep = path("ours.step")
        let theirStep = path("theirs.step")
        #expect(
            try training(["trace", "--plan", ours, "--step", step, "--out", ourStep]).code == 0)
        let faulty = Self.run + Self.fault + ["--step", step, "--out", theirStep]
        #expect(try training(["trace"] + faulty).code == 0)

        let element = try training(["locate", ourStep, theirStep, "--format", "json"])
        #expect(element.code == 1)
        let json = try element.json()
        #expect(try json.at("verdict").string() == "element")
        let operation = try json.at("operation").string()
        let right = try json.at("element").at("left").integer()
        let wrong = try json.at("element").at("right").integer()
        #expect(right != wrong)
        let here = try training(["locate", theirStep, "--here", "--format", "json"]).json()
        #expect(try here.at("element").at("expected").integer() == right)
        #expect(try here.at("element").at("got").integer() == wrong)

        let picture = path("dispute.svg")
        let dispute = try training([
            "dispute", ours, theirs, "--right-step", theirStep, "--svg", picture, "--format",
            "json",
        ])
        #expect(dispute.code == 1)
        let verdict = try dispute.json()
        #expect(try verdict.at("losers").elements().map { try $0.string() } == ["right"])
        #expect(try verdict.at("operation").string() == operation)
        #expect(try verdict.at("right_value").integer() == right)
        #expect(try String(contentsOfFile: picture, encoding: .utf8).hasPrefix("<svg"))
        #expect(try training(["dispute", ours, ours]).code == 0)
    }

    @Test("Planted faults, liars and audits are counted, and all found")
    func trials() throws {
        let plant = try training(["plant", "--faults", "10", "--format", "json"])
        #expect(plant.code == 0, "\(plant.messages)")
        #expect(try plant.json().at("found").integer() == 10)
        let lies = try training(["dispute", "--trials", "16", "--seed", "a", "--format", "json"])
        #expect(lies.code == 0, "\(lies.messages)")
        #expect(try lies.json().at("found").integer() == 16)
        #expect(try lies.json().at("kinds").elements().count == 16)
        let odds = try training([
            "audit-odds", "--steps", "8", "--false-steps", "2", "--sample", "2", "--audits", "200",
            "--format", "json",
        ])
        #expect(odds.code == 0, "\(odds.messages)")
        #expect(try odds.json().at("missing_ways").string() == "15")
        #expect(try odds.json().at("all_ways").string() == "28")
    }

    @Test("Wrong uses end with 64 and wrong files with 65")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let trace = folder.path + "/a.trace"
        #expect(try training(["trace"] + Self.run + ["--out", trace]).code == 0)
        for arguments in [
            [], ["trace"], ["trace", "--hidden", "0", "--out", trace],
            ["trace", "--steps", "5", "--step", "5", "--out", trace],
            ["trace", "--digests", "--out", trace], ["locate", trace],
            ["locate", trace, trace, "--here"], ["dispute", trace],
            ["dispute", "--trials", "0"], ["dispute", "--trials", "1", "--kind", "magic"],
            ["plant", "--faults", "0"], ["plant", "--kind", "magic"],
            ["plant", "--fault-seed", "xyz"], ["audit-odds", "--sample", "17"],
            ["audit-odds", "--false-steps", "0"], ["trace", "--plan", trace, "--seed", "1"],
        ] {
            #expect(try training(arguments).code == 64, "\(arguments)")
        }
        let other = folder.path + "/other"
        try "{}\n".write(toFile: other, atomically: true, encoding: .utf8)
        for arguments in [
            ["locate", trace, other], ["locate", trace, folder.path + "/none"],
            ["dispute", trace, other], ["dispute", trace, trace, "--left-step", trace],
            ["locate", trace, "--here", "--data", other],
            ["trace", "--plan", other, "--out", folder.path + "/b"],
        ] {
            let ending = try training(arguments)
            #expect(ending.code == 65, "\(arguments): \(ending.messages)")
        }
    }
}
