import BigInt
import GlyphChain
import PythonValues
import Testing

/// The published chain's arithmetic where its vectors do not reach.
@Suite("The published chain's rules")
struct PublishedRuleTests {
    @Test("A height below genesis, or one that is no integer, has no reward")
    func rewards() throws {
        for index: PythonValue in [.integer(-1), .integer(-1_500_000)] {
            #expect(throws: PythonError.value("negative shift count")) {
                try PublishedSchedule.reward(index: index)
            }
        }
        #expect(throws: PythonError.self) {
            try PublishedSchedule.reward(index: .float(PythonFloat(1)))
        }
    }
}
