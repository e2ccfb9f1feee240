package import Checkpoints
package import Conformance
internal import Inference
package import Proving
internal import Tensors
package import Tokenization

/// The parts of the laboratory that the chain's vector files refer to and do not hold.
package struct ChainVectorSurroundings: Sendable {
    /// The published chain's tokenizer, GPT-2's; nil where it is not here.
    package let tokenizer: ByteLevelTokenizer?
    /// The reason that cases have which are skipped for want of ``tokenizer``.
    package let tokenizerMissing: String
    /// The pinned synthetic model of a name; nil where there is none.
    package let pinnedModel: @Sendable (_ name: String) throws -> SyntheticModel?
    /// The bytes of the file of a name beside the one that is judged; nil where there is none.
    /// Names hold no slash.
    package let neighbour: @Sendable (_ name: String) throws -> [UInt8]?
    package let threadCount: Int

    package init(
        tokenizer: ByteLevelTokenizer?, tokenizerMissing: String,
        pinnedModel: @escaping @Sendable (_ name: String) throws -> SyntheticModel?,
        neighbour: @escaping @Sendable (_ name: String) throws -> [UInt8]?, threadCount: Int
    ) {
        self.tokenizer = tokenizer
        self.tokenizerMissing = tokenizerMissing
        self.pinnedModel = pinnedModel
        self.neighbour = neighbour
        self.threadCount = threadCount
    }

    /// The prover of the model that `name` names.
    ///
    /// **Throws:** ``VectorFormError`` where no pinned synthetic model has the name.
    package func prover(named name: VectorValue) throws -> ProverFinding {
        guard let model = try pinnedModel(name.string()) else {
            throw VectorFormError(
                place: name.place, expected: "the name of a pinned synthetic model",
                got: try name.string())
        }
        guard let tokenizer else { return .missing(reason: tokenizerMissing) }
        return .here(
            Prover(
                tokenizer: tokenizer,
                transformer: Transformer(
                    weights: try model.checkpoint().weights, backend: Backends.fastest)))
    }
}

/// A prover, or the reason why cases that need it are skipped.
package enum ProverFinding {
    case here(Prover)
    case missing(reason: String)
}
