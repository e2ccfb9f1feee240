internal import Disputes
internal import Traces

/// A schedule as a grid: layers one way, the operations of a layer the other; what belongs to no
/// layer stands before or behind.
struct DivergenceGrid {
    /// Ascending.
    let layers: [Int]
    /// Without their layers, in the order in which they run.
    let names: [String]
    /// Places in the schedule of what runs before the layers.
    let before: [Int]
    /// Places in the schedule of what runs behind them.
    let behind: [Int]
    private let places: [Cell: Int]  // never iterated

    private struct Cell: Hashable {
        let layer: Int
        let name: String
    }

    init(_ schedule: [ScheduledOperation]) {
        var (layers, names) = ([Int](), [String]())
        var knownLayers: Set<Int> = []  // never iterated
        var knownNames: Set<String> = []  // never iterated
        var places: [Cell: Int] = [:]  // never iterated
        var (before, behind) = ([Int](), [Int]())
        for (place, operation) in schedule.enumerated() {
            guard let layer = operation.layer else {
                if layers.isEmpty { before.append(place) } else { behind.append(place) }
                continue
            }
            let name = Self.name(operation)
            if knownLayers.insert(layer).inserted { layers.append(layer) }
            if knownNames.insert(name).inserted { names.append(name) }
            places[Cell(layer: layer, name: name)] = place
        }
        self.layers = layers.sorted()
        self.names = names
        (self.before, self.behind, self.places) = (before, behind, places)
    }

    /// The place in the schedule; nil where that layer has no such operation.
    func place(layer: Int, _ name: String) -> Int? { places[Cell(layer: layer, name: name)] }

    /// `attn.qkv` of `h.3.attn.qkv`.
    static func name(_ operation: ScheduledOperation) -> String {
        guard operation.layer != nil else { return operation.name }
        return String(operation.name.split(separator: ".", maxSplits: 2)[2])
    }

    /// So many layers that hold `layer`, as far in the middle as they can.
    func window(around layer: Int?, countMax: Int) -> ArraySlice<Int> {
        guard layers.count > countMax else { return layers[...] }
        let centre = layer.flatMap { layers.firstIndex(of: $0) } ?? 0
        let start = min(max(centre - countMax / 2, 0), layers.count - countMax)
        return layers[start..<start + countMax]
    }
}
