import Encodings
import TestSupport
import Testing

/// `glyphlab plant`, the product's self-test, as its users see it.
@Suite("Faults planted by the program") struct PlantCommandTests {
    @Test("plant tells how many faults were planted and named, under names that stay.")
    func report() throws {
        let command = [
            "plant", "--model", Program.nano, "--faults", "2", "--pairs", "1", "--kind", "token",
            "--backend", "reference", "--seed", "A1",
        ]
        let ending = try Program.run(command + ["--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        let json = try ending.json()
        #expect(
            json.objectValue?.map(\.key) == [
                "model", "integer_weights_hash", "seed", "backends", "faults", "named", "pairs",
                "accused", "not_planted", "holds", "comparison_nanoseconds", "total_nanoseconds",
                "groups", "misses", "provenance",
            ])
        #expect(try json.at("seed").string() == "a1")
        #expect(try json.at("named").integer() == 2)
        #expect(try json.at("accused").integer() == 0)
        let groups = try json.at("groups").elements()
        #expect(try groups.map { try $0.at("engine").string() } == ["batch", "definition"])
        for group in groups {
            #expect(
                group.objectValue?.map(\.key) == [
                    "kind", "engine", "backend", "planted", "named", "comparison_nanoseconds",
                    "total_nanoseconds",
                ])
        }
        let text = try Program.run(command)
        #expect(text.code == 0)
        for part in ["2 planted, 2 named exactly", "1 honest pairs, 0 accused", "token"] {
            #expect(text.output.contains(part), "\(text.output)")
        }
    }

    @Test("plant refuses what it cannot plant.")
    func usage() throws {
        let command = ["plant", "--model", Program.nano]
        for option in [
            ["--faults", "-1"], ["--faults", "100001"], ["--pairs", "100001"],
            ["--faults", "0", "--pairs", "0"], ["--kind", "magic"], ["--seed", "xyz"],
            ["--seed", ""], ["--backend", "none"], ["--threads", "0"],
        ] {
            #expect(try Program.run(command + option).code == 64, "\(option)")
        }
        let folder = try TemporaryFolder()
        #expect(try Program.run(["plant", "--model", folder.path]).code == 2)
    }
}
