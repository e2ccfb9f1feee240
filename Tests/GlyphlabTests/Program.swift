import Encodings
import Foundation
import TestSupport
import Testing

/// The built program, as scripts start it.
enum Program {
    struct Ending {
        let code: Int32
        let output: String
        let messages: String

        func json() throws -> JSONValue {
            try JSONParser.parse(Array(output.utf8), byteCountMax: 1 << 24)
        }
    }

    /// Beside the test bundle.
    static let url: URL = {
        #if DEBUG
            Vectors.house.appending(path: ".build/debug/glyphlab")
        #else
            Vectors.house.appending(path: ".build/release/glyphlab")
        #endif
    }()

    static let nano = Vectors.house.appending(path: "Models/glyph-nano").path

    /// Runs a program to its end, this one unless another is named, in the tests' folder unless
    /// another is.
    static func run(
        program: String? = nil, _ arguments: [String], environment: [String: String] = [:],
        folder path: String? = nil
    ) throws -> Ending {
        let process = Process()
        process.executableURL = program.map { URL(filePath: $0) } ?? url
        process.arguments = arguments
        if let path { process.currentDirectoryURL = URL(filePath: path) }
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { $1 }
        let folder = try TemporaryFolder()
        let outputPath = folder.path + "/output"
        let messagesPath = folder.path + "/messages"
        for path in [outputPath, messagesPath] {
            #expect(FileManager.default.createFile(atPath: path, contents: nil))
        }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: outputPath))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: messagesPath))
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationReason == .exit, "\(arguments) stopped by a signal")
        return Ending(
            code: process.terminationStatus,
            output: try String(contentsOfFile: outputPath, encoding: .utf8),
            messages: try String(contentsOfFile: messagesPath, encoding: .utf8))
    }
}
