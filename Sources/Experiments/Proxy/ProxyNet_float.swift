internal import Fingerprints
internal import Foundation

/// The net that shall stand in for a model's heads: 16 ids, embedded in 96 numbers each, through
/// 768, 768 and 512 to a row of 16 for each head.
package struct ProxyNet: Sendable {
    package static let idCount = 16
    package static let rowCount = 16
    private static let embeddingWidth = 96
    private static let widths = [768, 768, 512]
    private static let batchCount = 64

    package struct Sample: Sendable {
        /// [16], cut or padded with 0.
        package let ids: [Int]
        /// [heads · 16], cut or padded with 0.
        package let target: [Float]

        package init(ids: [Int], target: [Float]) {
            self.ids = ids
            self.target = target
        }
    }

    private let products: ProxyProducts
    private var embedding: AdamTensor
    private var layers: [ProxyLayer]
    private var random: PythonRandom
    private var step = 0

    package init(
        vocabularyCount: Int, headCount: Int, seed: String, products: ProxyProducts
    ) {
        self.products = products
        var random = PythonRandom(seed: seed)
        // Nearly normal, variance 1: twelve uniform draws.
        embedding = AdamTensor(
            (0..<vocabularyCount * Self.embeddingWidth).map { _ in
                Float(
                    (0..<12).reduce(-6.0) { sum, _ in
                        sum + Double(random.fraction53()) * 0x1p-53
                    })
            })
        let widths =
            [Self.idCount * Self.embeddingWidth] + Self.widths + [headCount * Self.rowCount]
        layers = zip(widths, widths.dropFirst()).map {
            ProxyLayer(depth: $0, columns: $1, &random)
        }
        self.random = random
    }

    /// Cut or padded with zeros.
    static func fitted<Number: Numeric>(_ values: some Collection<Number>, to count: Int)
        -> [Number]
    {
        let kept = Array(values.prefix(count))
        return kept + [Number](repeating: 0, count: count - kept.count)
    }

    /// **Shapes:** ids [M][16] → [M][heads · 16].
    package func outputs(_ ids: [[Int]]) -> [[Float]] {
        let last = activations(ids).last ?? []
        let width = layers[layers.count - 1].columns
        return ids.indices.map { Array(last[$0 * width..<($0 + 1) * width]) }
    }

    /// A pass through all samples in a drawn order. **Result:** the sum of the batches' losses.
    package mutating func learn(_ samples: [Sample]) -> Double {
        var order = Array(samples.indices)
        for last in stride(from: order.count - 1, to: 0, by: -1) {
            order.swapAt(last, random.index(below: last + 1))
        }
        var total = 0.0
        for start in stride(from: 0, to: order.count, by: Self.batchCount) {
            let batch = order[start..<min(start + Self.batchCount, order.count)].map { samples[$0] }
            total += learn(batch: batch)
        }
        return total
    }

    /// The inputs and each layer's outputs, behind their activation.
    private func activations(_ ids: [[Int]]) -> [[Float]] {
        let width = Self.embeddingWidth
        var values: [[Float]] = [
            ids.joined().flatMap { embedding.values[$0 * width..<($0 + 1) * width] }
        ]
        for (place, layer) in layers.enumerated() {
            let outputs = layer.outputs(values[place], products)
            values.append(
                place < layers.count - 1
                    ? outputs.map { max($0, 0) }
                    : outputs.map { Float(1 / (1 + exp(-Double($0)))) })
        }
        return values
    }

    private mutating func learn(batch: [Sample]) -> Double {
        step += 1
        let ids = batch.map(\.ids)
        let values = activations(ids)
        let outputs = values[layers.count]
        let targets = batch.flatMap(\.target)
        let scale = 2 / Float(targets.count)
        var loss = 0.0
        var slopes = zip(outputs, targets).map { output, target in
            let difference = output - target
            loss += Double(difference * difference)
            return scale * difference * output * (1 - output)
        }
        for place in layers.indices.reversed() {
            slopes = layers[place].learn(values[place], slopes, step: step, products)
            guard place > 0 else { break }
            for index in slopes.indices where values[place][index] <= 0 { slopes[index] = 0 }
        }
        learnEmbedding(ids.flatMap(\.self), slopes)
        return loss / Double(targets.count)
    }

    private mutating func learnEmbedding(_ ids: [Int], _ slopes: [Float]) {
        let width = Self.embeddingWidth
        var gradient = [Float](repeating: 0, count: embedding.values.count)
        for (place, id) in ids.enumerated() {
            for column in 0..<width {
                gradient[id * width + column] += slopes[place * width + column]
            }
        }
        embedding.descend(gradient, step: step)
    }
}
