internal import Disputes
internal import Traces

/// Where a divergence's picture has its operations, in numbers without direction: `along` the flow
/// from layer to layer, and `across` it.
///
/// The residual stream is the spine. The sum behind a layer stands between the layers, that behind
/// the attention in the middle of its layer; the operations of either branch stand on their side of
/// the spine, in the order in which they run. What the proof reads leaves by a rail beyond them.
struct DivergencePlan {
    struct Spot {
        /// In the schedule.
        let place: Int
        let along: Int
        let across: Int
        let kind: Kind
    }

    enum Kind {
        /// An operation of a branch.
        case box
        /// A state of the residual stream.
        case node
        /// A layer of which only the outcome is known.
        case layer
        /// The rows and the proof.
        case end
    }

    /// Sizes in pixels.
    struct Sizes {
        let layerPitch: Int
        let boxAlong: Int
        let rowPitch: Int
        let boxAcross: Int
        let nodeRadius: Int
        let endPitch: Int
        let endAlong: Int
        let railGap: Int

        var gap: Int { layerPitch - boxAlong }
    }

    let grid: DivergenceGrid
    let layers: ArraySlice<Int>
    let sizes: Sizes
    private(set) var spots: [Spot] = []
    /// By place in the schedule.
    private(set) var spotIndices: [Int?]
    /// Names of operations beside the spine, with where they stand across.
    private(set) var rows: [(name: String, across: Int)] = []
    let spine: Int
    let rail: Int
    private(set) var end: Int
    private(set) var depth: Int

    /// Prompts' lines are so long at least, where there are no layers.
    private static let endWithoutLayers = 240

    /// Names that end the branches.
    private static let attentionSum = "residual_attn"
    private static let layerSum = "residual_mlp"

    init(_ schedule: [ScheduledOperation], around layer: Int?, layerCountMax: Int, _ sizes: Sizes) {
        self.sizes = sizes
        grid = DivergenceGrid(schedule)
        layers = grid.window(around: layer, countMax: layerCountMax)
        spotIndices = Array(repeating: nil, count: schedule.count)
        let names = grid.names
        let sum = names.firstIndex(of: Self.attentionSum)
        let above = names[..<(sum ?? 0)].filter { $0 != Self.layerSum }
        let below = names[(sum.map { $0 + 1 } ?? 0)...].filter { $0 != Self.layerSum }
        rail = sizes.boxAcross / 2
        let hasStream = sum != nil || names.contains(Self.layerSum) || !grid.before.isEmpty
        let hasRail = !grid.behind.isEmpty
        let first = hasRail ? rail + sizes.railGap : hasStream ? 0 : -sizes.rowPitch
        let spine = first + above.count * sizes.rowPitch + sizes.boxAcross / 2
        self.spine = spine
        end = sizes.nodeRadius
        depth = spine + (names == [Self.layerSum] ? sizes.boxAcross : sizes.boxAcross / 2)
        for (row, name) in above.enumerated() {
            rows.append((name, first + row * sizes.rowPitch + sizes.boxAcross / 2))
        }
        if sum != nil { rows.append((Self.attentionSum, spine)) }
        for (row, name) in below.enumerated() {
            rows.append((name, spine + (row + 1) * sizes.rowPitch))
            depth = spine + (row + 1) * sizes.rowPitch + sizes.boxAcross / 2
        }
        place(schedule, hasBranches: sum != nil)
    }

    private mutating func place(_ schedule: [ScheduledOperation], hasBranches: Bool) {
        guard !layers.isEmpty else {
            for (index, place) in grid.before.enumerated() {
                end = sizes.endAlong / 2 + index * sizes.endPitch
                add(place, end, rail, .end)
            }
            end = max(end + sizes.endAlong / 2, Self.endWithoutLayers)
            return
        }
        for place in grid.before { add(place, end, spine, .node) }
        for (column, layer) in layers.enumerated() {
            let centre = self.centre(column)
            for (name, across) in rows {
                guard let place = grid.place(layer: layer, name) else { continue }
                add(place, centre, across, name == Self.attentionSum ? .node : .box)
            }
            guard let place = grid.place(layer: layer, Self.layerSum) else { continue }
            if hasBranches || !rows.isEmpty {
                add(place, sizes.nodeRadius + (column + 1) * sizes.layerPitch, spine, .node)
            } else {
                add(place, centre, spine, .layer)
            }
        }
        end = sizes.nodeRadius + layers.count * sizes.layerPitch
        for place in grid.behind {
            end += sizes.endPitch
            add(place, end, rail, .end)
        }
        end += grid.behind.isEmpty ? sizes.nodeRadius : sizes.endAlong / 2
    }

    /// The middle of a layer's boxes.
    func centre(_ column: Int) -> Int {
        sizes.nodeRadius + column * sizes.layerPitch + sizes.layerPitch / 2
    }

    private mutating func add(_ place: Int, _ along: Int, _ across: Int, _ kind: Kind) {
        spotIndices[place] = spots.count
        spots.append(Spot(place: place, along: along, across: across, kind: kind))
    }

    /// The spot of an operation; nil outside the layers that are drawn.
    func spot(_ place: Int) -> Spot? { spotIndices[place].map { spots[$0] } }

    /// How far a spot reaches from its middle.
    func reach(_ spot: Spot) -> (along: Int, across: Int) {
        switch spot.kind {
        case .box: (sizes.boxAlong / 2, sizes.boxAcross / 2)
        case .node: (sizes.nodeRadius, sizes.nodeRadius)
        case .layer: (sizes.boxAlong / 2, sizes.boxAcross)
        case .end: (sizes.endAlong / 2, sizes.boxAcross / 2)
        }
    }

    /// The corners of the way from one spot to another.
    func way(from source: Spot, to target: Spot) -> [(along: Int, across: Int)] {
        let half = sizes.boxAlong / 2
        let (from, to) = ((source.along, source.across), (target.along, target.across))
        switch (source.kind, target.kind) {
        case (.box, .end), (.layer, .end):
            // Beside the boxes to the rail, and along it.
            let lift = source.along + half + sizes.gap / 4
            return [from, (lift, source.across), (lift, rail), to]
        case (.node, .end): return [from, (source.along, rail), to]
        case (.node, .box) where target.along > source.along:
            return [from, (source.along, target.across), to]
        case (.box, .node) where target.along > source.along:
            return [from, (target.along, source.across), to]
        case (.box, .box) where abs(source.across - target.across) > sizes.rowPitch:
            // Past the boxes in between.
            let side = source.along - half - sizes.gap / 5
            return [from, (side, source.across), (side, target.across), to]
        default: return [from, to]
        }
    }
}
