import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab shadow`, as its users see it.
@Suite("The shadow in floats by the program") struct ShadowCommandTests {
    @Test("shadow tells flips with their interval beside an engine that moves no bit.")
    func report() throws {
        let folder = try TemporaryFolder()
        let picture = folder.path + "/drift.svg"
        let ending = try Program.run([
            "shadow", "--model", Program.nano, "--prompts", "2", "--seed", "7", "--variation",
            "lanes8", "kahan", "--svg", picture, "--format", "json",
        ])
        #expect(ending.code == 0, "\(ending.messages)")
        let json = try ending.json()
        #expect(
            json.objectValue?.map(\.key) == [
                "model", "integer_weights_hash", "seed", "prompts", "rows", "tokens", "base",
                "openblas", "missing", "variations", "exact", "quality", "published", "holds",
                "provenance",
            ])
        #expect(try json.at("rows").integer() == 12)
        let variations = try json.at("variations").elements()
        #expect(try variations.map { try $0.at("name").string() } == ["lanes8", "kahan"])
        for variation in variations {
            #expect(try variation.at("rows_differing").integer() > 0)
            let proofs = try variation.at("proofs_flipped")
            #expect(try proofs.at("of").integer() == 2)
            #expect(
                try proofs.at("upper_95").string().hasPrefix("0.8")
                    || proofs.at("count").integer() > 0)
            #expect(try variation.at("first_operation").string().hasPrefix("h.0."))
        }
        #expect(try json.at("exact").at("rows_differing").integer() == 0)
        #expect(try json.at("exact").at("backends").elements().count == 2)
        let drawing = try String(contentsOfFile: picture, encoding: .utf8)
        #expect(drawing.hasPrefix("<svg") && drawing.contains("lanes8"))
    }

    @Test("shadow refuses what it cannot run.")
    func usage() throws {
        let command = ["shadow", "--model", Program.nano]
        for option in [
            ["--prompts", "0"], ["--prompts", "1000001"], ["--variation", "magic"],
            ["--threads", "0"], ["--format", "xml"],
        ] {
            #expect(try Program.run(command + option).code == 64, "\(option)")
        }
        let folder = try TemporaryFolder()
        #expect(try Program.run(["shadow", "--model", folder.path]).code == 2)
        let ending = try Program.run(command + ["--svg", folder.path + "/no/a.svg"])
        #expect(ending.code == 65, "\(ending.messages)")
    }
}
