public import Cryptography
public import Fingerprints
internal import Synchronization

/// What judging took, in counts that are the same on every machine.
public final class WorkCounter: Sendable {
    public struct Counts: Sendable, Equatable {
        /// Proofs that were computed.
        public var inferences = 0
        public var signatureChecks = 0
        /// Transactions that were tried on a book, whatever came of it.
        public var transactions = 0

        public init() {}

        public static func + (left: Counts, right: Counts) -> Counts {
            var sum = left
            sum.inferences += right.inferences
            sum.signatureChecks += right.signatureChecks
            sum.transactions += right.transactions
            return sum
        }

        public static func - (left: Counts, right: Counts) -> Counts {
            var difference = left
            difference.inferences -= right.inferences
            difference.signatureChecks -= right.signatureChecks
            difference.transactions -= right.transactions
            return difference
        }
    }

    private let state = Mutex(Counts())

    public init() {}

    /// Since the beginning.
    public var counts: Counts { state.withLock { $0 } }

    func add(inferences count: Int) { state.withLock { $0.inferences += count } }
    func addSignatureCheck() { state.withLock { $0.signatureChecks += 1 } }
    func addTransaction() { state.withLock { $0.transactions += 1 } }
}

/// A source of proofs that counts them.
public struct CountingProofs: ProofSource {
    private let source: any ProofSource
    private let counter: WorkCounter

    public init(_ source: any ProofSource, _ counter: WorkCounter) {
        self.source = source
        self.counter = counter
    }

    public func proofHash(salt: String, prompt: [UInt8]) throws(NoProof) -> String {
        counter.add(inferences: 1)
        return try source.proofHash(salt: salt, prompt: prompt)
    }

    public func proofHashes(_ questions: [ProofQuestion]) -> [Result<String, NoProof>] {
        counter.add(inferences: questions.count)
        return source.proofHashes(questions)
    }
}

/// A source of evidence that counts it.
public struct CountingEvidence: EvidenceSource {
    private let source: any EvidenceSource
    private let counter: WorkCounter

    public init(_ source: any EvidenceSource, _ counter: WorkCounter) {
        self.source = source
        self.counter = counter
    }

    public var shape: WitnessShape { source.shape }

    public func evidence(seeds: [Digest]) throws(NoProof) -> [Evidence] {
        counter.add(inferences: seeds.count)
        return try source.evidence(seeds: seeds)
    }
}
