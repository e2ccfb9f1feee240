/// Rows of a name and a value, the values aligned.
package struct TextTable {
    private var rows: [(name: String, value: String)] = []
    private let nameWidthMin: Int

    package init(nameWidthMin: Int = 0) {
        self.nameWidthMin = nameWidthMin
    }

    package mutating func add(_ name: String, _ value: String) {
        rows.append((name, value))
    }

    /// The table as text: a line for each row.
    package var text: String {
        let width = max(nameWidthMin, rows.map(\.name.count).max() ?? 0)
        return rows.map { row in
            let padding = String(repeating: " ", count: width - row.name.count)
            return "  \(row.name)\(padding)  \(row.value)\n"
        }.joined()
    }
}
