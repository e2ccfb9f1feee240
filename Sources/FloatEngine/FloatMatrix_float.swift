internal import CShadows

/// A right operand [K, N] of products, in panels of 16 columns: [N / 16][K][16].
package struct FloatMatrix: Sendable {
    package let depth: Int
    package let columns: Int
    var panels: [Float]

    /// - Parameter isTransposed: whether the elements lie as [N, K].
    ///
    /// **Precondition:** depth · columns elements.
    package init(_ elements: [Float], depth: Int, columns: Int, isTransposed: Bool) {
        precondition(elements.count == depth * columns, "\(elements.count) elements")
        self.depth = depth
        self.columns = columns
        let count = cs_panel_float_count(depth, columns)
        panels = unsafe Filled.array(count) { panels in
            unsafe cs_pack(
                panels, elements, isTransposed ? 1 : columns, isTransposed ? depth : 1, depth,
                columns)
        }
    }

    private static let panelWidth = Int(CS_PANEL_WIDTH)

    /// The place in the panels of the element whose row-major index is given.
    func place(of index: Int) -> Int {
        let (k, column) = index.quotientAndRemainder(dividingBy: columns)
        return (column / Self.panelWidth * depth + k) * Self.panelWidth + column % Self.panelWidth
    }

    /// The panels of a part of a matrix, whose element (k, n) lies at
    /// start + k · rowStride + n · columnStride.
    static func panels<Number: BinaryFloatingPoint>(
        _ x: [Number], start: Int, rowStride: Int, columnStride: Int, depth: Int, columns: Int
    ) -> [Number] {
        var panels = [Number](repeating: 0, count: cs_panel_float_count(depth, columns))
        for column in 0..<columns {
            let panel = column / panelWidth * panelWidth * depth + column % panelWidth
            for k in 0..<depth {
                panels[panel + k * panelWidth] =
                    x[
                        start + k * rowStride + column * columnStride]
            }
        }
        return panels
    }
}
