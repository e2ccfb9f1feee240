import Encodings
import Foundation
import TestSupport

/// A folder of a user's own, with a space in its name, and the program under test as `$G` there.
final class Journey {
    private let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/my work"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    static let program = Shell.quoted(Shell.program.path)
    static let nano = Vectors.house.appending(path: "Models/glyph-nano").path

    /// Runs a script of bash in which `$G` is the program and `$NANO` the embedded model.
    func run(
        _ script: String, variables: [String: String] = [:], limitSeconds: Int = 900
    ) throws -> Ending {
        try Shell.run(
            script, in: path,
            variables: ["G": Shell.program.path, "NANO": Self.nano].merging(variables) { $1 },
            limitSeconds: limitSeconds)
    }

    /// Runs a script on a terminal of its own; standard output and error come together, with
    /// carriage returns as the terminal sends them.
    func onTerminal(
        _ script: String, columns: Int = 100, variables: [String: String] = [:]
    ) throws -> Ending {
        let inner = "stty cols \(columns) rows 24; \(script)"
        return try run(
            "exec script -qec \(Shell.quoted("bash -c " + Shell.quoted(inner))) /dev/null",
            variables: ["TERM": "xterm-256color"].merging(variables) { $1 })
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(path)/\(name)")
    }

    func text(of name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }
}

extension Ending {
    func json() throws -> JSONValue {
        try JSONParser.parse(Array(output.utf8), byteCountMax: 1 << 24)
    }
}
