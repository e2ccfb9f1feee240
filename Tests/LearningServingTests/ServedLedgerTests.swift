import Encodings
import Foundation
import LearningNetwork
import TestSupport
import Testing

@Suite("A served training ledger", .serialized)
struct ServedLedgerTests {
    private let folder: TemporaryFolder
    private let network: String

    init() throws {
        folder = try TemporaryFolder()
        network = folder.path + "/pol"
        let made = try ServedProcess.run(["system", "create-network", "learning", network])
        #expect(made.code == 0, "\(made.messages)")
    }

    private func node(_ name: String, _ more: [String]) throws -> ServedProcess {
        try ServedProcess(
            name, in: folder.path,
            ["--network", network, "--store", "\(folder.path)/\(name).store"] + more)
    }

    private func miner() throws -> ServedProcess {
        try node(
            "miner", ["--mine", "--block-seconds", "1", "--identity", network + "/authority_0.key"])
    }

    private func height(_ node: ServedProcess) throws -> Int {
        let client = try RawHTTPClient(port: node.port)
        let answer = try #require(try client.exchange("GET", "/api/v1/status"))
        return try JSONParser.parse(answer.body, byteCountMax: 1 << 20).at("height").integer()
    }

    /// Waits for a height; whether it came within a minute.
    private func reaches(_ wanted: Int, _ node: ServedProcess) throws -> Bool {
        for _ in 0..<600 {
            if try height(node) >= wanted { return true }
            Thread.sleep(forTimeInterval: 0.1)
        }
        return false
    }

    @Test("A node that starts late catches up, a killed one starts again, a damaged store ends it")
    func lives() async throws {
        try await onThread {
            let miner = try miner()
            // A dead peer costs nothing.
            #expect(try reaches(3, miner))
            let peers = ["--peer", "http://127.0.0.1:1", "--peer", miner.address]
            let late = try node("late", peers)
            #expect(try reaches(3, late))
            late.kill()
            let again = try node("late", peers)
            #expect(try height(again) >= 3)
            #expect(throws: ServedProcess.Failure.self) { try node("late", peers) }
            #expect(again.stop() == 0)
            #expect(miner.stop() == 0)
            let store = URL(filePath: folder.path + "/late.store")
            var bytes = try Data(contentsOf: store)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: store)
            do {
                _ = try node("late", [])
                Issue.record("a damaged store was taken")
            } catch let failure as ServedProcess.Failure {
                #expect(failure.code == 65 && failure.messages.contains("store"))
            }
        }
    }

    @Test("Files of a network: keys that nobody else may read, and never written over")
    func created() throws {
        for name in ["authority_0", "authority_2", "node_3", "node_5"] {
            let path = "\(network)/\(name).key"
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
        }
        #expect(
            try ServedProcess.run(["system", "create-network", "learning", network]).code == 65)
        let genesis = try LearningGenesis(
            Array(Data(contentsOf: URL(filePath: network + "/genesis.json"))))
        #expect(genesis.bonds.count == 6 && genesis.chunks.count == 4)
        for (arguments, code) in [
            (["--profile", "published", "--network", network], 64), ([], 64),
            (["--network", network, "--mine"], 64), (["--network", folder.path], 65),
            (["--network", network, "--identity", network + "/genesis.json"], 65),
        ] as [([String], Int32)] {
            #expect(throws: ServedProcess.Failure.self, "\(arguments)") {
                try ServedProcess("bad", in: folder.path, arguments)
            }
            let ending = try ServedProcess.run(["system", "serve", "learning"] + arguments)
            #expect(ending.code == code, "\(arguments): \(ending.messages)")
        }
    }

    @Test("The published node is served, wallet and all")
    func published() async throws {
        try await onThread {
            let node = try ServedProcess("published", in: folder.path, ["--profile", "published"])
            let client = try RawHTTPClient(port: node.port)
            let version = try client.exchange("POST", "/", Array(#"{"method":"net_version"}"#.utf8))
            #expect(version?.text == #"{"id":1,"jsonrpc":"2.0","result":"1337"}"#)
            let chat = #"{"messages":[{"role":"user","content":"The king said"}],"max_tokens":2}"#
            let text = try client.exchange("POST", "/v1/chat/completions", Array(chat.utf8))
            #expect(text?.text.contains(#""content":"unto him""#) == true)
            #expect(node.stop() == 0)
        }
    }

    @Test(
        "openai, web3.py and curl use a node",
        .enabled(if: LearningPackages.canRun, "\(LearningPackages.reason)"))
    func packages() async throws {
        try await onThread {
            let python = try LearningPackages.python.get()
            let miner = try miner()
            #expect(try reaches(1, miner))
            let signer = try ServedProcess.run([
                "system", "client", "learning", "key", network + "/node_5.key",
            ])
            let address = signer.output.trimmingCharacters(in: .newlines)
            let script = Vectors.house.appending(path: "Tests/Scripts/check_learning.py").path
            let ending = try LearningPackages.run(
                python, ["-B", script, miner.address, address, "5000000000"])
            #expect(ending.code == 0, "\(ending.messages)")
            #expect(ending.output == "openai ok\nweb3 ok\ncurl ok\n")
            #expect(miner.stop() == 0)
        }
    }
}

/// An environment of Python with the clients' packages, made once.
enum LearningPackages {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let isDemanded =
        ProcessInfo.processInfo.environment["GLYPHLAB_NEEDS_PACKAGES"] == "1"
    private static let folder = Result { try TemporaryFolder() }

    /// The Python; a failure where pip cannot reach an index.
    static let python: Result<String, any Error> = Result {
        let path = try folder.get().path + "/python"
        let list = Vectors.house.appending(path: "Tests/Scripts/requirements-learning.txt").path
        for (program, arguments) in [
            ("/usr/bin/env", ["python3", "-m", "venv", path]),
            (
                path + "/bin/python",
                [
                    "-m", "pip", "install", "-q", "--disable-pip-version-check", "--retries", "1",
                    "--timeout", "10", "-r", list,
                ]
            ),
        ] {
            let ending = try run(program, arguments)
            guard ending.code == 0 else { throw Failure(description: ending.messages) }
        }
        return path + "/bin/python"
    }

    static var canRun: Bool { isDemanded || (try? python.get()) != nil }

    static var reason: String {
        "Tests/Scripts/requirements-learning.txt could not be installed, and "
            + "GLYPHLAB_NEEDS_PACKAGES is not 1"
    }

    static func run(
        _ program: String, _ arguments: [String]
    ) throws -> (code: Int32, output: String, messages: String) {
        let folder = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        let path = folder.path + "/messages"
        try Data().write(to: URL(filePath: path))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: path))
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (
            process.terminationStatus, String(decoding: bytes, as: UTF8.self),
            try String(contentsOfFile: path, encoding: .utf8)
        )
    }
}
