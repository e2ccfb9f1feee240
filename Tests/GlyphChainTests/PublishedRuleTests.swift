import BigInt
import Encodings
import Foundation
import GlyphChain
import PythonValues
import TestSupport
import Testing

/// The published chain's arithmetic against the published node's.
@Suite("The published chain's rules")
struct PublishedRuleTests {
    private static let vector = Result {
        let url = Vectors.house.appending(path: "Goldens/vectors/chain_rules.json")
        return try PythonJSONParser.parse(Array(Data(contentsOf: url)), byteCountMax: 1 << 22)
    }

    private func list(_ key: String) throws -> [PythonValue] {
        try Self.vector.get().member(key).elements()
    }

    private func text(_ value: PythonValue) throws -> String { try value.requiredText().shown }

    @Test("Genesis, header hashes with odd texts, and salts")
    func hashes() throws {
        #expect(try PublishedVerifier.genesis.equals(Self.vector.get().member("genesis")))
        for one in try list("header_hashes") {
            #expect(
                try PublishedVerifier.hash(ofHeader: one.member("block"))
                    == text(one.member("hash")))
            #expect(
                try PythonJSONWriter.text(one.member("block")) == text(one.member("canonical_json"))
            )
        }
        for one in try list("salts") {
            let salt = try PublishedVerifier.salt(
                previousHash: one.member("prev_block_hash"), miner: one.member("miner"))
            #expect(try salt == text(one.member("salt")))
        }
    }

    @Test("Rewards, and their sum over all heights")
    func rewards() throws {
        for one in try list("rewards") {
            let reward = try PublishedSchedule.reward(index: one.member("height"))
            #expect(try one.member("reward").equals(.integer(reward)))
        }
        // One reward for 1,500,000 heights each; genesis takes none of its 700.
        var sum: BigInt = 0
        for period in 0..<BigInt(11) {
            sum += try PublishedSchedule.reward(index: .integer(period * 1_500_000)) * 1_500_000
        }
        #expect(try Self.vector.get().member("total_supply_units").equals(.integer(sum)))
        for index: PythonValue in [.integer(-1), .integer(-1_500_000)] {
            #expect(throws: PythonError.value("negative shift count")) {
                try PublishedSchedule.reward(index: index)
            }
        }
        #expect(throws: PythonError.self) {
            try PublishedSchedule.reward(index: .float(PythonFloat(1)))
        }
    }

    @Test("Targets, work and median times of whole schedules")
    func schedules() throws {
        var count = 0
        for schedule in try list("target_schedules") {
            let times = try schedule.member("timestamps").elements()
            let targets = try schedule.member("targets").elements()
            let medians = try schedule.member("median_time_past").elements()
            let works = try schedule.member("work").elements().map(text)
            var chain: [PythonValue] = []
            for (index, time) in times.enumerated() {
                let expected = try targets[index].requiredText().hexadecimalInteger()
                let got = try PublishedSchedule.target(
                    index: .integer(BigInt(index)), chain: chain[...])
                #expect(got == expected, "block \(index)")
                #expect(String(PublishedSchedule.work(target: got)) == works[index])
                if index > 0 {
                    #expect(try PublishedVerifier.medianTime(chain[...]).equals(medians[index - 1]))
                }
                var block = PythonDictionary()
                block["timestamp"] = time
                block["target"] = targets[index]
                chain.append(.dictionary(block))
                count += 1
            }
        }
        print("target schedules: \(count) targets equal")
    }
}
