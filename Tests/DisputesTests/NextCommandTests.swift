import Disputes
import Foundation
import TestSupport
import Testing
import ToyRuns
import Traces

@Suite("Next command") struct NextCommandTests {
    private func next(salt: String, prompt: String, folder: String?) throws -> [String]? {
        let run = ToyRun(promptCount: 1).with {
            $0.prompts[0].salt = salt
            $0.prompts[0].prompt = prompt
            $0.modelFolder = folder
        }
        let other = run.with { $0.faults = [.init(prompt: 0, operation: "embed")] }
        return try Comparison(run.trace(.layers), other.trace(.layers)).next
    }

    @Test(
        "A shell hands back the very salt, prompt and folder, whatever is in them",
        arguments: [
            ("salt_1", "golden frost", "models/nano"), ("", "it's \"$HOME\" `x`", "a b"),
            ("-s", "--prompt", "-m"), ("line\nend\r", "tab\t\u{1B}[31m\\ 'red' 7", "ünï"),
            ("\u{202E}rtl", "\u{7F}0\u{1}7", "~/x"), ("#", "!e*?[a]{b,c}", "%=+"),
        ])
    func shell(_ salt: String, _ prompt: String, _ folder: String) throws {
        let command = try #require(try next(salt: salt, prompt: prompt, folder: folder)?.first)
        #expect(command.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        let rest = try #require(command.wholeMatch(of: /glyphlab trace (.*)/.dotMatchesNewlines()))
        // Each argument behind a byte that none holds.
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "printf '%s\\0' \(rest.1)"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
        var expected: [String] = []
        for (name, value) in [("--model", folder), ("--salt", salt), ("--prompt", prompt)] {
            expected += value.hasPrefix("-") ? ["\(name)=\(value)"] : [name, value]
        }
        expected += ["--level", "operations", "--out", "left-operations.trace"]
        #expect(words == expected)
    }

    @Test("A prompt that ends with a line feed, as files do, keeps it")
    func lineFeed() throws {
        let commands = try #require(try next(salt: "s", prompt: "it's\na\n", folder: nil))
        #expect(commands[0].contains("--prompt 'it'\\''s\na\n'"))
        #expect(try next(salt: "s", prompt: "\u{1B}\n", folder: nil) == nil)
    }

    @Test("What no argument can hold has no command")
    func zero() throws {
        #expect(try next(salt: "s", prompt: "a\u{0}b", folder: nil) == nil)
    }
}
