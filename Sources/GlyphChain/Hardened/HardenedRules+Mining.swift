internal import BigInt
package import Chains
internal import Cryptography
internal import Fingerprints
package import Trials

extension HardenedRules {
    /// How many attempts are computed together.
    private static let attemptCount = 16

    package func mine(
        _ template: BlockTemplate<HardenedTransaction>, on chain: ChainView<Link>,
        random: inout ActorRandom
    ) throws(Refusal) -> HardenedBlock? {
        let header = stamped(try header(template, on: chain))
        let content = header.content
        let target = Self.number(header.target)
        var nonce = random.next()
        var attemptCount = 0
        while attemptCount < template.attemptCountMax {
            let count = min(Self.attemptCount, template.attemptCountMax - attemptCount)
            attemptCount += count
            let nonces = (0..<count).map { nonce &+ UInt64($0) }
            nonce &+= UInt64(count)
            do throws(NoProof) {
                for (nonce, proof) in zip(nonces, try proofs(content, nonces))
                where Self.number(proof) < target {
                    return HardenedBlock(
                        header: header, nonce: nonce, proof: proof,
                        transactions: template.transactions)
                }
            } catch {
                throw Refusal(index: chain.count, by: HardenedGuards.context, message: error.why)
            }
        }
        return nil
    }

    private func header(
        _ template: BlockTemplate<HardenedTransaction>, on chain: ChainView<Link>
    ) throws(Refusal) -> HardenedHeader {
        guard let miner = Address(hexadecimal: template.miner) else {
            throw Refusal(
                index: chain.count, by: HardenedGuards.encoding,
                message: "miner: expected 40 lower-case hex digits, got \(template.miner)")
        }
        let previous = chain[chain.count - 1]
        let earliest = max(previous.time, Self.medianTimeSeconds(chain) + 1)
        return HardenedHeader(
            chainID: chainID, index: UInt64(chain.count), previous: previous.digest,
            timestampSeconds: UInt64(max(template.timestampSeconds, earliest)),
            transactionRoot: HardenedBlock.root(template.transactions),
            transactionCount: UInt32(template.transactions.count), miner: miner,
            weightsHash: parameters.weightsHash, target: target(on: chain), stamp: 0)
    }

    /// The header with the first stamp from its own on that the chain accepts.
    package func stamped(_ header: HardenedHeader) -> HardenedHeader {
        var header = header
        header.stamp = header.firstStamp(zeroBitCount: parameters.stampBitCount)
        return header
    }
}
