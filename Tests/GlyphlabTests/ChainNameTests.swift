import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab chain` on databases that are not where, or what, their names say.
@Suite("The chain's databases by name", .serialized)
struct ChainNameTests {
    private let folder: TemporaryFolder
    private static let model = ["--model", Program.nano]

    init() throws { folder = try TemporaryFolder() }

    private func path(_ name: String) -> String { folder.path + "/" + name }

    private func chain(_ verb: String, _ db: String, _ more: [String] = []) throws -> Program.Ending
    {
        try Program.run(["chain", verb, "--db", path(db)] + more)
    }

    private func make(_ db: String, blocks: Int, wallet: String = "me") throws {
        let begun = try chain("init", db, Self.model + ["--rules", "hardened"])
        #expect(begun.code == 0, "\(begun.messages)")
        let clock = ["--clock", "1800000000", "--interval", "100"]
        let mined = try chain(
            "mine", db, Self.model + clock + ["--wallet", wallet, "--blocks", "\(blocks)"])
        #expect(mined.code == 0, "\(mined.messages)")
    }

    private func height(_ db: String) throws -> Int {
        try chain("show", db, ["--format", "json"]).json().at("height").integer()
    }

    /// Mines until a few blocks are told of, then lets something happen to the files.
    private func whileMining(
        _ db: String, _ body: (Process) throws -> Void
    ) throws -> (code: Int32, messages: String) {
        let log = path("log")
        #expect(FileManager.default.createFile(atPath: log, contents: nil))
        let process = Process()
        process.executableURL = Program.url
        process.arguments =
            ["chain", "mine", "--db", path(db), "--wallet", "a", "--blocks", "100000"]
            + ["--interval", "100", "--log"] + Self.model
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: log))
        try process.run()
        func text() throws -> String { try String(contentsOfFile: log, encoding: .utf8) }
        // Two minutes at most: a child that hangs is a failure below.
        for _ in 0..<24_000 where process.isRunning {
            if try text().split(separator: "\n").count > 3 { break }
            usleep(5_000)
        }
        try body(process)
        process.waitUntilExit()
        return (process.terminationStatus, try text())
    }

    @Test("A database moved away while it is mined on is told, and the moved file has all blocks")
    func moved() throws {
        try make("c.db", blocks: 4)
        let (code, messages) = try whileMining("c.db") { _ in
            try #require(unsafe rename(path("c.db"), path("moved.db")) == 0)
        }
        #expect(code == 65 && messages.contains("moved, replaced or deleted"), "\(messages)")
        let told = messages.split(separator: "\n").filter { $0.hasPrefix("height ") }
        let last = try #require(told.last.flatMap { Int($0.split(separator: " ")[1]) })
        #expect(try height("moved.db") >= last)
        #expect(try chain("show", "c.db").code == 65)
    }

    @Test("Another chain's log is told and left, and the chain is itself again without it")
    func staleLog() throws {
        try make("c.db", blocks: 1)
        _ = try whileMining("c.db") { process in kill(process.processIdentifier, SIGKILL) }
        try make("o.db", blocks: 2, wallet: "zz")
        let tip = try chain("show", "o.db", ["--format", "json"]).json().at("tip").string()
        try FileManager.default.copyItem(atPath: path("c.db-wal"), toPath: path("o.db-wal"))
        let log = try Data(contentsOf: URL(filePath: path("o.db-wal")))
        #expect(!log.isEmpty)
        for verb in ["show", "verify", "export"] {
            let more = verb == "verify" ? Self.model : verb == "export" ? ["--out", path("x")] : []
            let ending = try chain(verb, "o.db", more)
            #expect(ending.code == 65 && ending.messages.contains("o.db-wal"), "\(ending.messages)")
        }
        #expect(try Data(contentsOf: URL(filePath: path("o.db-wal"))) == log)
        try FileManager.default.removeItem(atPath: path("o.db-wal"))
        #expect(
            try chain("show", "o.db", ["--format", "json"]).json().at("tip").string() == tip)
        #expect(try height("c.db") > 1)
    }

    @Test(
        "A name that begins with file: or says :memory: is a file's",
        arguments: [
            "file:u.db", ":memory:", "a?mode=memory", "a%20b",
        ])
    func names(name: String) throws {
        try make(name, blocks: 1)
        #expect(FileManager.default.fileExists(atPath: path(name)))
        #expect(try height(name) == 1)
    }

    @Test("What may only be read is shown and exported, changed by nothing; what may not is told")
    func rights() throws {
        try make("c.db", blocks: 2)
        let isRoot = getuid() == 0
        let copies = try TemporaryFolder(inMemory: true)
        func asUser(_ arguments: [String]) throws -> Program.Ending {
            guard isRoot else { return try Program.run(["chain"] + arguments) }
            return try Program.run(
                program: "/usr/bin/setpriv",
                ["--reuid=65534", "--regid=65534", "--clear-groups", Program.url.path, "chain"]
                    + arguments, environment: ["TMPDIR": copies.path])
        }
        if isRoot, (try? asUser(["--help"]))?.code != 0 {
            print("not tried as an ordinary user: setpriv cannot run the program here")
            return
        }
        func permit(_ mode: Int, _ file: String) throws {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
        }
        try permit(0o777, copies.path)
        try permit(0o444, path("c.db"))
        try permit(0o555, folder.path)
        defer { try? permit(0o755, folder.path) }
        let before = try Data(contentsOf: URL(filePath: path("c.db")))
        let shown = try asUser(["show", "--db", path("c.db")])
        #expect(shown.code == 0, "\(shown.messages)")
        let paid = try asUser(
            ["pay", "--db", path("c.db"), "--wallet", "me", "--to-wallet", "x", "--amount", "1"])
        #expect(paid.code == 65 && paid.messages.contains("read-only"), "\(paid.messages)")
        #expect(try Data(contentsOf: URL(filePath: path("c.db"))) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["c.db"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: copies.path).isEmpty)
        try permit(0o000, path("c.db"))
        let unread = try asUser(["show", "--db", path("c.db")])
        #expect(
            unread.code == 65 && unread.messages.contains("Permission denied"),
            "\(unread.messages)")
        try permit(0o644, path("c.db"))
        try permit(0o700, folder.path)
        if isRoot {
            let closed = try asUser(["show", "--db", path("c.db")])
            #expect(
                closed.code == 65 && closed.messages.contains("Permission denied"),
                "\(closed.messages)")
        }
    }

    @Test("An import makes the database that is missing, for the rules that the file's form tells")
    func importing() throws {
        try make("c.db", blocks: 2)
        let file = path("chain.json")
        #expect(try chain("export", "c.db", ["--out", file]).code == 0)
        let clock = ["--clock", "1800001000"]
        let made = try Program.run(
            ["chain", "import", file, "--db", path("n.db"), "--format", "json"] + Self.model
                + clock)
        #expect(made.code == 0 && made.messages.contains("did not exist"), "\(made.messages)")
        #expect(try made.json().at("rules").string() == "hardened")
        #expect(try made.json().at("height").integer() == 2)
        let verified = try Program.run(["chain", "verify", file] + Self.model + clock)
        #expect(verified.code == 0, "\(verified.output)\(verified.messages)")
        let wrong = try Program.run(
            ["chain", "verify", file, "--rules", "published"] + Self.model + clock)
        #expect(wrong.code == 1 && wrong.messages.contains("form of a hardened"))
        try Data("7".utf8).write(to: URL(filePath: file))
        _ = try Program.run(
            ["chain", "import", file, "--db", path("none.db"), "--rules", "hardened"]
                + Self.model)
        #expect(!FileManager.default.fileExists(atPath: path("none.db")))
    }
}
