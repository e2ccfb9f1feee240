import Foundation
import GRDB
import StorageFaults
import TestSupport

/// A table whose content after each commit is known, written as a chain's store would write.
struct ToyStore {
    struct Row: Equatable {
        let number: Int
        let body: [UInt8]
    }

    static let fileName = "toy.sqlite"
    let queue: DatabaseQueue

    init(folder: String, synchronous: String = "FULL") throws {
        var configuration = Configuration()
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA journal_mode = WAL;
                    PRAGMA synchronous = \(synchronous);
                    PRAGMA wal_autocheckpoint = 12;
                    """)
        }
        queue = try DatabaseQueue(
            path: folder + "/" + Self.fileName, configuration: configuration)
    }

    /// Commit 1 makes the table. Each later one adds a row and changes or deletes an older one;
    /// every fifth row is larger than a page.
    func commit(_ number: Int) throws {
        try queue.write { database in
            guard number > 1 else {
                try database.execute(
                    sql: "CREATE TABLE entry (number INTEGER PRIMARY KEY, body BLOB NOT NULL)")
                return
            }
            try database.execute(
                sql: "INSERT INTO entry VALUES (?, ?)",
                arguments: [number, Data(Self.body(number, of: number))])
            let older = number / 2
            if number % 3 == 0 {
                try database.execute(
                    sql: "DELETE FROM entry WHERE number = ?", arguments: [older])
            } else {
                try database.execute(
                    sql: "UPDATE entry SET body = ? WHERE number = ?",
                    arguments: [Data(Self.body(older, of: number)), older])
            }
        }
    }

    private static func body(_ row: Int, of commit: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: UInt64(row * 1000 + commit))
        let count = Int.random(in: row % 5 == 0 ? 5000...16_000 : 10...300, using: &generator)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// The rows after each commit from 0, where there is no table, to `count`.
    static func states(count: Int) -> [[Row]] {
        var states: [[Row]] = [[], []]
        for number in 2...count {
            var rows = states[number - 1]
            rows.append(Row(number: number, body: body(number, of: number)))
            if let older = rows.firstIndex(where: { $0.number == number / 2 }) {
                if number % 3 == 0 {
                    rows.remove(at: older)
                } else {
                    let row = rows[older].number
                    rows[older] = Row(number: row, body: body(row, of: number))
                }
            }
            states.append(rows)
        }
        return states
    }

    /// The commit whose state the table has, or nil where it has none of them.
    func lastCommit(of states: [[Row]]) throws -> Int? {
        try queue.read { database in
            let complaint = try String.fetchOne(database, sql: "PRAGMA integrity_check")
            guard complaint == "ok" else { return nil }
            guard try database.tableExists("entry") else { return 0 }
            let rows = try GRDB.Row.fetchAll(
                database, sql: "SELECT number, body FROM entry ORDER BY number"
            ).map { Row(number: $0["number"], body: [UInt8]($0["body"] as Data)) }
            return rows.isEmpty ? 1 : states.firstIndex(of: rows)
        }
    }

    func close() throws {
        try queue.close()
    }
}

/// What a folder holds after a power loss.
enum Outcome: Equatable {
    case intact
    case lost(confirmed: Int, found: Int)
    case early(confirmed: Int, found: Int)
    case corrupt(String)

    /// A commit's confirmation may be cut off by the power loss, never the commit itself.
    init(folder: String, confirmed: Int, states: [[ToyStore.Row]]) {
        do {
            let store = try ToyStore(folder: folder)
            let found = try store.lastCommit(of: states)
            try store.close()
            switch found {
            case nil: self = .corrupt("the state of no commit")
            case .some(let found) where found < confirmed:
                self = .lost(confirmed: confirmed, found: found)
            case .some(let found) where found > confirmed + 1:
                self = .early(confirmed: confirmed, found: found)
            default: self = .intact
            }
        } catch {
            self = .corrupt("\(error)")
        }
    }

    init(
        _ image: CrashImage, in folder: String, states: [[ToyStore.Row]]
    ) throws {
        try image.write(to: folder)
        // While a session watches, the disk need not be waited for.
        let session = try FaultSession(folder: folder, records: false)
        defer { session.stop() }
        self.init(folder: folder, confirmed: image.lastMark ?? 0, states: states)
    }

    var isLoss: Bool {
        if case .lost = self { true } else { false }
    }

    var isCorruption: Bool {
        if case .corrupt = self { true } else { false }
    }
}
