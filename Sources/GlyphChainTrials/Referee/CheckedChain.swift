package import BigInt
internal import Scenarios

/// Blocks in a row from height 1 on that the referee has checked, each after those below it.
package struct CheckedChain {
    /// Seconds by which a block may be ahead of a clock.
    static let secondsAheadMax = 600

    package private(set) var blocks: [ExactBlock] = []
    package private(set) var work: BigUInt = 0
    /// Genesis first.
    private var times = [0]
    private var ledger = ExactLedger()

    package init() {}

    /// - Parameter blocks: checked before.
    init(checked blocks: [ExactBlock]) {
        for block in blocks {
            _ = ledger.apply(block, height: self.blocks.count + 1)
            append(block)
        }
    }

    private mutating func append(_ block: ExactBlock) {
        blocks.append(block)
        times.append(block.timestampSeconds)
        work += ExactSchedule.work(block.target)
    }

    /// Adds a block. **Result:** the rule that it breaks, which spoils the chain; nil for none.
    ///
    /// **Throws:** an error of the laboratory.
    package mutating func add<Reading: ChainReading>(
        _ block: ExactBlock, _ bytes: [UInt8], clockSeconds: Int, _ reading: Reading,
        earned: (_ block: [UInt8]) throws -> String?
    ) throws -> String? {
        let height = blocks.count + 1
        guard block.index == height else { return "its index" }
        guard block.target == reading.exactTarget(height, blocks) else { return "its target" }
        guard reading.isLateEnough(block.timestampSeconds, after: times),
            block.timestampSeconds <= clockSeconds + Self.secondsAheadMax
        else { return "its time" }
        // The cheap rules first.
        guard ExactSchedule.number(block.proof) < ExactSchedule.number(block.target) else {
            return "its proof"
        }
        if let complaint = ledger.apply(block, height: height) { return complaint }
        guard try earned(bytes) == block.proof else { return "its proof" }
        append(block)
        return nil
    }

    /// The nonce of a sender's last payment; nil before the first.
    func nonce(of sender: String) -> Int? { ledger.nonces[sender] }
}
