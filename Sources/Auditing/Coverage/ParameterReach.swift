internal import Architectures
internal import Tensors

/// The elements of parameters that proofs follow from, by blocks of columns as wide as a head. Rows
/// are told apart in embeddings only, since a product reads all rows of a column.
struct ParameterReach: Sendable {
    private let parameters: [Parameter]
    // The place of each parameter in `regions`.
    private let places: [String: Int]  // looked up, never iterated
    /// For each parameter the blocks that are reached, [rows that are told apart, blocks].
    private var regions: [[Bool]]

    private let blockWidth: Int

    init(_ architecture: Architecture) {
        parameters = architecture.parameters
        let blockWidth = architecture.blockWidth
        self.blockWidth = blockWidth
        places = Dictionary(
            uniqueKeysWithValues: parameters.enumerated().map { ($0.element.name, $0.offset) })
        regions = parameters.map { parameter in
            let rows = Self.tellsRows(parameter) ? parameter.rows : 1
            return Array(repeating: false, count: rows * (parameter.columns / blockWidth))
        }
    }

    private static func tellsRows(_ parameter: Parameter) -> Bool {
        parameter.name == "wte" || parameter.name == "wpe"
    }

    /// Marks a block as reached.
    ///
    /// - Parameter row: the row that is reached; nil for all rows. **Precondition:** rows of the
    ///   parameter are told apart where one is given.
    mutating func mark(_ name: String, row: Int?, block: Int) {
        let place = place(name)
        let blocks = parameters[place].columns / blockWidth
        regions[place][(row ?? 0) * blocks + block] = true
    }

    mutating func merge(_ other: ParameterReach) {
        for place in regions.indices {
            for index in regions[place].indices where other.regions[place][index] {
                regions[place][index] = true
            }
        }
    }

    func contains(_ name: String, element: Int) -> Bool {
        let place = place(name)
        let parameter = parameters[place]
        let row = Self.tellsRows(parameter) ? element / parameter.columns : 0
        let blocks = parameter.columns / blockWidth
        return regions[place][row * blocks + element % parameter.columns / blockWidth]
    }

    /// The share of each parameter, in the order of the model.
    var shares: [(name: String, share: Share)] {
        zip(parameters, regions).map { parameter, region in
            let rows = Self.tellsRows(parameter) ? 1 : parameter.rows
            return (
                parameter.name,
                Share(
                    region.count { $0 } * blockWidth * rows,
                    of: parameter.rows * parameter.columns)
            )
        }
    }

    var all: Share { shares.reduce(into: Share()) { $0 += $1.share } }

    private func place(_ name: String) -> Int {
        guard let place = places[name] else { preconditionFailure("no parameter \(name)") }
        return place
    }
}
