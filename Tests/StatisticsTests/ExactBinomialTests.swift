import Statistics
import Testing

@Suite("The exact interval of a rate")
struct ExactBinomialTests {
    @Test(
        "The ends are those of the published tables",
        arguments: [
            // 0 of n: 1 − 0.025^(1/n); 5 and 10 of 10 by Clopper and Pearson's own table.
            (0, 1, 0, 975_000), (0, 10, 0, 308_498), (10, 10, 691_502, 1_000_000),
            (5, 10, 187_086, 812_914), (950, 1_000, 934_609, 962_665),
        ])
    func ends(_ row: (Int, Int, Int, Int)) {
        let interval = ExactBinomial(successCount: row.0, count: row.1)
        #expect(interval.lowerMillionths == row.2)
        #expect(interval.upperMillionths == row.3)
    }

    @Test("Both ends mirror each other, and enclose the rate")
    func mirror() {
        for count in [1, 2, 7, 64, 333] {
            for successes in 0...count {
                let interval = ExactBinomial(successCount: successes, count: count)
                let other = ExactBinomial(successCount: count - successes, count: count)
                #expect(interval.lowerMillionths == 1_000_000 - other.upperMillionths)
                #expect(interval.lowerMillionths * count <= successes * 1_000_000)
                #expect(interval.upperMillionths * count >= successes * 1_000_000)
            }
        }
    }

    @Test("Rounded sums enclose the exact ones")
    func bounds() {
        for count in [1, 2, 3, 10, 100, 1_000] {
            for last in Set([0, 1, count / 3, count / 2, count - 1, count]) where last <= count {
                for rate in [0, 1, 17, 499_999, 500_000, 999_983, 999_999, 1_000_000] {
                    let tail = BinomialTail(last: last, count: count, rateMillionths: rate)
                    #expect(tail.isEnclosed, "\(last) of \(count) at \(rate)")
                }
            }
        }
    }

    @Test("A tail that is exactly the limit is at most and at least it")
    func edge() {
        // One of one at a rate of 1/40 is left with 39/40.
        let tail = BinomialTail(last: 0, count: 1, rateMillionths: 25_000)
        #expect(tail.isAtMost(39, of: 40) && tail.isAtLeast(39, of: 40))
        #expect(!tail.isAtMost(38, of: 40) && !tail.isAtLeast(39_001, of: 40_000))
    }
}
