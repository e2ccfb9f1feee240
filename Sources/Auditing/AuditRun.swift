internal import Cryptography
internal import Inference
internal import Platform
package import Proving
internal import Tensors
internal import Tokenization

/// A run of all prompts, of which a digest for each prompt is kept, over the rows of all heads.
package struct AuditRun: Sendable, Equatable {
    /// How many prompts the reference backend runs.
    static let referencePromptCount = 4

    /// Lower-case hexadecimal SHA-256, one for each prompt.
    package let rowDigests: [String]
    package let backend: String
    package let threadCount: Int

    init(rowDigests: [String], backend: String, threadCount: Int) {
        self.rowDigests = rowDigests
        self.backend = backend
        self.threadCount = threadCount
    }

    /// Runs from the last prompt to the first.
    init(
        _ prover: Prover, _ transformer: Transformer, promptCount: Int, threadCount: Int,
        _ onPass: @Sendable () -> Void
    ) throws {
        let reversed = try Threads.map(count: promptCount, threadCount: threadCount) { index in
            let (ids, _) = try Self.ids(prover, promptCount - 1 - index)
            let rows = try transformer.forward(ids).rows
            onPass()
            return Self.digest(rows)
        }
        self.init(
            rowDigests: reversed.reversed(), backend: transformer.backend.name,
            threadCount: threadCount)
    }

    /// The digest of the whole run: SHA-256 over the prompts' digests, one on each line.
    package var digest: String {
        Digests.sha256(rowDigests.joined(separator: "\n").utf8).text
    }

    /// The tokens of "{salt} {prompt}", cut to the model's context.
    package static func ids(_ prover: Prover, _ index: Int) throws -> (ids: [Int32], isCut: Bool) {
        let text = "\(AuditPrompts.salt) \(AuditPrompts.prompt(index))"
        let ids = try prover.tokenizer.encode(Array(text.utf8))
        let countMax = prover.transformer.shape.contextTokenCount
        return (Array(ids.prefix(countMax)), ids.count > countMax)
    }

    /// Over the rows of all heads in order, each weight as a little-endian int64.
    static func digest(_ rows: [[[Int64]]]) -> String {
        var hasher = SHA256Hasher()
        for row in rows.joined() {
            hasher.update(
                row.flatMap { weight in
                    (0..<8).map { UInt8(truncatingIfNeeded: weight >> ($0 * 8)) }
                })
        }
        return hasher.finalized().text
    }
}
