package import BigInt
internal import GlyphChain
package import PythonValues

/// The block that a miner works on: all of it but the prompt, its proof and the time.
package struct BlockDraft: Sendable {
    private static let version: BigInt = 4
    private static let targetDigitCount = 64

    /// The salt of the proofs.
    package let salt: String
    /// A proof that is a lesser number wins.
    package let target: BigInt
    private let index: PythonValue
    private let previousHash: PythonValue
    private let transactions: PythonValue
    private let miner: String
    private let medianTime: PythonValue

    /// The draft on top of `chain`, paid to `miner`, with the payments in the order given.
    ///
    /// **Throws:** ``PythonError`` where the chain bears none.
    package init(
        on chain: [PythonValue], miner: String, payments: [PythonValue]
    ) throws(PythonError) {
        guard let previous = chain.last else { throw .index("list index out of range") }
        index = .integer(BigInt(chain.count))
        previousHash = try previous.member("block_hash")
        target = try PublishedSchedule.target(index: index, chain: chain)
        medianTime = try PublishedVerifier.medianTime(chain)
        salt = try PublishedVerifier.salt(previousHash: previousHash, miner: .text(miner))
        self.miner = miner
        var coinbase = PythonDictionary()
        coinbase["type"] = .text("coinbase")
        coinbase["to"] = .text(miner)
        coinbase["amount"] = .integer(try PublishedSchedule.reward(index: index))
        transactions = .list([.dictionary(coinbase)] + payments)
    }

    /// The reward, in units.
    package var reward: PythonNumber {
        get throws(PythonError) { .integer(try PublishedSchedule.reward(index: index)) }
    }

    /// The block that a prompt has won, at the median time where the clock is behind it.
    ///
    /// **Throws:** ``PythonError`` where the header has no hash.
    package func block(_ win: MiningWin, seconds: Int) throws(PythonError) -> PythonValue {
        let now = PythonValue.integer(BigInt(seconds))
        var block = PythonDictionary()
        block["version"] = .integer(Self.version)
        block["index"] = index
        block["prev_hash"] = previousHash
        block["timestamp"] = try now.isLess(than: medianTime) ? medianTime : now
        block["model_id"] = .text("gpt2")
        block["transactions"] = transactions
        block["miner"] = .text(miner)
        block["prompt"] = .text(win.prompt)
        block["proof_hash"] = .text(win.proofHash)
        let digits = String(target, radix: 16)
        let zeros = String(
            repeating: "0", count: max(Self.targetDigitCount - digits.utf8.count, 0))
        block["target"] = .text(zeros + digits)
        block["block_hash"] = .text(try PublishedVerifier.hash(ofHeader: .dictionary(block)))
        return .dictionary(block)
    }
}
