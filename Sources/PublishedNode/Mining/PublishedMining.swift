internal import GlyphChain
internal import PythonValues

/// Mining as commands and the run loop print it.
struct PublishedMining {
    private static let addressDigitCount = 12

    let surroundings: NodeSurroundings
    let address: String

    /// The block that some attempts on top of `chain` win; nil where all are in vain.
    func block(
        on chain: [PythonValue], payments: [PythonValue], attemptCountMax: Int
    ) throws(PythonError) -> PythonValue? {
        let draft = try BlockDraft(on: chain, miner: address, payments: payments)
        let start = surroundings.clock.milliseconds()
        let slice = surroundings.miner.attempt(draft, attemptCountMax: attemptCountMax)
        guard let win = slice.win else { return nil }
        let end = surroundings.clock.milliseconds()
        let block = try draft.block(win, seconds: surroundings.clock.seconds())
        let pace = Self.pace(attemptCount: slice.attemptCount, milliseconds: end - start)
        surroundings.printLine(
            "[mine] block \(chain.count): won in \(slice.attemptCount) attempts (\(pace))"
                + "  reward \(try PublishedMoney.coins(draft.reward)) GLY"
                + " -> \(address.prefix(Self.addressDigitCount))...")
        return block
    }

    /// Such as `1.3s, 7 inf/s`; a clock that stood still, or went back, counts as a millisecond.
    static func pace(attemptCount: Int, milliseconds: Int) -> String {
        let elapsed = max(milliseconds, 1)
        let tenths = elapsed / 100 + (elapsed % 100 >= 50 ? 1 : 0)
        // Attempts are 200,000 at most.
        let rate = (2000 * attemptCount + elapsed) / (2 * elapsed)
        return "\(tenths / 10).\(tenths % 10)s, \(rate) inf/s"
    }
}
