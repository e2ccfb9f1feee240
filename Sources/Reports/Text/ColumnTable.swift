/// Things side by side: a name, and a value for each of them.
package struct ColumnTable {
    /// A value, and what it means where its colour tells that.
    package struct Cell: Sendable, Equatable {
        let text: String
        let meaning: TextStyle.Meaning?

        package init(_ text: String, _ meaning: TextStyle.Meaning? = nil) {
            self.text = text
            self.meaning = meaning
        }
    }

    private var rows: [[Cell]]

    /// - Parameters:
    ///   - corner: the title above the rows' names.
    ///   - titles: the titles of the columns behind the names.
    package init(corner: String = "", titles: [String]) {
        rows = [([corner] + titles).map { Cell($0) }]
    }

    /// **Precondition:** a value a column.
    package mutating func add(_ name: String, _ values: [String]) {
        add(name, cells: values.map { Cell($0) })
    }

    /// **Precondition:** a cell a column.
    package mutating func add(_ name: String, cells: [Cell]) {
        precondition(cells.count + 1 == rows[0].count, "\(cells.count) values")
        rows.append([Cell(name)] + cells)
    }

    /// The table as text: a line for each row, each column as wide as its widest text.
    package var text: String { text(.plain) }

    /// Whether no line of it is longer, its last column whole.
    package func fits(_ columns: Int) -> Bool {
        2 + widths.reduce(0, +) + 2 * (widths.count - 1) <= columns
    }

    /// The same in a style. On a narrow terminal the last column ends in "…" where it would not
    /// fit. The columns before it are never cut, so that a very narrow terminal wraps them.
    package func text(_ style: TextStyle) -> String {
        let widths = self.widths
        let lastWidthMax = style.columns.map { columns in
            max(columns - 2 - widths.dropLast().reduce(0) { $0 + $1 + 2 }, Self.lastWidthMin)
        }
        return rows.map { row in
            var line = "  "
            for (column, cell) in row.enumerated() {
                let isLast = column == row.count - 1
                let padding = isLast ? 0 : widths[column] - cell.text.count + 2
                let text = isLast ? Self.cut(cell.text, to: lastWidthMax) : cell.text
                line += cell.meaning.map { style.text(text, $0) } ?? text
                line += String(repeating: " ", count: padding)
            }
            return line + "\n"
        }.joined()
    }

    /// The same as tables one below the other, each with the names and no wider than asked for,
    /// unless a single column is.
    package func parts(_ style: TextStyle, columnCountMax: Int) -> String {
        let widths = self.widths
        var parts: [[Int]] = [[]]
        var width = 2 + widths[0]
        for column in widths.indices.dropFirst() {
            if width + 2 + widths[column] > columnCountMax, parts.last?.isEmpty == false {
                parts.append([])
                width = 2 + widths[0]
            }
            parts[parts.count - 1].append(column)
            width += 2 + widths[column]
        }
        return parts.map { columns in
            var part = self
            part.rows = rows.map { row in [row[0]] + columns.map { row[$0] } }
            return part.text(style)
        }.joined(separator: "\n")
    }

    private var widths: [Int] {
        rows[0].indices.map { column in rows.map { $0[column].text.count }.max() ?? 0 }
    }

    private static let lastWidthMin = 8

    private static func cut(_ value: String, to width: Int?) -> String {
        guard let width, value.count > width else { return value }
        return value.prefix(width - 1) + "…"
    }
}
