import Platform
import TestSupport
import Testing

@Suite("Errors on threads")
struct ThreadErrorTests {
    private struct Stop: Error, Equatable { let index: Int }

    @Test("The lowest failing index is thrown, for every place of one or two failures")
    func lowest() {
        for count in 0...20 {
            for threadCount in 1...5 {
                for first in 0..<count {
                    for second in first..<count {
                        #expect(throws: Stop(index: first), "\(count) on \(threadCount)") {
                            try Threads.map(count: count, threadCount: threadCount) { index in
                                if index == first || index == second { throw Stop(index: index) }
                            }
                        }
                    }
                }
            }
        }
    }

    @Test("Of seeded sets of failures the lowest index is thrown, with more threads than work too")
    func sets() {
        for seed in 0..<200 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let count = Int.random(in: 1...60, using: &random)
            let failing = (0..<count).filter { _ in Int.random(in: 0..<8, using: &random) == 0 }
            for threadCount in [1, 2, 3, 7, 64, 100] {
                let result = Result {
                    try Threads.map(count: count, threadCount: threadCount) { index in
                        if failing.contains(index) { throw Stop(index: index) }
                        return index
                    }
                }
                switch result {
                case .success(let values):
                    #expect(failing.isEmpty && values == Array(0..<count), "seed \(seed)")
                case .failure(let error):
                    #expect((error as? Stop)?.index == failing.first, "seed \(seed)")
                }
            }
        }
    }
}
