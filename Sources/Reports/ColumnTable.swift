/// Things side by side: a name, and a value for each of them.
public struct ColumnTable {
    private var rows: [[String]]

    /// - Parameters:
    ///   - corner: what stands above the names.
    ///   - titles: of the columns behind the names.
    public init(corner: String = "", titles: [String]) {
        rows = [[corner] + titles]
    }

    /// **Precondition:** a value a column.
    public mutating func add(_ name: String, _ values: [String]) {
        precondition(values.count + 1 == rows[0].count, "\(values.count) values")
        rows.append([name] + values)
    }

    /// One line a row, each column as wide as its widest text.
    public var text: String { text(width: nil) }

    /// The same, shortened to a terminal's width: the last column ends in "…" where it would not
    /// fit. The columns before it are never cut, so that a very narrow terminal wraps them.
    public func text(width: Int?) -> String {
        let widths = rows[0].indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            var line = "  "
            for (column, value) in row.enumerated() {
                let isLast = column == row.count - 1
                let padding = isLast ? 0 : widths[column] - value.count + 2
                let left = isLast ? width.map { max($0 - line.count, Self.lastWidthMin) } : nil
                line += Self.cut(value, to: left) + String(repeating: " ", count: padding)
            }
            return line + "\n"
        }.joined()
    }

    private static let lastWidthMin = 8

    private static func cut(_ value: String, to width: Int?) -> String {
        guard let width, value.count > width else { return value }
        return value.prefix(width - 1) + "…"
    }
}
