internal import GRDB
internal import Platform
internal import Scenarios

/// The stopped system's file, and the copies of it that others keep.
struct ChainDisk {
    static let fileByteCountMax = 64 << 20

    let path: String
    /// The file before it was changed, as its operator keeps it.
    private var backup: [UInt8]?
    /// Whether the system was stopped for a change, and not started again.
    var isDown = false
    /// As somebody else keeps it.
    private var snapshot: [UInt8]?

    init(path: String) {
        self.path = path
    }

    /// **Precondition:** a stopped system, here and below.
    func bytes() throws -> [UInt8] {
        try WholeFile.read(path, byteCountMax: Self.fileByteCountMax)
    }

    private func put(_ bytes: [UInt8]) throws {
        for ending in ["-wal", "-shm"] where Folder.fileExists(path + ending) {
            try WholeFile.remove(path + ending)
        }
        try WholeFile.write(bytes, to: path)
    }

    /// Keeps a copy of the file as it is; the node goes on.
    mutating func keepSnapshot() throws {
        snapshot = try bytes()
        backup = nil
    }

    /// - Parameter otherModel: a database of another model's chain.
    ///
    /// **Throws:** ``StepFault`` where nothing is changed.
    mutating func change(_ damage: StoreDamage, otherModel: () throws -> [UInt8]) throws {
        let before = try bytes()
        if backup == nil { backup = before }
        switch damage {
        case .snapshot: return try keepSnapshot()
        case .restore:
            guard let snapshot else { throw StepFault("no snapshot was taken") }
            try put(snapshot)
        case .sql(let sql):
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: sql) }
            try queue.close()
        case .splice(let splice): try put(try splice.applied(to: before))
        case .otherModel: try put(try otherModel())
        case .replace(let bytes): try put(bytes)
        }
        guard try bytes() != before else { throw StepFault("the damage changes nothing") }
    }

    /// Forgets the operator's copy, once the system runs from the file that is there.
    mutating func forgetBackup() { backup = nil }

    /// Puts back the operator's own copy.
    func putBackup() throws {
        guard let backup else { throw StepFault("down, and no copy to start from") }
        try put(backup)
    }

    /// The pin in a file of anybody's making; nil where it says nothing, and where the pin is no
    /// plain table: a view could compute for ever.
    var plainPin: String? {
        let table = "CREATE TABLE pin (place INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
        guard let queue = try? DatabaseQueue(path: path, configuration: configuration) else {
            return nil
        }
        defer { try? queue.close() }
        let text = try? queue.read { database in
            let schema = try String.fetchAll(
                database, sql: "SELECT sql FROM sqlite_schema WHERE name = 'pin'")
            guard schema == [table] else { return nil as String? }
            return try String.fetchOne(database, sql: "SELECT text FROM pin")
        }
        return text ?? nil
    }

    /// The pin that the file states; nil where it says nothing.
    func pin() throws -> String? {
        do {
            let queue = try DatabaseQueue(path: path)
            let text = try queue.read { try String.fetchOne($0, sql: "SELECT text FROM pin") }
            try queue.close()
            return text
        } catch let error as DatabaseError {
            switch error.resultCode {
            // No database, a damaged one, or one without that table: it says nothing.
            case .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_ERROR: return nil
            default: throw error
            }
        }
    }
}
