internal import Checkpoints
internal import Fingerprints
internal import FloatEngine
internal import Proving
internal import Tokenization

/// A model's folder in the arithmetics of the float engine.
package struct FolderModel: ExperimentModel {
    package let name: String
    private let model: FloatModel
    private let tokenizer: ByteLevelTokenizer
    private let order: FloatOrder

    /// The names of the arithmetics.
    package static let orderNames = FloatOrder.allCases.map(\.rawValue)
    /// The arithmetic nearest to exact sums that is float32 elsewhere.
    package static let orderDefault = FloatOrder.wide.rawValue

    /// **Throws:** the errors of a folder that is missing, incomplete or unreadable.
    /// **Precondition:** the order is one of ``orderNames``.
    package init(
        name: String, folder: String, order: String,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        guard let order = FloatOrder(rawValue: order) else {
            preconditionFailure("no order \(order)")
        }
        self.name = name
        self.order = order
        try ModelFolder(path: folder).checkPieces()
        // The form first: another's tokenizer may be of another kind.
        _ = try Checkpoint.form(folder: folder)
        tokenizer = try ModelFolder(path: folder).tokenizer()
        model = try FloatModel(folder: folder, progress: progress)
    }

    package var base: any AttentionSource { source(model, order) }

    package var others: [(name: String, source: any AttentionSource)] {
        FloatOrder.allCases.filter { $0 != order }.map { ($0.rawValue, source(model, $0)) }
    }

    private func source(_ model: FloatModel, _ order: FloatOrder) -> FloatSource {
        FloatSource(model: model, tokenizer: tokenizer, order: order)
    }

    package var changeableWeightCount: Int { model.changeableWeightCount }

    package func flipped(weight: Int, bit: Int) -> any AttentionSource {
        source(model.flipped(weight: weight, bit: bit), order)
    }

    package func shuffled(seed: String) -> any AttentionSource {
        source(model.shuffled(seed: seed), order)
    }
}

/// A float model in one arithmetic.
struct FloatSource: AttentionSource {
    let model: FloatModel
    let tokenizer: ByteLevelTokenizer
    let order: FloatOrder

    var layerCount: Int { model.form.layerCount }
    var headCount: Int { model.form.headCount }
    var vocabularyCount: Int { model.form.vocabularyCount }

    func tokenIDs(of text: String) throws(ExperimentError) -> [Int32] {
        do {
            let ids = try tokenizer.encode(Array(text.utf8))
            try model.check(ids)
            return ids
        } catch {
            throw .unreadable(prompt: text, cause: "\(error)")
        }
    }

    func rows(_ tokenIDs: [Int32], heads: [Head]) throws -> [[Double]] {
        try model.rows(of: tokenIDs, heads: heads, order: order)
    }
}
