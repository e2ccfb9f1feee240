/// GPT-2's merging loop as it was published, quadratic and on bytes: take the pair of the lowest
/// rank, join all its places from left to right, look again.
struct ReferenceMerger {
    private var ranks: [[[UInt8]]: Int] = [:]  // looked up, never iterated

    init(_ tokenizer: SyntheticTokenizer) {
        for (rank, merge) in tokenizer.merges.enumerated() {
            ranks[[merge.left, merge.right]] = rank
        }
    }

    func merged(_ bytes: [UInt8]) -> [[UInt8]] {
        var word = bytes.map { [$0] }
        while let best = lowestPair(of: word) {
            var joined: [[UInt8]] = []
            var index = 0
            while index < word.count {
                if index + 1 < word.count, word[index] == best[0], word[index + 1] == best[1] {
                    joined.append(best[0] + best[1])
                    index += 2
                } else {
                    joined.append(word[index])
                    index += 1
                }
            }
            word = joined
        }
        return word
    }

    private func lowestPair(of word: [[UInt8]]) -> [[UInt8]]? {
        zip(word, word.dropFirst()).map { [$0, $1] }
            .filter { ranks[$0] != nil }
            .min { ranks[$0]! < ranks[$1]! }
    }
}
