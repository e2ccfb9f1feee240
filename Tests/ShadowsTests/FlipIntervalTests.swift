import Shadows
import Testing

@Suite("The exact interval of a count of flips")
struct FlipIntervalTests {
    /// Ends in billionths, cut outward, as scipy 1.16's `binomtest(…).proportion_ci()` has them.
    @Test(
        "Ends are those of Clopper and Pearson",
        arguments: [
            (0, 100, 0, 36_216_693), (5, 100, 16_431_879, 112_834_912),
            (50, 100, 398_321_129, 601_678_871), (10, 10, 691_502_892, 1_000_000_000),
            (1, 2423, 10_448, 2_297_314), (0, 16_667, 0, 221_304),
        ])
    func known(count: Int, total: Int, lower: Int, upper: Int) {
        let interval = FlipInterval(count: count, total: total)
        #expect(interval.lowerBillionths == lower)
        #expect(interval.upperBillionths == upper)
    }

    @Test("An end moves with the count, and the share lies between the ends")
    func order() {
        for total in [1, 2, 7, 1000, 100_000] {
            var before = FlipInterval(count: 0, total: total)
            #expect(before.lowerBillionths == 0)
            for count in [1, 2, 5, total / 2, total - 1, total]
            where count > before.count && count <= total {
                let interval = FlipInterval(count: count, total: total)
                #expect(interval.lowerBillionths >= before.lowerBillionths)
                #expect(interval.upperBillionths >= before.upperBillionths)
                let share = count * 1_000_000_000 / total
                #expect(interval.lowerBillionths <= share && share <= interval.upperBillionths)
                before = interval
            }
        }
    }
}
