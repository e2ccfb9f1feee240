import GlyphChainTrials
import Testing

@Suite("What economic attacks are measured by")
struct MeasurementTests {
    @Test("The exact bound of a rate is the beta distribution's, rounded up to a millionth")
    func bounds() {
        // Successes, tries, and scipy.stats.beta.ppf(0.999, successes + 1, tries - successes).
        let cases = [
            (0, 1, 999_000), (1, 1, 1_000_000), (0, 10, 498_813), (3, 10, 795_364),
            (9, 10, 999_900), (0, 4096, 1_686), (1, 4096, 2_252), (57, 4096, 20_539),
            (4095, 4096, 1_000_000), (2048, 4096, 524_249),
        ]
        for (successCount, count, expected) in cases {
            let bound = BinomialBound.upperMillionths(
                successCount: successCount, count: count, confidencePermille: 999)
            #expect(bound == expected, "\(successCount) of \(count)")
        }
    }
}
