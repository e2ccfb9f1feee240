internal import Architectures
internal import Fingerprints

/// Models of the same shape with other weights, for experiments.
extension FloatModel {
    /// The parameters of all layers, by their places in the operations.
    private var layerParameters: [String] {
        operations.filter { $0.kind != .embedding }.flatMap(\.parameters)
    }

    private func count(_ name: String) -> Int {
        weights.matrices[name].map { $0.depth * $0.columns } ?? weights.vector(name).count
    }

    /// How many weights there are besides the embeddings.
    package var changeableWeightCount: Int { layerParameters.reduce(0) { $0 + count($1) } }

    /// The model with one bit of one weight flipped; a weight that would be no finite number gets
    /// the sign of its own flipped instead.
    ///
    /// **Precondition:** the weight is below ``changeableWeightCount``, the bit below 32.
    package func flipped(weight: Int, bit: Int) -> FloatModel {
        precondition((0..<changeableWeightCount).contains(weight) && (0..<32).contains(bit))
        var place = weight
        for name in layerParameters {
            guard place >= count(name) else { return changed(name, place, bit) }
            place -= count(name)
        }
        preconditionFailure("weight \(weight)")
    }

    private func changed(_ name: String, _ index: Int, _ bit: Int) -> FloatModel {
        func flipped(_ value: Float) -> Float {
            let result = Float(bitPattern: value.bitPattern ^ (1 << UInt32(bit)))
            return result.isFinite ? result : -value
        }
        var changed = weights
        if let matrix = weights.matrices[name] {
            let place = matrix.place(of: index)
            changed.matrices[name]?.panels[place] = flipped(matrix.panels[place])
        } else {
            changed.vectors[name]?[index] = flipped(weights.vector(name)[index])
        }
        return with(changed)
    }

    /// The model whose tensors hold the same numbers in orders that are drawn from `seed`, tensor
    /// by tensor in the order of the operations.
    package func shuffled(seed: String) -> FloatModel {
        var random = PythonRandom(seed: seed)
        var changed = weights
        for name in operations.flatMap(\.parameters) {
            let order = Self.order(count(name), &random)
            if let matrix = weights.matrices[name] {
                var panels = matrix.panels
                for (to, from) in order.enumerated() {
                    panels[matrix.place(of: to)] = matrix.panels[matrix.place(of: from)]
                }
                changed.matrices[name]?.panels = panels
            } else {
                let vector = weights.vector(name)
                changed.vectors[name] = order.map { vector[$0] }
            }
        }
        return with(changed)
    }

    private static func order(_ count: Int, _ random: inout PythonRandom) -> [Int] {
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(last, random.index(below: last + 1))
        }
        return order
    }
}
