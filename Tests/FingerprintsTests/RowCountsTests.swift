import Fingerprints
import Testing

@Suite("Counted rows of attention")
struct RowCountsTests {
    @Test("Every kind is counted, and a row of one position says as little as a uniform one")
    func kinds() {
        var counts = RowCounts()
        for row in [[1, 1], [65536], [990, 10], [10, 990], [1, 200, 1], [30, 10]] as [[Int64]] {
            counts.add(row)
        }
        #expect(counts[.flat] == 2)
        #expect([counts[.first], counts[.own], counts[.other]] == [1, 1, 1])
        #expect(counts.onePosition == 3)
        #expect(counts[.informative] == 1)
        #expect(counts.total == 6)
    }

    @Test("Rows say little from the first one beyond half")
    func little() {
        var counts = RowCounts()
        #expect(!counts.sayLittle)
        counts.add([1, 1])
        #expect(counts.sayLittle)
        var other = RowCounts()
        other.add([30, 10])
        counts.merge(other)
        #expect(!counts.sayLittle && counts.total == 2)
        counts.merge(counts)
        counts.add([990, 10])
        #expect(counts.sayLittle)
    }
}
