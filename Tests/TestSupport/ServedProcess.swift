public import Foundation

/// The built program, serving something in a process of its own: its place is the first line of
/// what it says.
///
/// **Why @unchecked:** one thread ends it; others ask where it is alone.
public final class ServedProcess: @unchecked Sendable {
    public struct Failure: Error {
        public let code: Int32
        public let messages: String
    }

    /// The program of the same configuration as the tests.
    public static let program: URL = {
        #if DEBUG
            Vectors.house.appending(path: ".build/debug/glyphlab")
        #else
            Vectors.house.appending(path: ".build/release/glyphlab")
        #endif
    }()

    /// The line that it says when it serves: a URL, or a mesh's address.
    public let address: String
    private let messagesPath: String
    private let process = Process()
    /// Ends with this process, and the program with it.
    private let input = Pipe()

    /// Starts `glyphlab system serve`.
    ///
    /// - Parameter messagesPath: the file of what it says on standard error, made anew.
    /// **Throws:** ``Failure`` where it does not begin.
    public convenience init(
        _ system: String, _ arguments: [String], messagesPath: String
    ) throws {
        try self.init(
            words: ["system", "serve", system, "--until-input-ends"] + arguments,
            messagesPath: messagesPath)
    }

    /// Starts a command of the program that says where it serves on its first line.
    public init(words: [String], messagesPath: String) throws {
        self.messagesPath = messagesPath
        try Data().write(to: URL(filePath: messagesPath))
        let output = Pipe()
        process.executableURL = Self.program
        process.arguments = words
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
        guard !address.isEmpty else {
            process.waitUntilExit()
            throw Failure(code: process.terminationStatus, messages: try messages())
        }
    }

    deinit { if process.isRunning { kill() } }

    /// The port of its address; 0 of none.
    public var port: Int { address.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    /// The text on standard error so far.
    public func messages() throws -> String {
        try String(contentsOfFile: messagesPath, encoding: .utf8)
    }

    /// Ends the process in the midst of whatever it does.
    public func kill() {
        // 0 would be this process and its like.
        guard process.processIdentifier > 0 else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Asks the process to end, and waits; its exit code.
    public func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Waits for the process's own end; its exit code.
    public func ending() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Runs a command of the program to its end.
    public static func run(
        _ arguments: [String]
    ) throws -> (code: Int32, output: String, messages: String) {
        let process = Process()
        process.executableURL = program
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
    public var memoryKibibytes: Int? {
        let path = "/proc/\(process.processIdentifier)/status"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return text.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
            .flatMap { Int($0.split(separator: " ")[1]) }
    }
}
