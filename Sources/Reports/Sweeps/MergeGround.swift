/// The facts of a merged run that were compared with something, and those that rest on its signers'
/// word alone.
///
/// A merge runs nothing. Proofs are compared with a golden; all else that a receipt says of a run
/// needs the model, and the records need the run itself.
package struct MergeGround: Sendable {
    /// The model's facts that the run was compared with, besides a golden.
    package enum Model: Sendable {
        case none
        /// A manifest, by the model's name: it has the architecture.
        case pinned(String)
        /// The model itself, as the user named it.
        case loaded(String)
    }

    /// With what the proofs were compared, in words; nil where they were not.
    private let proofs: String?
    private let model: Model
    /// The first thing that is not as the model has it; nil where all is that was compared.
    package let difference: String?

    package init(proofs: String?, model: Model, difference: String?) {
        self.proofs = proofs
        self.model = model
        self.difference = difference
    }

    var compared: [String] {
        let ofModel: [String] =
            switch model {
            case .none: []
            case .pinned(let name): ["the architecture, with the pinned model \(name)"]
            case .loaded(let name):
                [
                    "weights, architecture, digest of the integers, operations and the tokens of "
                        + "every prompt, with the model \(name)"
                ]
            }
        return (proofs.map { ["the proofs, with \($0)"] } ?? []) + ofModel
    }

    var onTheSignersWord: [String] {
        let ofModel: String? =
            switch model {
            case .none:
                "architecture, digest of the integers, operations and tokens: --model compares them"
            case .pinned:
                "digest of the integers, operations and tokens: --model compares them"
            case .loaded: nil
            }
        return (proofs == nil ? ["the proofs: a golden or --expect compares them"] : [])
            + [ofModel].compactMap(\.self) + [
                "the roots of records: 'glyphlab receipt verify' runs all again, "
                    + "'receipt spot-check' some"
            ]
    }
}
