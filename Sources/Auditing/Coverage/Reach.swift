internal import Architectures
internal import Fingerprints
internal import Tensors

/// The elements of one sequence's tensors from which a proof follows: found backwards over the list
/// of operations, from the parts that the proof reads.
///
/// Columns are looked at in blocks, as wide as a head where that divides all widths, since no
/// operation tells the columns of a block apart: each output column reads all of the block, or only
/// its own column. An element is reachable if the proof depends on it by the shape of the
/// computation; rounding may still absorb a change. Masked positions are counted nowhere.
struct Reach: Sendable {
    let architecture: Architecture
    let tokenIDs: [Int32]
    /// For each operation the blocks that are reached, [T, blocks], or [H, T, T].
    private var regions: [[Bool]]

    private let blockWidth: Int

    init(_ architecture: Architecture, tokenIDs: [Int32], readings: ProofReadings) {
        self.architecture = architecture
        let blockWidth = architecture.blockWidth
        self.blockWidth = blockWidth
        self.tokenIDs = tokenIDs
        let count = tokenIDs.count
        regions = architecture.operations.map { operation in
            let size =
                switch operation.output {
                case .tokens(let columns): count * (columns / blockWidth)
                case .heads(let heads): heads * count * count
                }
            return Array(repeating: false, count: size)
        }
        start(readings)
        for place in architecture.operations.indices.reversed() { propagate(place) }
    }

    private var count: Int { tokenIDs.count }

    private func blockCount(_ place: Int) -> Int { regions[place].count / count }

    // MARK: Backwards

    private mutating func start(_ readings: ProofReadings) {
        for (place, operation) in architecture.operations.enumerated()
        where operation.kind == .softmax {
            for head in readings.heads where head.layer == operation.station.layer {
                markRow(place, head: head.head, query: count - 1)
            }
        }
        if readings.readsResidual {
            let last = regions.count - 1
            regions[last] = Array(repeating: true, count: regions[last].count)
        }
    }

    private mutating func propagate(_ place: Int) {
        let operation = architecture.operations[place]
        switch operation.kind {
        case .embedding: break
        case .norm, .rootNorm, .linear:
            // Each element of a row follows from the whole row before.
            let blocks = blockCount(place)
            for token in 0..<count
            where regions[place][token * blocks..<(token + 1) * blocks].contains(true) {
                markToken(operation.inputs[0], token)
            }
        case .activation, .residual:
            for input in operation.inputs {
                for index in regions[place].indices where regions[place][index] {
                    regions[input][index] = true
                }
            }
        case .rotary: propagateRotary(place, operation)
        case .gatedActivation: propagateGate(place, operation)
        case .mixing: propagateMixing(place, operation)
        case .softmax:
            for head in 0..<architecture.shape.headCount {
                for query in 0..<count where rowIsReached(place, head: head, query: query) {
                    markRow(operation.inputs[0], head: head, query: query)
                }
            }
        case .scores: propagateScores(place, operation)
        }
    }

    /// The values of a head at a position follow from its row and the values up to it.
    private mutating func propagateMixing(_ place: Int, _ operation: Operation) {
        let (blocks, layout) = (blockCount(place), HeadLayout(architecture.shape))
        for token in 0..<count {
            for block in 0..<blocks where regions[place][token * blocks + block] {
                let (head, column) = (block * blockWidth).quotientAndRemainder(
                    dividingBy: layout.headWidth)
                markRow(operation.inputs[0], head: head, query: token)
                let start = layout.values(head).lowerBound + column
                for key in 0...token {
                    mark(operation.inputs[1], key, start..<start + blockWidth)
                }
            }
        }
    }

    /// A turned column follows from two columns of its head; values are left as they are.
    private mutating func propagateRotary(_ place: Int, _ operation: Operation) {
        let (blocks, layout) = (blockCount(place), HeadLayout(architecture.shape))
        for index in regions[place].indices where regions[place][index] {
            let (token, column) = (index / blocks, index % blocks * blockWidth)
            let head = column / layout.headWidth
            let isTurned = head < layout.rotatedHeadCount
            mark(
                operation.inputs[0], token,
                isTurned ? layout.queries(head) : column..<column + blockWidth)
        }
    }

    /// Gates stand before what they open.
    private mutating func propagateGate(_ place: Int, _ operation: Operation) {
        let blocks = blockCount(place)
        for index in regions[place].indices where regions[place][index] {
            let (token, block) = (index / blocks, index % blocks)
            for half in [block, blocks + block] {
                regions[operation.inputs[0]][token * 2 * blocks + half] = true
            }
        }
    }

    /// Marks the blocks of some columns.
    private mutating func mark(_ place: Int, _ token: Int, _ columns: Range<Int>) {
        let start = token * blockCount(place)
        for block in columns.lowerBound / blockWidth..<columns.upperBound / blockWidth {
            regions[place][start + block] = true
        }
    }

    private mutating func propagateScores(_ place: Int, _ operation: Operation) {
        let layout = HeadLayout(architecture.shape)
        for head in 0..<layout.headCount {
            for query in 0..<count {
                for key in 0...query where regions[place][element(head, query, key)] {
                    mark(operation.inputs[0], query, layout.queries(head))
                    mark(operation.inputs[0], key, layout.keys(head))
                }
            }
        }
    }

    private func element(_ head: Int, _ query: Int, _ key: Int) -> Int {
        (head * count + query) * count + key
    }

    private mutating func markRow(_ place: Int, head: Int, query: Int) {
        for key in 0...query { regions[place][element(head, query, key)] = true }
    }

    private mutating func markToken(_ place: Int, _ token: Int) {
        let blocks = blockCount(place)
        for block in 0..<blocks { regions[place][token * blocks + block] = true }
    }

    private func rowIsReached(_ place: Int, head: Int, query: Int) -> Bool {
        let start = element(head, query, 0)
        return regions[place][start...start + query].contains(true)
    }

    // MARK: What was found

    /// Whether the proof follows from an element of an operation's output, by its row-major place.
    func contains(place: Int, element: Int) -> Bool {
        guard case .tokens(let columns) = architecture.operations[place].output else {
            return regions[place][element]
        }
        let (token, column) = (element / columns, element % columns)
        return regions[place][token * blockCount(place) + column / blockWidth]
    }

    /// The share of the operation's output elements that is reached, masked ones left out.
    func elements(_ place: Int) -> Share {
        let reached = regions[place].count { $0 }
        switch architecture.operations[place].output {
        case .tokens:
            return Share(reached * blockWidth, of: regions[place].count * blockWidth)
        case .heads(let heads): return Share(reached, of: heads * count * (count + 1) / 2)
        }
    }

    /// The share of the operation's multiply-adds that is reached, masked positions left out; 0 of
    /// 0 where it is no product of matrices.
    func multiplyAdds(_ place: Int) -> Share {
        let operation = architecture.operations[place]
        let total = architecture.multiplyAddCount(of: operation, tokenCount: count)
        switch operation.kind {
        case .linear:
            let depth = blockCount(operation.inputs[0]) * blockWidth
            return Share(
                regions[place].count { $0 } * blockWidth * depth, of: total)
        case .scores:
            return Share(regions[place].count { $0 } * architecture.shape.headWidth, of: total)
        case .mixing:
            let blocks = blockCount(place)
            let products = regions[place].indices.reduce(0) {
                $0 + (regions[place][$1] ? $1 / blocks + 1 : 0)
            }
            return Share(products * blockWidth, of: total)
        case .embedding, .norm, .rootNorm, .rotary, .softmax, .activation, .gatedActivation,
            .residual:
            return Share()
        }
    }

    /// Whether any element of a head's scores is reached.
    func containsHead(layer: Int, head: Int) -> Bool {
        architecture.operations.indices.contains { place in
            let operation = architecture.operations[place]
            guard operation.kind == .scores, operation.station.layer == layer else { return false }
            let start = element(head, 0, 0)
            return regions[place][start..<start + count * count].contains(true)
        }
    }

    /// The elements of parameters from which the proof follows.
    func parameters() -> ParameterReach {
        var reach = ParameterReach(architecture)
        for (place, operation) in architecture.operations.enumerated() {
            let blocks = blockCount(place)
            guard !operation.parameters.isEmpty else { continue }
            for index in regions[place].indices where regions[place][index] {
                let (token, block) = (index / blocks, index % blocks)
                if operation.kind == .embedding {
                    reach.mark(operation.parameters[0], row: Int(tokenIDs[token]), block: block)
                    for name in operation.parameters.dropFirst() {
                        reach.mark(name, row: token, block: block)
                    }
                } else {
                    for name in operation.parameters { reach.mark(name, row: nil, block: block) }
                }
            }
        }
        return reach
    }
}
