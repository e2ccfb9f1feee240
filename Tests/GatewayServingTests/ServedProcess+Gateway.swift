import Foundation
import TestSupport

/// The built program, serving a gateway in a process of its own.
///
/// **Why @unchecked:** one thread ends it; others ask for its memory alone.
final class ServedProgram: @unchecked Sendable {
    struct Failure: Error {
        let messages: String
    }

    static let url: URL = {
        #if DEBUG
            Vectors.house.appending(path: ".build/debug/glyphlab")
        #else
            Vectors.house.appending(path: ".build/release/glyphlab")
        #endif
    }()

    let port: Int
    private let process = Process()
    private let messagesPath: String
    /// Ends with this process, and the program with it.
    private let input = Pipe()

    var address: String { "http://127.0.0.1:\(port)" }

    /// A gateway whose ledger, key and messages lie in a folder, under its name.
    convenience init(
        gateway name: String = "gateway", folder: String, arguments: [String] = []
    ) throws {
        try self.init(
            name, folder, ["--role", "gateway", "--db", "\(folder)/\(name).db"] + arguments)
    }

    /// A node that registers itself at a gateway, with the embedded model.
    convenience init(node name: String, folder: String, at gateway: ServedProgram) throws {
        try self.init(
            name, folder,
            ["--role", "node", "--gateway", gateway.address, "--public-name", name])
    }

    /// A gateway or node with arguments of its own.
    init(_ name: String, _ folder: String, _ arguments: [String]) throws {
        messagesPath = "\(folder)/\(name).log"
        try Data().write(to: URL(filePath: messagesPath))
        let output = Pipe()
        process.executableURL = Self.url
        process.arguments =
            ["system", "serve", "receipts", "--listen", "0", "--until-input-ends"]
            + ["--identity", "\(folder)/\(name).key"] + arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: URL(filePath: messagesPath))
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { break }
            line += part
        }
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard let port = text.split(separator: ":").last.flatMap({ Int($0) }) else {
            process.waitUntilExit()
            throw Failure(messages: try String(contentsOfFile: messagesPath, encoding: .utf8))
        }
        self.port = port
    }

    deinit {
        if process.isRunning { kill() }
    }

    /// The text on standard error so far.
    func messages() throws -> String { try String(contentsOfFile: messagesPath, encoding: .utf8) }

    /// Ends the process in the midst of whatever it does.
    func kill() {
        // 0 would be this process and its like.
        guard process.processIdentifier > 0 else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks the process to end, and waits; its exit code.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Runs a command of the program to its end.
    static func run(
        _ arguments: [String]
    ) throws -> (code: Int32, output: String, messages: String) {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        let (output, messages) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = messages
        try process.run()
        // Both are short: neither fills a pipe.
        process.waitUntilExit()
        func text(_ pipe: Pipe) -> String {
            String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        }
        return (process.terminationStatus, text(output), text(messages))
    }

    /// The resident memory now, in KiB; nil where there is no `/proc`.
    var memoryKibibytes: Int? {
        let path = "/proc/\(process.processIdentifier)/status"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            .flatMap { Int($0.split(separator: " ")[1]) }
    }
}
