public import Tensors

/// The largest magnitudes and the clamps of one layer, or of all layers together.
public struct LayerRanges: Sendable, Equatable {
    /// The record of each clamp over all positions seen so far, in the order of its cases.
    private var clamps: [ClampCount]
    /// The largest magnitude of a whole sum of each product, in the order of its cases.
    private var accumulatorMagnitudesMax: [Int64]

    init() {
        clamps = ForwardClamp.allCases.map { clamp in
            switch clamp {
            case .query, .key: ClampCount(bound: FixedPoint.queryKeyClamp)
            default: ClampCount(bound: FixedPoint.activationClamp)
            }
        }
        accumulatorMagnitudesMax = ForwardProduct.allCases.map { _ in 0 }
    }

    public subscript(clamp: ForwardClamp) -> ClampCount { clamps[Self.place(clamp)] }

    public subscript(product: ForwardProduct) -> Int64 {
        accumulatorMagnitudesMax[Self.place(product)]
    }

    mutating func record(_ clamp: ForwardClamp, _ count: ClampCount) {
        clamps[Self.place(clamp)].merge(count)
    }

    mutating func record(_ product: ForwardProduct, _ magnitude: Int64) {
        let place = Self.place(product)
        accumulatorMagnitudesMax[place] = max(accumulatorMagnitudesMax[place], magnitude)
    }

    mutating func merge(_ other: LayerRanges) {
        for place in clamps.indices { clamps[place].merge(other.clamps[place]) }
        for place in accumulatorMagnitudesMax.indices {
            accumulatorMagnitudesMax[place] = max(
                accumulatorMagnitudesMax[place], other.accumulatorMagnitudesMax[place])
        }
    }

    private static func place<Name: CaseIterable & Equatable>(_ name: Name) -> Int {
        guard let place = Array(Name.allCases).firstIndex(of: name) else {
            preconditionFailure("\(name) is none of its own cases")
        }
        return place
    }
}
