import Architectures
internal import Proving
import Tensors
import Traces

/// The comparison of the weights of two runs, at their three stages.
struct WeightsComparison {
    /// Parameters whose integers differ, or that a side lacks, in the order of the model.
    let differing: [String]
    /// The explanation of the difference; nil where the integers are equal.
    let words: String?
    /// The difference at an earlier stage, where the integers are equal all the same; nil where
    /// there is none.
    let note: String?

    init(_ left: TracedModel, _ right: TracedModel) {
        let names = Self.differingNames(left, right)
        differing = Self.inModelOrder(names, left.architecture)
        let hashesAreEqual = left.integerWeightsHash == right.integerWeightsHash
        guard let first = differing.first else {
            words =
                hashesAreEqual
                ? nil
                : "The hashes of the integer weights differ, though the digests of all tensors are "
                    + "equal: one of the files is not a record of its run."
            note = hashesAreEqual ? Self.note(left, right) : nil
            return
        }
        let count =
            differing.count == 1
            ? "" : " \(differing.count) tensors differ; it is the first in the order of the model."
        words =
            "The integers of \(first) differ." + Self.stage(first, left, right) + count
            + (hashesAreEqual
                ? " The hashes of the integer weights are equal all the same: one of the files is "
                    + "not a record of its run."
                : "")
        note = nil
    }

    /// The names of the parameters that differ, in the order of the traces.
    private static func differingNames(_ left: TracedModel, _ right: TracedModel) -> [String] {
        guard left.tensors != right.tensors else { return [] }
        var others: [String: TracedTensor] = [:]  // never iterated
        for tensor in right.tensors { others[tensor.name] = tensor }
        var names: [String] = []
        for tensor in left.tensors {
            let other = others.removeValue(forKey: tensor.name)
            if other?.integersDigest != tensor.integersDigest
                || other?.dimensions != tensor.dimensions
            {
                names.append(tensor.name)
            }
        }
        return names + right.tensors.map(\.name).filter { others[$0] != nil }
    }

    /// The names in the order in which the model reads them; those that it does not read come last.
    private static func inModelOrder(
        _ names: [String], _ traced: TracedArchitecture
    ) -> [String] {
        // Sizes that this engine does not have leave the order of names; only the order is lost.
        let architecture = (try? traced.architecture()) ?? nil
        guard let architecture, names.count > 1 else { return names }
        let differing = Set(names)  // never iterated
        let known = architecture.parameters.map(\.name)
        let knownNames = Set(known)  // never iterated
        return known.filter { differing.contains($0) } + names.filter { !knownNames.contains($0) }
    }

    /// The stage at which a tensor begins to differ.
    private static func stage(_ name: String, _ left: TracedModel, _ right: TracedModel) -> String {
        guard let a = left.tensors.first(where: { $0.name == name }) else {
            return " Only the right run has it."
        }
        guard let b = right.tensors.first(where: { $0.name == name }) else {
            return " Only the left run has it."
        }
        guard let stored = a.storedDigest, let other = b.storedDigest else { return "" }
        guard a.storedType == b.storedType else {
            return " It is stored as \(a.storedType) on the left and as \(b.storedType) on the "
                + "right."
        }
        return stored == other
            ? " Its stored bytes are equal: the conversion to integers differs."
            : " Its stored bytes differ as well."
    }

    private static func note(_ left: TracedModel, _ right: TracedModel) -> String? {
        let storedDiffers = zip(left.tensors, right.tensors).contains { a, b in
            guard let stored = a.storedDigest, let other = b.storedDigest else { return false }
            return stored != other || a.storedType != b.storedType
        }
        if storedDiffers {
            return "The weights are stored otherwise, and their integers are equal: one model."
        }
        let filesDiffer =
            !left.files.isEmpty && !right.files.isEmpty
            && left.files.map(\.digest) != right.files.map(\.digest)
        return filesDiffer
            ? "The files of the weights differ, and their integers are equal: one model." : nil
    }
}
