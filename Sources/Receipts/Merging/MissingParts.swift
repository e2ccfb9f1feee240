package import Fingerprints

/// The prompts that no part of a merge has.
package struct MissingParts: Sendable, Equatable {
    /// The ranges of missing prompts, ascending, none next to another.
    package let ranges: [Range<Int>]
    /// The number of prompts in the whole list.
    package let promptCount: Int
    /// The shards that the ranges are, where the given parts tell how the list was cut: all of them
    /// are shards of one cut, and of no other. Nil where they do not tell.
    package let shards: [PromptShard]?

    package init(_ missing: [Range<Int>], present: [Range<Int>], total: Int) {
        ranges = missing
        promptCount = total
        shards = Self.shards(missing, present: present, total: total)
    }

    package var missingCount: Int { ranges.reduce(0) { $0 + $1.count } }

    private static func shards(
        _ missing: [Range<Int>], present: [Range<Int>], total: Int
    ) -> [PromptShard]? {
        guard total <= PromptShard.countMax else { return nil }
        let cuts = (1...total).lazy.filter { count in
            present.allSatisfy { shard($0, of: count, total: total) != nil }
        }.prefix(2)
        let counts = Array(cuts)
        guard counts.count == 1 else { return nil }
        // Both lists are in order: each shard and each range is looked at once.
        var gaps = missing[...]
        return PromptShard.all(counts[0]).filter { shard in
            let range = shard.range(promptCount: total)
            while let gap = gaps.first, gap.upperBound <= range.lowerBound { gaps.removeFirst() }
            guard let gap = gaps.first else { return false }
            return gap.lowerBound <= range.lowerBound && range.upperBound <= gap.upperBound
        }
    }

    /// The shard that equals this range where the list is cut into `count` shards; nil where none
    /// does.
    private static func shard(_ range: Range<Int>, of count: Int, total: Int) -> PromptShard? {
        // The only shard that can begin there, since total · (number − 1) / count is rounded down.
        let before = (range.lowerBound * count + total - 1) / total
        guard let shard = PromptShard(number: before + 1, count: count),
            shard.range(promptCount: total) == range
        else { return nil }
        return shard
    }
}
