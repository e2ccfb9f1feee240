internal import Cryptography
internal import PythonValues
package import Trials

extension LearningRules {
    /// The lists of a block to be made.
    package struct Parts: Sendable {
        package var transactions: [[UInt8]]
        package var proofs: [[UInt8]]
        package var certificates: [[UInt8]]

        package init(
            transactions: [[UInt8]] = [], proofs: [[UInt8]] = [], certificates: [[UInt8]] = []
        ) {
            self.transactions = transactions
            self.proofs = proofs
            self.certificates = certificates
        }
    }

    /// A block on a tip, with the work; nil where none of the attempts had it.
    ///
    /// - Parameter rewardUnits: the miner's reward, where it is not the one that is due.
    /// **Throws:** ``Refusal`` of parts that cannot stand in it.
    package func sealed(
        _ parts: Parts, on tip: LearningTip, to miner: String, timeSeconds: Int,
        rewardUnits: Int? = nil, attemptCountMax: Int = 1 << 24
    ) throws(Refusal) -> [UInt8]? {
        let index = tip.index + 1
        var state = tip.state
        let fees = try apply(
            transactions: parts.transactions.readAll { part throws(Refusal) in
                try LearningTransaction(part: part, guards)
            },
            proofs: parts.proofs.readAll { part throws(Refusal) in
                try LearningProof(part: part, guards)
            },
            certificates: parts.certificates.readAll { part throws(Refusal) in
                try LearningCertificate(part: part, guards)
            }, to: &state, atBlock: index)
        let reward = LearningBlock.Reward(
            amount: rewardUnits ?? LearningLimits.blockReward.saturating(fees), to: miner)
        pay(reward, fees: fees, &state)
        var header = LearningHeader(
            index: index, epoch: epoch(ofBlock: index), previous: tip.hash, network: network,
            miner: miner, time: max(timeSeconds, tip.time))
        header.model = state.model
        header.state = state.digest.bytes
        let roots = LearningBlock.roots(
            reward: reward, transactions: parts.transactions, proofs: parts.proofs,
            certificates: parts.certificates)
        (header.transactions, header.proofs, header.certificates) = roots
        guard let mined = header.mined(attemptCountMax: attemptCountMax) else { return nil }
        return LearningBlock.bytes(
            mined, reward: reward, transactions: parts.transactions, proofs: parts.proofs,
            certificates: parts.certificates)
    }
}

extension [[UInt8]] {
    /// Each part as JSON, and what `read` makes of it.
    fileprivate func readAll<Value>(
        _ read: (PythonValue) throws(Refusal) -> Value
    ) throws(Refusal) -> [Value] {
        var values: [Value] = []
        for bytes in self {
            let value: PythonValue
            do throws(PythonJSONError) {
                value = try PythonJSONParser.parse(
                    bytes, byteCountMax: LearningLimits.blockByteCountMax)
            } catch {
                throw Refusal(index: nil, by: LearningGuards.json, message: error.description)
            }
            values.append(try read(value))
        }
        return values
    }
}
