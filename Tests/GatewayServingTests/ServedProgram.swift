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

    /// - Parameter folder: where the ledger, the key and the messages lie.
    init(folder: String, arguments: [String] = []) throws {
        let messages = folder + "/messages"
        try Data().write(to: URL(filePath: messages))
        let output = Pipe()
        process.executableURL = Self.url
        process.arguments =
            [
                "system", "serve", "receipts", "--role", "gateway", "--listen", "0",
                "--db", folder + "/ledger.db", "--identity", folder + "/key",
            ] + arguments
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: URL(filePath: messages))
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
            throw Failure(messages: try String(contentsOfFile: messages, encoding: .utf8))
        }
        self.port = port
    }

    deinit {
        if process.isRunning { kill() }
    }

    /// Ends the process in the midst of whatever it does.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks the process to end, and waits; its exit code.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// The resident memory now, in KiB; nil where there is no `/proc`.
    var memoryKibibytes: Int? {
        let path = "/proc/\(process.processIdentifier)/status"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            .flatMap { Int($0.split(separator: " ")[1]) }
    }
}
