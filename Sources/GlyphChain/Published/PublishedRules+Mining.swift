internal import BigInt
package import Chains
internal import Fingerprints
package import PythonValues
package import Trials

extension PublishedRules {
    /// How many prompts are proven together.
    private static let attemptCount = 16

    package func mine(
        _ template: BlockTemplate<PythonValue>, on chain: ChainView<Link>,
        random: inout ActorRandom
    ) throws(Refusal) -> PythonValue? {
        do throws(PythonError) {
            return try mined(template, on: chain, random: &random)
        } catch {
            throw PublishedVerifier.crash(chain.count, error)
        }
    }

    private func mined(
        _ template: BlockTemplate<PythonValue>, on chain: ChainView<Link>,
        random: inout ActorRandom
    ) throws(PythonError) -> PythonValue? {
        var block = try unproven(template, on: chain)
        let target = try PythonValue.dictionary(block).member("target").requiredText()
            .hexadecimalInteger()
        let salt = try PublishedVerifier.salt(
            previousHash: chain[chain.count - 1].block.member("block_hash"),
            miner: .text(template.miner))
        var attemptCount = 0
        while attemptCount < template.attemptCountMax {
            let count = min(Self.attemptCount, template.attemptCountMax - attemptCount)
            attemptCount += count
            let questions = (0..<count).map { _ in
                ProofQuestion(salt: salt, prompt: Array(Self.prompt(&random).utf8))
            }
            for (question, proof) in zip(questions, proofs.proofHashes(questions)) {
                guard case .success(let hash) = proof,
                    let number = BigInt(hash, radix: 16), number < target
                else { continue }
                block["prompt"] = .text(String(decoding: question.prompt, as: UTF8.self))
                block["proof_hash"] = .text(hash)
                block["block_hash"] = .text(
                    try PublishedVerifier.hash(ofHeader: .dictionary(block)))
                return .dictionary(block)
            }
        }
        return nil
    }

    private func unproven(
        _ template: BlockTemplate<PythonValue>, on chain: ChainView<Link>
    ) throws(PythonError) -> PythonDictionary {
        let index = PythonValue.integer(BigInt(chain.count))
        let target = try PublishedSchedule.target(index: index, chain: chain.lazy.map(\.block))
        var time = PythonValue.integer(BigInt(template.timestampSeconds))
        let median = try PublishedVerifier.medianTime(chain.suffix(11).map(\.block))
        if try time.isLess(than: median) { time = median }
        var coinbase = PythonDictionary()
        coinbase["type"] = .text("coinbase")
        coinbase["to"] = .text(template.miner)
        coinbase["amount"] = .integer(try PublishedSchedule.reward(index: index))
        var block = PythonDictionary()
        block["version"] = .integer(4)
        block["index"] = index
        block["prev_hash"] = try chain[chain.count - 1].block.member("block_hash")
        block["timestamp"] = time
        block["model_id"] = .text("gpt2")
        block["transactions"] = .list([.dictionary(coinbase)] + template.transactions)
        block["miner"] = .text(template.miner)
        let digits = String(target, radix: 16)
        block["target"] = .text(String(repeating: "0", count: 64 - digits.count) + digits)
        return block
    }

    /// 6 to 16 common words.
    private static func prompt(_ random: inout ActorRandom) -> String {
        let words = MiningWords.all
        return (0..<random.integer(in: 6...16))
            .map { _ in words[random.integer(in: 0...words.count - 1)] }
            .joined(separator: " ")
    }
}
