import Foundation
import TestSupport

/// How a command ended.
struct Ending: Sendable {
    /// As the shell tells it: 128 and the signal's number where one stopped it.
    let code: Int32
    let output: String
    let messages: String

    /// Of standard output, without the empty one after the last line's end.
    var outputLines: [String] { Self.lines(output) }
    var messageLines: [String] { Self.lines(messages) }

    private static func lines(_ text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        let whole = text.hasSuffix("\n") ? String(text.dropLast()) : text
        return whole.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

/// Commands as a reader pastes them into bash.
enum Shell {
    /// The program under test: `GLYPHLAB_PROGRAM` where it is set, else the one that was built with
    /// these tests.
    static let program: URL = {
        if let path = ProcessInfo.processInfo.environment["GLYPHLAB_PROGRAM"] {
            return URL(filePath: path)
        }
        #if DEBUG
            return Vectors.house.appending(path: ".build/debug/glyphlab")
        #else
            return Vectors.house.appending(path: ".build/release/glyphlab")
        #endif
    }()

    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }

    static func has(_ tool: String) -> Bool {
        (try? run("command -v \(tool)").code) == 0
    }

    static let isRoot = (try? run("id -u").output) == "0\n"

    /// Runs a script of bash without a terminal, its input empty.
    ///
    /// - Parameters:
    ///   - folder: where; the tests' own folder where it is nil.
    ///   - variables: set besides the tests' own; an empty text takes one away.
    ///   - limitSeconds: after so long it is stopped, and its code is 124.
    static func run(
        _ script: String, in folder: String? = nil, variables: [String: String] = [:],
        limitSeconds: Int = 900
    ) throws -> Ending {
        let files = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "-k", "5", "\(limitSeconds)", "bash", "-c", script]
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }
        process.environment = ProcessInfo.processInfo.environment
            .merging(["GLYPHLAB_HOUSE": "", "HF_ENDPOINT": ""]) { $1 }
            .merging(variables) { $1 }.filter { !$0.value.isEmpty }
        let (output, messages) = (files.path + "/output", files.path + "/messages")
        for path in [output, messages] { try Data().write(to: URL(filePath: path)) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: messages))
        try process.run()
        process.waitUntilExit()
        let stopped = process.terminationReason == .uncaughtSignal
        return Ending(
            code: process.terminationStatus + (stopped ? 128 : 0),
            output: String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self),
            messages: String(
                decoding: try Data(contentsOf: URL(filePath: messages)), as: UTF8.self))
    }
}
