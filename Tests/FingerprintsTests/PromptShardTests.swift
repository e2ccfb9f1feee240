import Fingerprints
import Testing

@Suite("Shards of prompts")
struct PromptShardTests {
    @Test("the shards of every cut of up to 130 prompts are even, in order and without gaps")
    func tiling() throws {
        for promptCount in 0...130 {
            for count in 1...130 {
                var end = 0
                for shard in PromptShard.all(count) {
                    let range = shard.range(promptCount: promptCount)
                    #expect(range.lowerBound == end)
                    let even = promptCount / count
                    #expect((even...even + 1).contains(range.count), "\(shard) of \(promptCount)")
                    end = range.upperBound
                }
                #expect(end == promptCount)
            }
        }
    }

    @Test("a text and its shard are one")
    func text() throws {
        let shard = try #require(PromptShard("3/8"))
        #expect(shard.number == 3 && shard.count == 8 && shard.description == "3/8")
        #expect(PromptShard("10000/10000") != nil)
    }

    @Test(
        "other texts are no shards",
        arguments: [
            "", "/", "3", "3/", "/8", "0/8", "9/8", "-1/8", "3/0", "03/8", "3/08", "+3/8", "3 /8",
            "3/8/9", "1/10001", "3/99999999999999999999", "\u{663}/8",
        ])
    func others(_ text: String) {
        #expect(PromptShard(text) == nil)
    }
}
