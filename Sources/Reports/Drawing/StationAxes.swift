internal import Architectures

/// The labels of a map of stations in a picture: numbers of layers on the left, names of operations
/// below, slanted, so that neighbours do not meet.
struct StationAxes {
    /// The map's left edge; `top` is its upper one. **Units:** pixels.
    let left: Int
    let top: Int
    /// **Units:** pixels.
    let cellWidth: Int
    let cellHeight: Int
    let layerCount: Int

    /// The operations of the columns.
    let columns: [Station.OperationName]

    /// The operations that are among those drawn, in the order of their names' list.
    static func columns(_ operations: [Station.OperationName]) -> [Station.OperationName] {
        Station.OperationName.allCases.filter(operations.contains)
    }

    /// Below it every fourth layer has a number.
    private static let labelledHeightMin = 10

    /// Elements of SVG of the style `note small`.
    var shapes: String {
        let layers = (0..<layerCount).filter {
            cellHeight >= Self.labelledHeightMin || $0.isMultiple(of: 4)
        }.map { layer in
            SVGText.element(
                "note small", left - 6, top + layer * cellHeight + cellHeight / 2 + 3, "\(layer)",
                anchor: "end")
        }
        let y = top + layerCount * cellHeight + 10
        let operations = columns.enumerated().map { column, operation in
            let x = left + column * cellWidth + cellWidth / 2 + 3
            return "<text class=\"note small\" text-anchor=\"end\" "
                + "transform=\"translate(\(x) \(y)) rotate(-50)\">"
                + "\(SVGText.escaped(operation.rawValue))</text>\n"
        }
        return (layers + operations).joined()
    }
}
