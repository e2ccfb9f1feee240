internal import BigInt
internal import Encodings
package import PythonValues

/// All rows of all tables of a ledger, as somebody with the disk reads and writes them.
package struct LedgerDocument: Sendable, Equatable {
    package struct Table: Sendable, Equatable {
        package let name: String
        package let columns: [String]
        /// In the order of the rows' numbers; as many cells each as there are columns.
        package var rows: [[TableCell]]

        package init(name: String, columns: [String], rows: [[TableCell]]) {
            self.name = name
            self.columns = columns
            self.rows = rows
        }

        /// The place of a column in each row; nil where there is none of the name.
        package func place(_ column: String) -> Int? { columns.firstIndex(of: column) }
    }

    /// By name, SQLite's own table of the highest row numbers among them.
    package var tables: [Table]

    package init(tables: [Table]) {
        self.tables = tables
    }

    package init(of store: TableStore) throws(PythonError) {
        tables = []
        for (name, columns) in try Self.layout(of: store) {
            let list = columns.map { "\"\($0)\"" }.joined(separator: ",")
            tables.append(
                Table(
                    name: name, columns: columns,
                    rows: try store.rows("SELECT \(list) FROM \"\(name)\" ORDER BY rowid")))
        }
    }

    package subscript(table name: String) -> Table? {
        get { tables.first { $0.name.utf8.elementsEqual(name.utf8) } }
        set {
            guard let newValue,
                let place = tables.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) })
            else { return }
            tables[place] = newValue
        }
    }

    /// Tables and their columns, by name.
    private static func layout(
        of store: TableStore
    ) throws(PythonError) -> [(name: String, columns: [String])] {
        var layout: [(name: String, columns: [String])] = []
        for row in try store.rows(
            "SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name")
        {
            let columns = try store.rows("SELECT name FROM pragma_table_info(?)", [row[0]])
            var names: [String] = []
            for column in columns { names.append(try column[0].requiredText().shown) }
            layout.append((try row[0].requiredText().shown, names))
        }
        return layout
    }

    /// Takes all rows out of the tables and puts these in; tables that the document lacks become
    /// empty.
    ///
    /// **Throws:** ``PythonError``: a value for a table or a column that is not there, and where a
    /// row has another number of cells; SQLite's own, such as IntegrityError. Nothing changes then.
    package func replaceRows(in store: TableStore) throws(PythonError) {
        let layout = try Self.layout(of: store)
        for table in tables {
            guard let known = layout.first(where: { $0.name.utf8.elementsEqual(table.name.utf8) })
            else { throw .value("tables: expected one of the ledger's, got \(table.name)") }
            for column in table.columns where !known.columns.contains(column) {
                throw .value("\(table.name): expected one of its columns, got \(column)")
            }
            for (index, row) in table.rows.enumerated() where row.count != table.columns.count {
                throw .value(
                    "\(table.name)[\(index)]: expected \(table.columns.count) cells, "
                        + "got \(row.count)")
            }
        }
        try store.transaction { () throws(PythonError) in
            // Rows put in move the highest row numbers, which are put in last therefore.
            let isSequence = { (name: String) in name == "sqlite_sequence" }
            for table in layout where !isSequence(table.name) {
                try store.rows("DELETE FROM \"\(table.name)\"")
            }
            for table in tables where !isSequence(table.name) { try table.insert(into: store) }
            if let sequence = tables.first(where: { isSequence($0.name) }) {
                try store.rows("DELETE FROM sqlite_sequence")
                try sequence.insert(into: store)
            }
        }
    }
}

extension LedgerDocument.Table {
    fileprivate func insert(into store: TableStore) throws(PythonError) {
        let list = columns.map { "\"\($0)\"" }.joined(separator: ",")
        let places = columns.map { _ in "?" }.joined(separator: ",")
        for row in rows {
            try store.rows("INSERT INTO \"\(name)\"(\(list)) VALUES(\(places))", row)
        }
    }
}

// MARK: JSON

extension LedgerDocument {
    /// `{table: {"columns": [name], "rows": [[cell]]}}`. A cell is null, an integer, a float, a
    /// text, or `{"hex": text}` for bytes and for texts that are no UTF-8.
    package func json() throws(PythonError) -> PythonValue {
        var members = PythonDictionary()
        for table in tables {
            var rows: [PythonValue] = []
            for row in table.rows {
                var cells: [PythonValue] = []
                for cell in row { cells.append(Self.json(cell)) }
                rows.append(.list(cells))
            }
            var member = PythonDictionary()
            member["columns"] = .list(table.columns.map(PythonValue.text))
            member["rows"] = .list(rows)
            members[table.name] = .dictionary(member)
        }
        return .dictionary(members)
    }

    private static func json(_ cell: TableCell) -> PythonValue {
        if let value = try? cell.value() { return value }
        guard case .text(let bytes) = cell else {
            guard case .blob(let bytes) = cell else { return .none }
            return hexadecimal(bytes)
        }
        return hexadecimal(bytes)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> PythonValue {
        var member = PythonDictionary()
        member["hex"] = .text(Hexadecimal.text(of: bytes))
        return .dictionary(member)
    }

    /// **Throws:** ``PythonError`` where the value is not of the form that ``json()`` has.
    package init(json: PythonValue) throws(PythonError) {
        guard case .dictionary(let members) = json else {
            throw .type("tables: expected an object, got \(json.typeName)")
        }
        tables = []
        for (name, member) in members.members {
            var columns: [String] = []
            for column in try member.member("columns").elements() {
                columns.append(try column.requiredText().shown)
            }
            var rows: [[TableCell]] = []
            for row in try member.member("rows").elements() {
                var cells: [TableCell] = []
                for cell in try row.elements() { cells.append(try Self.cell(cell)) }
                rows.append(cells)
            }
            tables.append(Table(name: name.shown, columns: columns, rows: rows))
        }
    }

    private static func cell(_ value: PythonValue) throws(PythonError) -> TableCell {
        guard case .dictionary = value else { return try TableCell(binding: value, place: 1) }
        return .blob(try value.member("hex").requiredText().bytesFromHexadecimal())
    }
}
