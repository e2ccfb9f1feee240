internal import Cryptography

/// Costly answers by the content that they are about: whether a signature holds, and what an update
/// makes. It changes no verdict, only what one costs, so nodes of one process may share it.
package final class HybridMemory {
    private var signatures: [Digest: Bool] = [:]  // looked up, never iterated
    private var aggregates: [[UInt8]: Aggregate] = [:]  // looked up, never iterated
    private let signatureCountMax: Int
    private let aggregateCountMax: Int

    /// - Parameters:
    ///   - signatureCountMax: more are forgotten, all at once.
    ///   - aggregateCountMax: the same of updates, each of which holds weights.
    package init(signatureCountMax: Int = 1 << 16, aggregateCountMax: Int = 64) {
        self.signatureCountMax = signatureCountMax
        self.aggregateCountMax = aggregateCountMax
    }

    /// Signatures that were computed, not remembered.
    package private(set) var checkedSignatureCount = 0
    /// Updates that were re-executed, not remembered.
    package private(set) var executedUpdateCount = 0

    /// Whether a signature is sign(N, m) by the key.
    package func isSigned(
        _ name: String, _ message: [UInt8], _ signature: [UInt8], by publicKey: [UInt8]
    ) -> Bool {
        var hasher = HybridDomain.hasher(name)
        hasher.update(publicKey + signature)
        hasher.update(message)
        let content = hasher.finalized()
        if let known = signatures[content] { return known }
        let isSigned = HybridDomain.isSigned(name, message, signature, by: publicKey)
        if signatures.count >= signatureCountMax { signatures = [:] }
        signatures[content] = isSigned
        checkedSignatureCount += 1
        return isSigned
    }

    /// The aggregate of an update that no rule refused.
    func aggregate(_ content: [UInt8]) -> Aggregate? { aggregates[content] }

    func take(_ aggregate: Aggregate, _ content: [UInt8]) {
        if aggregates.count >= aggregateCountMax { aggregates = [:] }
        aggregates[content] = aggregate
        executedUpdateCount += 1
    }
}
