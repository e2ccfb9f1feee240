internal import Arbitration
internal import Cryptography
internal import Training

/// The opening of the elements that one element follows from.
struct TileOpening: Sendable {
    let element: StepElement
    /// The party that is asked.
    var opener = Side.left
    /// The fault of a party that was asked and did not open.
    var faults = Pair<TrainingDisputeFault?>(both: nil)
    private let plan: TrainingPlan

    init(_ element: StepElement, _ plan: TrainingPlan) {
        self.element = element
        self.plan = plan
    }

    /// The tiles that hold the places, rising, each once.
    static func tiles(_ need: StepElement.Need) -> [Int] {
        var tiles: [Int] = []
        for place in need.places {
            let tile = place / ElementTree.tileElementCount
            if tiles.last != tile { tiles.append(tile) }
        }
        return tiles
    }

    /// The elements of each need.
    ///
    /// - Parameter roots: the opener's, of all tensors.
    ///
    /// **Throws:** ``TrainingDisputeFault``.
    func inputs(
        _ opened: [TrainingReply.OpenedTile], roots: [Digest]
    ) throws(TrainingDisputeFault) -> [[Int64]] {
        var rest = opened[...]
        var inputs: [[Int64]] = []
        for need in element.needs {
            let count = need.tensor.elementCount(plan)
            var taken: [Int64] = []
            taken.reserveCapacity(need.places.count)
            var places = need.places[...]
            for tile in Self.tiles(need) {
                let range = ElementTree.elements(ofTile: tile, elementCount: count)
                guard let one = rest.popFirst(), one.elements.count == range.count else {
                    throw .malformed(to: "open")
                }
                let root = HashTree.root(
                    leaves: [ElementTree.leaf(one.elements)], start: tile,
                    leafCount: ElementTree.tileCount(elementCount: count), siblings: one.siblings)
                guard root == roots[need.tensor.rawValue] else {
                    throw .wrongOpening(of: need.tensor.name)
                }
                guard one.elements.allSatisfy(need.tensor.bounds.contains) else {
                    throw .impossibleInputs(need.tensor.name)
                }
                while let place = places.first, range.contains(place) {
                    taken.append(one.elements[place - range.lowerBound])
                    places.removeFirst()
                }
            }
            inputs.append(taken)
        }
        guard rest.isEmpty else { throw .malformed(to: "open") }
        return inputs
    }
}
