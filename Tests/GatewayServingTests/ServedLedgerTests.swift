import Foundation
import PublishedGateways
import TestSupport
import Testing

@Suite("The file of a served ledger")
struct ServedLedgerTests {
    private static func serve(_ folder: TemporaryFolder, _ database: String) throws -> (
        code: Int32, messages: String
    ) {
        let ending = try ServedProcess.run([
            "system", "serve", "receipts", "--role", "gateway", "--identity",
            folder.path + "/other.key", "--db", database,
        ])
        return (ending.code, ending.messages)
    }

    @Test("Another program's database is refused, and stays as it is")
    func foreign() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            for (name, script, words) in [
                ("numbered", "PRAGMA application_id = 7; CREATE TABLE a(b)", "another program's"),
                ("photos", "CREATE TABLE photos(a)", "no such table: receipts"),
                ("receipts", "CREATE TABLE receipts(a)", "no such column"),
            ] {
                let path = "\(folder.path)/\(name).db"
                do { try TableStore(path: path).run(script: script) }
                let before = try Data(contentsOf: URL(filePath: path))
                let ending = try Self.serve(folder, path)
                #expect(ending.code == 65, "\(name)")
                #expect(ending.messages.contains(words), "\(name): \(ending.messages)")
                #expect(try Data(contentsOf: URL(filePath: path)) == before, "\(name)")
            }
            let text = folder.path + "/text.db"
            try Data("no database, but long enough to be the head of one".utf8)
                .write(to: URL(filePath: text))
            let ending = try Self.serve(folder, text)
            #expect(ending.code == 65 && ending.messages.contains("not a database"))
        }
    }

    @Test(
        "Nothing is confirmed once the ledger, or its log, is no more where it was",
        arguments: ["", "-wal"])
    func gone(suffix: String) async throws {
        try await onThread {
            for isReplaced in [false, true] {
                let folder = try TemporaryFolder()
                let gateway = try ServedProcess(folder: folder.path)
                let client = try RawHTTPClient(port: gateway.port)
                #expect(try Kept.gossips(1, client))
                let path = folder.path + "/gateway.db" + suffix
                try FileManager.default.moveItem(atPath: path, toPath: path + ".moved")
                if isReplaced { try Data().write(to: URL(filePath: path)) }
                let answer = try client.exchange("POST", "/gossip/receipts", "[]")
                #expect(answer?.status == SharedGateway.goneStatus)
                #expect(answer?.text.hasPrefix("the ledger was moved, replaced or") == true)
                #expect(gateway.stop() == 0)
            }
        }
    }

    @Test("Names that SQLite would read otherwise are files' names")
    func names() async throws {
        try await onThread {
            let folder = try TemporaryFolder()
            let manager = FileManager.default
            for name in [":memory:", "file:a"] {
                let script =
                    "cd '\(folder.path)' && exec '\(ServedProcess.program.path)' \"$@\" < /dev/null"
                let process = Process()
                process.executableURL = URL(filePath: "/bin/sh")
                process.arguments = [
                    "-c", script, "sh", "system", "serve", "receipts", "--role", "gateway",
                    "--until-input-ends", "--identity", "k", "--db", name,
                ]
                process.standardOutput = FileHandle.nullDevice
                process.standardError = FileHandle.nullDevice
                try process.run()
                process.waitUntilExit()
                #expect(process.terminationStatus == 0)
                #expect(manager.fileExists(atPath: "\(folder.path)/\(name)"), "\(name)")
            }
        }
    }
}
