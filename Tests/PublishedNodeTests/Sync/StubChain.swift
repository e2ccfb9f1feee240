import BigInt
import Fingerprints
import GlyphChain
import PublishedNode
import PythonValues

/// Proofs without a model: each prompt has one that is below every target, but for `unreadable`.
struct StubProofs: ProofSource {
    static let hash = String(repeating: "0", count: 60) + "beef"

    func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        guard prompt != Array("unreadable".utf8) else { throw NoProof(why: "too long") }
        return Self.hash
    }
}

/// Chains of blocks whose proofs are stubs.
enum StubChain {
    static let target = "0f" + String(repeating: "f", count: 62)

    /// Genesis and `count` blocks, each ten seconds after the one before.
    static func chain(
        _ count: Int, miner: String = "a",
        change: (_ index: Int, _ block: inout PythonDictionary) -> Void = { _, _ in }
    ) throws -> PythonValue {
        var blocks = [PublishedVerifier.genesis]
        for index in 1...max(count, 1) where count > 0 {
            var coinbase = PythonDictionary()
            coinbase["type"] = .text("coinbase")
            coinbase["to"] = .text(miner)
            coinbase["amount"] = .integer(700)
            var block = PythonDictionary()
            block["version"] = .integer(4)
            block["index"] = .integer(BigInt(index))
            block["prev_hash"] = try blocks[index - 1].member("block_hash")
            block["timestamp"] = .integer(BigInt(1_700_000_000 + 10 * index))
            block["model_id"] = .text("gpt2")
            block["transactions"] = .list([.dictionary(coinbase)])
            block["miner"] = .text(miner)
            block["prompt"] = .text("prompt \(index)")
            block["proof_hash"] = .text(StubProofs.hash)
            block["target"] = .text(target)
            change(index, &block)
            block["block_hash"] = .text(
                try PublishedVerifier.hash(ofHeader: .dictionary(block)))
            blocks.append(.dictionary(block))
        }
        return .list(blocks)
    }
}
