package import Checkpoints
internal import Proving
internal import Tensors
package import Traces

/// The comparison of two model folders: whether their integers are the same, whatever the
/// containers and the types of their elements are.
///
/// For the first tensor that differs, in the order of the model, it tells the first element with
/// its integers and, among the notes, with its stored values.
package struct FolderComparison: Sendable {
    /// The paths of the left and the right folder.
    package let paths: [String]
    /// The traces that were compared: each has a folder's model, and no prompt.
    package let traces: [Trace]
    package let comparison: Comparison

    /// Keeps digests alone in memory, and at last the one tensor of both folders.
    ///
    /// **Throws:** as ``ModelFolder/traced(name:progress:)``, and ``ComparisonError``.
    package init(
        _ left: ModelFolder, _ right: ModelFolder,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        paths = [left.path, right.path]
        let models = [
            try left.traced(name: left.path) { progress($0, 2 * $1) },
            try right.traced(name: right.path) { progress($0 + $1, 2 * $1) },
        ]
        traces = models.map { model in
            var model = model
            // No text is compared, so tokenizers that differ are no difference here.
            model.tokenizerDigest = nil
            return Trace(level: .layers, model: model, schedule: [], prompts: [], maker: [])
        }
        var comparison = try Comparison(traces[0], traces[1])
        comparison.level = nil
        comparison.next = nil
        switch comparison.verdict {
        case .weights: try comparison.nameElement(left, right, models[0])
        case .inconclusive:
            comparison.verdict = .match
            comparison.explanation =
                "The integers of all \(Comparison.counted(models[0].tensors.count, "tensor")) are "
                + "equal: one model."
        case .match, .root, .propagated, .schedule, .input, .config: break
        }
        comparison.noteTokenizers(models[0], models[1])
        self.comparison = comparison
    }
}

extension Comparison {
    fileprivate mutating func nameElement(
        _ left: ModelFolder, _ right: ModelFolder, _ model: TracedModel
    ) throws {
        guard let name = operation,
            let dimensions = model.tensors.first(where: { $0.name == name })?.dimensions,
            let leftTensor = try left.parameter(named: name),
            let rightTensor = try right.parameter(named: name),
            leftTensor.elements.count == rightTensor.elements.count
        else { return }
        setElement(leftTensor.elements, rightTensor.elements, dimensions: dimensions)
        guard let element, let a = try left.storedElement(element.element, of: name),
            let b = try right.storedElement(element.element, of: name)
        else { return }
        notes.append(
            "Element \(element.element) is stored as \(a.type) \(a.bits) on the left, as "
                + "\(b.type) \(b.bits) on the right.")
    }

    fileprivate mutating func noteTokenizers(_ left: TracedModel, _ right: TracedModel) {
        switch (left.tokenizerDigest, right.tokenizerDigest) {
        case (nil, nil): break
        case (nil, _): notes.append("The left folder has no tokenizer.")
        case (_, nil): notes.append("The right folder has no tokenizer.")
        case (let a?, let b?) where a != b:
            notes.append("The tokenizers' files differ: texts may get other tokens.")
        default: break
        }
    }
}
