import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab chain advantage`, as scripts see it.
@Suite("What the best miner saves, told")
struct AdvantageCommandTests {

    @Test("chain advantage tells the same of every way but the times, under names that stay")
    func advantage() throws {
        let command = [
            "chain", "advantage", "--model", Program.nano, "--attempts", "8", "--salts", "500",
            "--seed", "s",
        ]
        let ending = try Program.run(command + ["--format", "json"])
        #expect(ending.code == 0, "\(ending.messages)")
        let json = try ending.json()
        func keys(_ value: JSONValue) -> [String] { value.objectValue?.map(\.key) ?? [] }
        #expect(
            keys(json) == [
                "model", "integer_weights_hash", "layers", "heads", "backend", "threads", "seed",
                "attempts", "rounds", "published", "hardened",
            ])
        #expect(
            keys(try json.at("published")) == [
                "salts_tried", "deepest_layer_counts", "address", "address_try", "ways",
            ])
        let ways = try json.at("published").at("ways").elements()
        #expect(
            try ways.map { try $0.at("name").string() } == [
                "in_full", "early_stop", "shared_prefixes", "last_word", "ground_address",
                "together",
            ])
        for way in ways {
            #expect(
                keys(way) == [
                    "name", "batch", "layers_read", "tokens", "multiply_adds", "nanoseconds",
                    "computed", "measured",
                ])
        }
        #expect(try ways[0].at("computed").string() == "1.00")
        #expect(
            keys(try json.at("hardened")) == [
                "multiply_adds", "needed_multiply_adds", "nanoseconds", "seeds",
                "pairs_alike_in_token", "pairs_alike_in_input", "challenge_nanoseconds",
                "evidence_nanoseconds", "digest_nanoseconds", "stamp_bits", "stamp_tries",
                "stamp_nanoseconds", "stamp_nanoseconds_mean", "block_attempts",
                "early_stop_computed", "shared_prefixes_computed", "free_hashing_measured",
                "free_stamps_measured", "together_measured", "meets_goal",
            ])
        #expect(try json.at("hardened").at("shared_prefixes_computed").string() == "1.00")

        let again = try Program.run(command + ["--threads", "2", "--format", "json"]).json()
        let costs = try again.at("published").at("ways").elements().map {
            try $0.at("multiply_adds").integer()
        }
        #expect(try ways.map { try $0.at("multiply_adds").integer() } == costs)

        let text = try Program.run(command)
        #expect(text.code == 0)
        for part in ["all together, last word only", "not possible", "together: at most 1.05"] {
            #expect(text.output.contains(part))
        }
    }

    @Test("chain advantage refuses what it cannot count")
    func advantageUsage() throws {
        let command = ["chain", "advantage", "--model", Program.nano]
        for option in ["--attempts", "--salts", "--threads"] {
            #expect(try Program.run(command + [option, "0"]).code == 64)
            #expect(try Program.run(command + [option, "999999999"]).code == 64)
        }
        let folder = try TemporaryFolder()
        #expect(try Program.run(["chain", "advantage", "--model", folder.path]).code == 2)
    }
}
