/// Operations of all layers as a grid: a row a layer, a column a kind of operation; what belongs to
/// no layer stands in a row before the first or after the last.
struct StationGrid {
    private static let columnCountMax = 40
    private static let rowCountMax = 1026

    struct Row {
        let name: String
        /// A place in the list of names for each column; nil where there is none.
        let places: [Int?]
    }

    private(set) var columns: [String] = []
    private(set) var rows: [Row] = []
    private let entryCount: Int

    /// Whether a page holds it.
    var isDrawable: Bool {
        !rows.isEmpty && columns.count <= Self.columnCountMax && rows.count <= Self.rowCountMax
            && Self.isFilled(
                rowCount: rows.count, columnCount: columns.count, entryCount: entryCount)
    }

    /// Whether so many entries fill a fair part of a grid, so that no small file makes a page of
    /// empty cells without end.
    static func isFilled(rowCount: Int, columnCount: Int, entryCount: Int) -> Bool {
        rowCount * columnCount <= 4 * entryCount + 4 * columnCountMax
    }

    /// - Parameter names: `embed`, `h.0.attn.qkv`, …, in the order of the schedule.
    init(_ names: [String]) {
        entryCount = names.count
        var columnPlaces: [[UInt8]: Int] = [:]  // looked up, never iterated
        var entries: [(row: String, column: Int)] = []
        for name in names {
            let (row, column) = Self.split(name)
            let key = Array(column.utf8)
            if columnPlaces[key] == nil {
                columnPlaces[key] = columns.count
                columns.append(column)
            }
            entries.append((row, columnPlaces[key, default: 0]))
        }
        guard columns.count <= Self.columnCountMax else { return }
        var places: [Int?] = []
        var name = ""
        for (place, entry) in entries.enumerated() {
            if entry.row != name || places.isEmpty {
                if !places.isEmpty { rows.append(Row(name: name, places: places)) }
                name = entry.row
                places = Array(repeating: nil, count: columns.count)
            }
            places[entry.column] = place
        }
        if !places.isEmpty { rows.append(Row(name: name, places: places)) }
    }

    /// "3" and "attn.qkv" of `h.3.attn.qkv`; "–" and the name of what is in no layer.
    private static func split(_ name: String) -> (row: String, column: String) {
        let parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "h", Int(parts[1]) != nil else { return ("–", name) }
        return (String(parts[1]), String(parts[2]))
    }
}
