import Encodings
import Foundation

/// The Python that `./lab test` finds or makes, for tests that need other people's writers.
public enum Python {
    private static let path = ProcessInfo.processInfo.environment["GLYPHLAB_PYTHON"]

    /// Why a test that needs these packages is skipped.
    public static func skipNote(_ packages: String) -> String {
        "needs a Python with \(packages), which GLYPHLAB_PYTHON names"
    }

    /// Whether the Python has all of `packages`.
    public static func has(_ packages: String...) -> Bool {
        guard path != nil else { return false }
        let code = packages.map { "import \($0)" }.joined(separator: "\n")
        return (try? run(["-c", code])) != nil
    }

    public struct Failure: Error {
        let code: Int32
        let messages: String
    }

    /// What a script of the repository writes to standard output.
    @discardableResult
    public static func script(
        _ name: String, of folder: String = "Tests/Scripts", _ arguments: [String],
        input: [UInt8] = []
    ) throws -> [UInt8] {
        let path = Vectors.house.appending(path: folder).appending(path: name).path
        // -B: no caches of scripts that import each other are left in the repository.
        return try run(["-B", path] + arguments, input: input)
    }

    private static func run(_ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let messages = folder.path + "/messages"
        _ = FileManager.default.createFile(atPath: messages, contents: nil)
        let process = Process()
        process.executableURL = URL(filePath: path ?? "python3")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        let inputFile = folder.path + "/input"
        _ = FileManager.default.createFile(atPath: inputFile, contents: Data(input))
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: inputFile))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: messages))
        try process.run()
        let bytes = Array(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                code: process.terminationStatus,
                messages: (try? String(contentsOfFile: messages, encoding: .utf8)) ?? "")
        }
        return bytes
    }
}
