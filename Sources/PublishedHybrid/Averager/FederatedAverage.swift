package import PythonValues

/// The published average of the chosen deltas, as exact sums and how many deltas are in each.
///
/// Only the first delta's names are in it: an empty delta that comes first empties the average.
/// **Source:** page, section 4.
package struct FederatedAverage: Sendable, Equatable {
    package struct Tensor: Sendable, Equatable {
        package let name: PythonText
        package let shape: [Int]
        package let format: TensorFormat
        /// Below 2^62: elements are at most 2^40, deltas of a round at most
        /// ``FederatedAverage/deltaCountMax``.
        package let sums: [MarkedInteger]
        package let count: Int
    }

    package static let deltaCountMax = 1 << 20

    package let tensors: [Tensor]

    /// **Throws:** ``PythonError``: `RuntimeError` for unequal shapes and for integers,
    /// `AttributeError` where the first is no dictionary.
    package init(of deltas: [RetrievedDelta]) throws(PythonError) {
        guard deltas.count <= Self.deltaCountMax else {
            throw .other(name: "RuntimeError", "can't allocate memory")
        }
        guard let first = deltas.first else {
            tensors = []
            return
        }
        var tensors: [Tensor] = []
        for (name, tensor) in try first.named().tensors {
            tensors.append(try Self.average(name, tensor, deltas.dropFirst()))
        }
        self.tensors = tensors
    }

    private static func average(
        _ name: PythonText, _ first: DeltaTensor, _ others: ArraySlice<RetrievedDelta>
    ) throws(PythonError) -> Tensor {
        var (sums, count, format) = (first.elements, 1, first.format)
        for other in others {
            guard let its = other.tensor(name) else { continue }
            guard its.shape == first.shape else {
                throw .other(
                    name: "RuntimeError", "stack expects each tensor to be equal size")
            }
            for place in sums.indices { sums[place] = sums[place] + its.elements[place] }
            count += 1
            if format == .integer { format = its.format }
        }
        guard format != .integer else {
            throw .other(
                name: "RuntimeError",
                "mean(): could not infer output dtype. Input dtype must be "
                    + "either a floating point or complex dtype. Got: Long")
        }
        return Tensor(
            name: name, shape: first.shape, format: format, sums: sums, count: count)
    }
}
