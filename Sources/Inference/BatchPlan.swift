/// The nodes of a forest that a layer computes, and how much of each.
///
/// Sequences that are read in deeper layers go on: their nodes are computed in full. Of sequences
/// that are read here for the last time, only keys, last queries and last rows are.
struct LayerPlan: Equatable {
    /// Nodes of the forest in the order of the layer's rows: those that go on, then other nodes of
    /// sequences that end here, and at last those sequences' last nodes.
    let nodes: [Int]
    let fullNodeCount: Int
    /// Where those last nodes begin.
    let lastStart: Int
    /// The numbers of the sequences that are still computed.
    let sequences: [Int]
    /// The nodes of each of these sequences, as rows of the layer.
    let paths: [[Int]]
    /// Whether each of these goes on: then this layer computes all of it.
    let goesOn: [Bool]
    /// The heads of each of these sequences that are read here.
    let readings: [[Int]]
    /// The heads that are read of sequences that end here, ascending.
    let lastHeads: [Int]

    /// - Parameters:
    ///   - readings: of each sequence and layer, the heads that are read; nil where all layers are
    ///     computed in full and read.
    init(_ forest: TokenForest, layer: Int, headCount: Int, readings: [[[Int]]]?) {
        // The deepest layer in which each sequence is read.
        let deepest = forest.sequences.indices.map { sequence in
            guard let readings else { return Int.max }
            return readings[sequence].lastIndex { !$0.isEmpty } ?? -1
        }
        let going = deepest.indices.filter { deepest[$0] > layer }
        let ending = deepest.indices.filter { deepest[$0] == layer }
        var isTaken = [Bool](repeating: false, count: forest.ids.count)
        func take(_ nodes: some Sequence<Int>) -> [Int] {
            nodes.filter { node in
                defer { isTaken[node] = true }
                return !isTaken[node]
            }
        }
        let full = take(going.flatMap { forest.sequences[$0] }).sorted()
        let last = take(ending.compactMap { forest.sequences[$0].last }).sorted()
        let others = take(ending.flatMap { forest.sequences[$0] }).sorted()
        nodes = full + others + last
        fullNodeCount = full.count
        lastStart = full.count + others.count
        var rows = [Int](repeating: -1, count: forest.ids.count)
        for (row, node) in nodes.enumerated() { rows[node] = row }
        sequences = (going + ending).sorted()
        paths = sequences.map { forest.sequences[$0].map { rows[$0] } }
        goesOn = sequences.map { deepest[$0] > layer }
        self.readings = sequences.map { readings?[$0][layer] ?? Array(0..<headCount) }
        let heads = ending.flatMap { readings?[$0][layer] ?? [] }
        lastHeads = (0..<headCount).filter(heads.contains)
    }
}
