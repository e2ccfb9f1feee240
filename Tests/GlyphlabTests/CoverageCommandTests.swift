import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab coverage`, as its users see it.
@Suite("The witness' coverage by the program") struct CoverageCommandTests {
    @Test(
        "coverage tells exact shares of both profiles, and no altered element speaks against them.")
    func report() throws {
        let folder = try TemporaryFolder()
        let picture = folder.path + "/coverage.svg"
        let ending = try Program.run([
            "coverage", "--model", Program.nano, "--prompts", "4", "--faults", "12", "--svg",
            picture, "--format", "json",
        ])
        #expect(ending.code == 0, "\(ending.messages)")
        let json = try ending.json()
        #expect(
            json.objectValue?.map(\.key) == [
                "model", "integer_weights_hash", "seed", "profiles", "holds", "provenance",
            ])
        let profiles = try json.at("profiles").elements()
        #expect(try profiles.map { try $0.at("profile").string() } == ["published", "hardened"])
        for profile in profiles {
            #expect(try profile.at("by_proof").elements().count == 4)
            #expect(try profile.at("by_operation").elements().count == 1 + 4 * 12)
            let sample = try profile.at("sample")
            #expect(try sample.at("faults").integer() == 12)
            #expect(try sample.at("contradictions").elements().isEmpty)
        }
        let (published, hardened) = (profiles[0], profiles[1])
        let products = try published.at("multiply_adds")
        #expect(try products.at("reached").integer() < products.at("of").integer())
        #expect(try hardened.at("multiply_adds").at("share").string() == "1.0000")
        let drawing = try String(contentsOfFile: picture, encoding: .utf8)
        #expect(drawing.hasPrefix("<svg") && drawing.contains("hardened"))
    }

    @Test("coverage of one profile without faults is text with that profile alone.")
    func text() throws {
        let ending = try Program.run([
            "coverage", "--model", Program.nano, "--prompts", "1", "--faults", "0", "--profile",
            "hardened",
        ])
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(ending.output.contains("multiply-adds"))
        #expect(!ending.output.contains("published") && !ending.output.contains("contradictions"))
    }

    @Test("coverage refuses what it cannot count.")
    func usage() throws {
        let command = ["coverage", "--model", Program.nano]
        for option in [
            ["--prompts", "0"], ["--prompts", "10001"], ["--faults", "-1"],
            ["--faults", "1000001"], ["--profile", "magic"], ["--threads", "0"],
        ] {
            #expect(try Program.run(command + option).code == 64, "\(option)")
        }
        let folder = try TemporaryFolder()
        #expect(try Program.run(["coverage", "--model", folder.path]).code == 2)
    }
}
