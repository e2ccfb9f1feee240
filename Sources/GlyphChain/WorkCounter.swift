package import Cryptography
package import Fingerprints
internal import Synchronization

/// The work of judging, in counts that are the same on every machine.
package final class WorkCounter: Sendable {
    package struct Counts: Sendable, Equatable {
        /// Proofs that were computed.
        package var inferences = 0
        package var signatureChecks = 0
        /// Transactions that were tried on a book, refused ones among them.
        package var transactions = 0

        package init() {}

        package static func + (left: Counts, right: Counts) -> Counts {
            var sum = left
            sum.inferences += right.inferences
            sum.signatureChecks += right.signatureChecks
            sum.transactions += right.transactions
            return sum
        }

        package static func - (left: Counts, right: Counts) -> Counts {
            var difference = left
            difference.inferences -= right.inferences
            difference.signatureChecks -= right.signatureChecks
            difference.transactions -= right.transactions
            return difference
        }
    }

    private let state = Mutex(Counts())

    package init() {}

    /// The counts since the counter was made.
    package var counts: Counts { state.withLock { $0 } }

    func add(inferences count: Int) { state.withLock { $0.inferences += count } }
    func addSignatureCheck() { state.withLock { $0.signatureChecks += 1 } }
    func addTransaction() { state.withLock { $0.transactions += 1 } }
}

/// A source of proofs that counts them.
package struct CountingProofs: ProofSource {
    private let source: any ProofSource
    private let counter: WorkCounter

    package init(_ source: any ProofSource, _ counter: WorkCounter) {
        self.source = source
        self.counter = counter
    }

    package func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        counter.add(inferences: 1)
        return try source.proofHash(salt: salt, prompt: prompt)
    }

    package func proofHashes(_ questions: [ProofQuestion]) -> [Result<String, NoProof>] {
        counter.add(inferences: questions.count)
        return source.proofHashes(questions)
    }
}

/// A source of evidence that counts it.
package struct CountingEvidence: EvidenceSource {
    private let source: any EvidenceSource
    private let counter: WorkCounter

    package init(_ source: any EvidenceSource, _ counter: WorkCounter) {
        self.source = source
        self.counter = counter
    }

    package var shape: WitnessShape { source.shape }

    package func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        counter.add(inferences: seeds.count)
        return try source.evidence(seeds: seeds)
    }
}
