internal import Architectures
public import Tensors

/// The largest magnitudes that forward passes met: before each clamp, with the number of elements
/// that it changed, and of the sums of each product.
public struct ForwardRanges: Sendable, Equatable {
    /// Over all layers and positions seen so far.
    private var all = LayerRanges()
    /// The ranges of the embedding, which belongs to no layer, then those of each layer up to the
    /// deepest seen.
    private var parts: [LayerRanges] = []

    public init() {}

    public subscript(clamp: ForwardClamp) -> ClampCount { all[clamp] }

    public subscript(product: ForwardProduct) -> Int64 { all[product] }

    /// The number of layers, up to the deepest seen.
    public var layerCount: Int { max(parts.count - 1, 0) }

    /// The ranges of a layer, counted from 0; nil for the embedding. Empty where nothing was seen.
    public subscript(layer layer: Int?) -> LayerRanges {
        let place = layer.map { $0 + 1 } ?? 0
        return place < parts.count ? parts[place] : LayerRanges()
    }

    mutating func record(_ clamp: ForwardClamp, _ count: ClampCount, layer: Int?) {
        all.record(clamp, count)
        parts[place(layer)].record(clamp, count)
    }

    mutating func record(_ product: ForwardProduct, _ magnitude: Int64, layer: Int?) {
        all.record(product, magnitude)
        parts[place(layer)].record(product, magnitude)
    }

    private mutating func place(_ layer: Int?) -> Int {
        let place = layer.map { $0 + 1 } ?? 0
        while parts.count <= place { parts.append(LayerRanges()) }
        return place
    }

    /// Adds the record of the clamp at the end of an operation.
    mutating func record(clampOf station: Station, _ count: ClampCount) {
        record(ForwardClamp(station.operation), count, layer: station.layer)
    }

    /// Adds the largest magnitude of a sum of a linear layer.
    mutating func record(productOf station: Station, _ magnitude: Int64) {
        guard
            let product = ForwardProduct.allCases.first(where: { $0.station == station.operation })
        else { preconditionFailure("\(station) has no product") }
        record(product, magnitude, layer: station.layer)
    }

    mutating func record(_ range: AttentionRange, layer: Int?) {
        record(.query, range.query, layer: layer)
        record(.key, range.key, layer: layer)
        record(.value, range.value, layer: layer)
        record(.scores, range.scoreMagnitudeMax, layer: layer)
        record(.headOutputs, range.outputMagnitudeMax, layer: layer)
    }

    /// Folds in what other passes saw. The result does not depend on the order of the passes.
    public mutating func merge(_ other: ForwardRanges) {
        all.merge(other.all)
        for (place, part) in other.parts.enumerated() {
            if place < parts.count { parts[place].merge(part) } else { parts.append(part) }
        }
    }
}
