import Foundation

/// `hostile_server.py`, running for one test: a hub on this machine that misbehaves on request.
public final class HostileServer {
    /// GLYPHLAB_PYTHON, or the first python3 on the path.
    public static let python: String? = {
        let environment = ProcessInfo.processInfo.environment
        if let python = environment["GLYPHLAB_PYTHON"] { return python }
        return (environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }()

    public static let pythonMissing =
        "needs Python 3 for the hostile server: GLYPHLAB_PYTHON or python3"

    public struct Failure: Error {
        let message: String
    }

    public let port: Int
    private let process = Process()
    private let input = Pipe()
    private let log: String

    /// - Parameters:
    ///   - folder: for the log.
    ///   - model: the folder whose files it serves.
    /// - Throws: `Failure` where there is no Python or no port.
    public init(folder: String, serving model: String) throws {
        log = folder + "/requests"
        try Data().write(to: URL(filePath: log))
        guard let python = Self.python else { throw Failure(message: Self.pythonMissing) }
        let output = Pipe()
        process.executableURL = URL(filePath: python)
        process.arguments = [
            Vectors.house.appending(path: "Tests/Scripts/hostile_server.py").path, model, log,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while line.last != UInt8(ascii: "\n") {
            let part = output.fileHandleForReading.availableData
            guard !part.isEmpty else { break }
            line += part
        }
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .newlines)
        guard let port = Int(text) else {
            throw Failure(message: "expected a port from the server, got \"\(text)\"")
        }
        self.port = port
    }

    deinit {
        try? input.fileHandleForWriting.close()  // it ends with its input
        process.waitUntilExit()
    }

    public func baseURL(_ scenario: String) -> String { "http://127.0.0.1:\(port)/\(scenario)" }

    /// Method, target and Range of each request so far, for the weights unless told otherwise.
    public func requests(_ name: String = "model.safetensors") throws -> [String] {
        try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { $0.contains(name) }
    }

    /// The Range headers, "-" where there was none.
    public func ranges() throws -> [String] {
        try requests().map { String($0.split(separator: " ").last ?? "") }
    }
}
