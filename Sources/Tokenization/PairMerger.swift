/// Merges the tokens of one pre-token: all places of the lowest rank present, from left to right,
/// then looks again.
///
/// A queue ordered by rank and place gives the places of the lowest rank in order; what their
/// merges offer waits until the rank is done, since an odd merges.txt may give a pair made of a new
/// token a lower rank. A merge never offers its own pair again: its result is longer than either
/// part. **Cost:** at most n − 1 merges with two queue entries each, so O(n log n) for n bytes,
/// whatever they are. Golden-bearing. **Source:** protocol v4, section 5.
package struct PairMerger {
    /// A candidate: merge the token at `position` with its right neighbour.
    private struct Candidate {
        let rank: Int32
        let position: Int
        let left: Int32
        let right: Int32

        static func < (first: Candidate, second: Candidate) -> Bool {
            (first.rank, first.position) < (second.rank, second.position)
        }
    }

    private let table: MergeTable
    private var heap: [Candidate] = []
    /// Queue entries made for the last word, which tests hold against n.
    package private(set) var candidateCount = 0
    /// Levels of the queue that the last word's entries went up or down, held against n log n.
    package private(set) var stepCount = 0

    package init(table: MergeTable) {
        self.table = table
    }

    /// **Shapes:** tokens [n], one a byte, n < 2^32. The merged tokens in order.
    package mutating func merged(_ tokens: [Int32]) -> [Int32] {
        candidateCount = 0
        stepCount = 0
        var word = Word(tokens)
        for position in tokens.indices.dropLast() { offer(position, of: word) }
        while let lowest = heap.first {
            var merged: [Int] = []  // the places of one rank, ascending
            while let candidate = heap.first, candidate.rank == lowest.rank {
                removeLowest()
                let position = candidate.position
                guard word.pair(at: position) == (candidate.left, candidate.right),
                    let merge = table[candidate.left, candidate.right]
                else { continue }  // merged away since it was offered
                word.merge(at: position, into: merge.result)
                merged.append(position)
            }
            for position in merged {
                offer(word.previous[position], of: word)
                offer(position, of: word)
            }
        }
        return word.tokens.filter { $0 != Word.gone }
    }

    /// A word as a linked list of tokens, each at the place of its first byte.
    private struct Word {
        static let gone: Int32 = -1

        var tokens: [Int32]
        private var next: [Int]
        private(set) var previous: [Int]

        init(_ tokens: [Int32]) {
            self.tokens = tokens
            next = tokens.indices.map { $0 + 1 }
            previous = tokens.indices.map { $0 - 1 }
        }

        /// The token at a place and the one after it; `gone` stands for none.
        func pair(at position: Int) -> (Int32, Int32) {
            guard position >= 0, next[position] < tokens.count else {
                return (Self.gone, Self.gone)
            }
            return (tokens[position], tokens[next[position]])
        }

        mutating func merge(at position: Int, into token: Int32) {
            let right = next[position]
            tokens[position] = token
            tokens[right] = Self.gone
            next[position] = next[right]
            if next[right] < tokens.count { previous[next[right]] = position }
        }
    }

    // MARK: The queue

    private mutating func offer(_ position: Int, of word: Word) {
        let (left, right) = word.pair(at: position)
        guard let merge = table[left, right] else { return }
        candidateCount += 1
        heap.append(Candidate(rank: merge.rank, position: position, left: left, right: right))
        var child = heap.count - 1
        while child > 0, heap[child] < heap[(child - 1) / 2] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
            stepCount += 1
        }
    }

    private mutating func removeLowest() {
        let last = heap.removeLast()
        guard !heap.isEmpty else { return }
        heap[0] = last
        var parent = 0
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { return }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < heap[parent] else { return }
            heap.swapAt(child, parent)
            parent = child
            stepCount += 1
        }
    }
}
