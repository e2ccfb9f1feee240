internal import BigInt
package import Chains
package import Cryptography
internal import Encodings
package import Fingerprints
package import Trials

extension HardenedRules {
    /// The first refusal of a block, the cheapest checks first.
    package func refusals(
        of block: HardenedBlock, on chain: ChainView<Link>, clockSeconds: Int
    ) -> [Refusal] {
        if let refusal = refusal(
            of: block.header, proof: block.proof, on: chain, clockSeconds: clockSeconds)
        {
            return [refusal]
        }
        guard guards.has(HardenedGuards.transactions),
            block.header.transactionRoot != HardenedBlock.root(block.transactions)
        else { return [] }
        return [
            Refusal(
                index: chain.count, by: HardenedGuards.transactions,
                message: "transactions are not those that the header counts")
        ]
    }

    /// The first refusal of a header with its attempt's proof, which is not computed: all that can
    /// be told of a block without its transactions and an inference.
    package func refusal(
        of header: HardenedHeader, proof: Digest, on chain: ChainView<Link>, clockSeconds: Int
    ) -> Refusal? {
        let place: [(Guard, String, () -> Bool)] = [
            (HardenedGuards.chainID, "of another chain", { header.chainID == chainID }),
            (
                HardenedGuards.position, "expected index \(chain.count), got \(header.index)",
                { header.index == UInt64(chain.count) }
            ),
            (
                HardenedGuards.previousHash, "does not stand on the block before it",
                { header.previous == chain[chain.count - 1].digest }
            ),
            (
                HardenedGuards.weights, "of another model",
                { header.weightsHash == parameters.weightsHash }
            ),
        ]
        let work: [(Guard, String, () -> Bool)] = [
            (
                HardenedGuards.target, "target does not follow the schedule",
                { header.target == target(on: chain) }
            ),
            (
                HardenedGuards.stamp,
                "content does not begin with \(parameters.stampBitCount) zeros",
                { isStamped(header.content) }
            ),
            (
                HardenedGuards.work, "proof is not below the target",
                { Self.number(proof) < Self.number(header.target) }
            ),
        ]
        let checks = place + timeChecks(header, chain, clockSeconds) + work
        for (stopping, message, holds) in checks where guards.has(stopping) && !holds() {
            return Refusal(index: chain.count, by: stopping, message: message)
        }
        return nil
    }

    private func timeChecks(
        _ header: HardenedHeader, _ chain: ChainView<Link>, _ clockSeconds: Int
    ) -> [(Guard, String, () -> Bool)] {
        let time = header.timestampSeconds
        return [
            (
                HardenedGuards.timeOrder, "timestamp before the previous block's",
                { time >= UInt64(chain[chain.count - 1].time) }
            ),
            (
                HardenedGuards.medianTime, "timestamp not above the median of those before",
                { time > UInt64(Self.medianTimeSeconds(chain)) }
            ),
            (
                HardenedGuards.futureTime, "timestamp too far in the future",
                { time <= UInt64(clockSeconds + HardenedSchedule.secondsAheadMax) }
            ),
        ]
    }

    /// The median timestamp of the last eleven blocks; of an even number of blocks, the later of
    /// the two in the middle.
    package static func medianTimeSeconds(_ chain: ChainView<Link>) -> Int {
        let times = chain.suffix(HardenedSchedule.medianBlockCount).map(\.time).sorted()
        return times[times.count / 2]
    }

    package func target(on chain: ChainView<Link>) -> Digest {
        Self.bytes32(
            HardenedSchedule.target(
                height: chain.count, genesis: parameters.genesisTarget, on: chain))
    }

    package func isStamped(_ content: Digest) -> Bool {
        let first = content.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return first.leadingZeroBitCount >= parameters.stampBitCount
    }

    package func costlyRefusal(of block: HardenedBlock, on chain: ChainView<Link>) -> Refusal? {
        guard guards.has(HardenedGuards.proof) else { return nil }
        do throws(NoProof) {
            let content = block.header.content
            let found = try proofs(content, [block.nonce])[0]
            guard found != block.proof else { return nil }
            return Refusal(
                index: chain.count, by: HardenedGuards.proof,
                message: "expected proof \(found.text.prefix(16))…, "
                    + "got \(block.proof.text.prefix(16))…")
        } catch {
            guard guards.has(HardenedGuards.context) else { return nil }
            return Refusal(index: chain.count, by: HardenedGuards.context, message: error.why)
        }
    }

    /// The proofs of attempts on a content, in the order of the nonces. Golden-bearing.
    ///
    /// **Throws:** ``NoProof`` where the model has none.
    package func proofs(_ content: Digest, _ nonces: [UInt64]) throws(NoProof) -> [Digest] {
        zip(nonces, try evidence.evidence(seeds: Self.seeds(content, nonces))).map {
            nonce, evidence in
            Digests.sha256(
                Self.bytes("proof", content, nonce) + evidence.witness.bytes
                    + evidence.fingerprintText.utf8)
        }
    }

    /// The seeds of the evidence for attempts on a content, in the order of the nonces.
    /// Golden-bearing.
    package static func seeds(_ content: Digest, _ nonces: [UInt64]) -> [Digest] {
        nonces.map { Digests.sha256(bytes("attempt", content, $0)) }
    }

    private static func bytes(_ domain: String, _ content: Digest, _ nonce: UInt64) -> [UInt8] {
        var writer = CanonicalWriter()
        writer.add(raw: Array("glyphlab/hardened/1/\(domain)".utf8))
        writer.add(raw: content.bytes)
        writer.add(nonce)
        return writer.bytes
    }
}
