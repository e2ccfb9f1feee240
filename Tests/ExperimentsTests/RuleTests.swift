import Experiments
import Fingerprints
import Testing

@Suite("The rules that duel")
struct RuleTests {
    /// Rows and their cascades, by a reading of the published scripts in Python.
    static let cases: [(rules: CascadeRules, row: [Int64], base: Int64, glyphs: [[Int64]])] = [
        (.current, [29, 11, 3, 20, 8, 29], 42, [[2, 69]]),
        (.subtract, [29, 11, 3, 20, 8, 29], 42, [[2, 69]]),
        (.border, [29, 11, 3, 20, 8, 29], 30, [[1, 49], [2, 69]]),
        (.origin, [29, 11, 3, 20, 8, 29], 30, [[1, 49], [2, 69]]),
        (.border, [5, 19, 5, 9, 5, 15, 25, 1, 16], 28, [[1, 25], [1, 20], [2, 48], [3, 87]]),
        (
            .border, [11, 3, 4, 23, 4, 12, 4, 7, 12, 6, 8, 1, 4, 1], 78,
            [[1, 13], [2, 23], [2, 27], [3, 54], [4, 128], [4, 102]]
        ),
    ]

    @Test("Cascades under each rule", arguments: cases.indices)
    func cascade(index: Int) {
        let (rules, row, base, glyphs) = Self.cases[index]
        let cascade = RuleCascade(row, rules: rules)
        #expect(cascade.base == base)
        #expect(cascade.glyphs.map { [Int64($0.level), $0.value] } == glyphs)
    }

    @Test("The champion's text is the fingerprint's")
    func champion() {
        let rows: [[Int64]] = [[29, 11, 3, 20, 8, 29], [100]]
        let heads = [Head(layer: 0, head: 1), Head(layer: 3, head: 2)]
        let prints = zip(heads, rows).map {
            Fingerprint.HeadPrint(head: $0, quantizedRow: $1)
        }
        #expect(RowTexts.glyphs(heads, rows) == Fingerprint.text(of: prints))
        #expect(RowTexts.direct(heads, rows) == "[[0,1,[29,11,3,20,8,29]],[3,2,[100]]]")
        #expect(RowTexts.sorted(heads, rows) == "[[0,1,[29,29,20,11,8,3]],[3,2,[100]]]")
    }
}
