import Foundation
import TestSupport

/// The built program, serving a node of a mesh in a process of its own.
final class MeshProcess {
    struct Failure: Error {
        let code: Int32
        let messages: String
    }

    static let url: URL = {
        #if DEBUG
            Vectors.house.appending(path: ".build/debug/glyphlab")
        #else
            Vectors.house.appending(path: ".build/release/glyphlab")
        #endif
    }()

    /// As others join by it.
    let address: String
    private let process = Process()
    /// Ends with this process, and the program with it.
    private let input = Pipe()

    /// - Parameter key: the key file, beside which the control file comes.
    /// **Throws:** ``Failure`` where it does not begin.
    init(network: String, key: String, _ arguments: [String]) throws {
        let messagesPath = key + ".log"
        try Data().write(to: URL(filePath: messagesPath))
        let output = Pipe()
        process.executableURL = Self.url
        process.arguments =
            ["system", "serve", "mesh", "--network", network, "--key", key, "--until-input-ends"]
            + arguments
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
        address = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard address.contains("@") else {
            process.waitUntilExit()
            throw Failure(
                code: process.terminationStatus,
                messages: try String(contentsOfFile: messagesPath, encoding: .utf8))
        }
    }

    deinit { if process.isRunning { kill() } }

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
}
