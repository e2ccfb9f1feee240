package import GRDB

/// A kind of database: its identity in the file and its tables.
package struct DatabaseFormat: Sendable {
    /// For messages, such as "a chain's database".
    package let name: String
    /// Four ASCII characters that SQLite keeps in the file's header.
    package let applicationID: Int
    package let version: Int
    /// The statements that make its tables, in the order of their names, without the tie that every
    /// kind has.
    package let tables: [String]

    package init(name: String, applicationID: Int, version: Int, tables: [String]) {
        self.name = name
        self.applicationID = applicationID
        self.version = version
        self.tables = tables
    }

    /// Makes an empty database one of this kind.
    package func begin(_ database: Database) throws {
        try DatabaseTie.begin(database)
        for table in tables { try database.execute(sql: table) }
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(version)")
    }

    /// **Throws:** ``DatabaseFault`` where the database is of another kind, or a page is broken.
    func check(_ database: Database) throws {
        let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard application == applicationID, version == self.version else {
            throw DatabaseFault.foreign(
                expected: "\(name) of version \(self.version)",
                got: "application \(application), version \(version)")
        }
        guard try String.fetchOne(database, sql: "PRAGMA quick_check(1)") == "ok" else {
            throw DatabaseFault.broken(place: "its pages", expected: "what SQLite wrote")
        }
        let schema = try Self.schema(database)
        guard schema.filter({ $0 != DatabaseTie.table }) == tables,
            schema.count == tables.count + 1
        else {
            throw DatabaseFault.broken(place: "its tables", expected: "those of \(name)")
        }
    }

    static func schema(_ database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "SELECT sql FROM sqlite_schema ORDER BY name")
    }
}
