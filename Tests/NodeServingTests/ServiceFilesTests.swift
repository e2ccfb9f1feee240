import Foundation
import TestSupport
import Testing

@Suite("Files that run a node as a service")
struct ServiceFilesTests {
    private static func text(_ name: String) throws -> String {
        try String(
            contentsOf: Vectors.house.appending(path: ".github/service/\(name)"),
            encoding: .utf8)
    }

    @Test("Their options are those of the command")
    func options() throws {
        let help = try ServedProcess.run(["chain", "run", "--help"])
        #expect(help.code == 0)
        for name in ["glyphlab-node.service", "Containerfile"] {
            let lines = try Self.text(name).split(separator: "\n").filter { line in
                line.hasPrefix("ExecStart=") || line.hasPrefix("CMD ")
            }
            #expect(lines.count == 1, "\(name)")
            let options = lines.flatMap { $0.matches(of: /--[a-z-]+/).map { String($0.output) } }
            #expect(options.count >= 4, "\(name)")
            for option in options {
                #expect(help.output.contains("\(option) "), "\(name): \(option)")
            }
        }
    }
}
