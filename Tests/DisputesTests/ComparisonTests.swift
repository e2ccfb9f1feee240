import Disputes
import Testing

@Suite("Comparison") struct ComparisonTests {
    @Test("The verdicts have the names that scripts rely on.")
    func names() {
        #expect(
            ComparisonVerdict.allCases.map(\.rawValue) == [
                "match", "root", "propagated", "schedule", "weights", "input", "config",
                "inconclusive",
            ])
    }
}
