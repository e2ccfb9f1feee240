import Foundation
import TestSupport
import Testing

/// What a user sees on a terminal, wide or narrow, with colour or without.
@Suite(
    "The program on a terminal",
    .enabled(if: Shell.has("script"), "needs 'script', of Debian's bsdutils"))
struct TerminalTests {
    private static let escape = "\u{1B}"

    private func reproduce(
        columns: Int = 100, variables: [String: String] = [:]
    ) throws -> Ending {
        let ending = try Journey().onTerminal(
            #""$G" reproduce --prompts 2"#, columns: columns, variables: variables)
        #expect(ending.code == 0, "\(ending.output)")
        return ending
    }

    @Test("The verdict has a colour, unless NO_COLOR is set or the terminal is dumb")
    func colour() throws {
        // SwiftPM sets NO_COLOR for tests where its own output is no terminal.
        #expect(try reproduce(variables: ["NO_COLOR": ""]).output.contains(Self.escape + "["))
        #expect(try !reproduce(variables: ["NO_COLOR": "1"]).output.contains(Self.escape))
        let dumb = try reproduce(variables: ["NO_COLOR": "", "TERM": "dumb"])
        #expect(!dumb.output.contains(Self.escape))
    }

    /// Long enough for a bar on any machine that runs tests.
    private static let long = #""$G" reproduce --backend reference --threads 1 --prompts 60"#

    @Test("A progress bar fits the terminal's width", arguments: [30, 48, 100])
    func bar(columns: Int) throws {
        let ending = try Journey().onTerminal(
            Self.long + " >/dev/null", columns: columns, variables: ["NO_COLOR": "1"])
        #expect(ending.code == 0, "\(ending.output)")
        let states = ending.output.split(whereSeparator: \.isNewline)
            .map { String($0).replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "") }
            .filter { !$0.isEmpty }
        #expect(!states.isEmpty, "no bar was shown")
        for state in states {
            // A line of the full width already wraps on some terminals.
            #expect(state.count < columns, "\(state)")
        }
    }

    @Test("A dumb terminal gets no escape from a bar")
    func dumb() throws {
        let ending = try Journey().onTerminal(
            Self.long + " >/dev/null", variables: ["TERM": "dumb"])
        #expect(ending.code == 0, "\(ending.output)")
        #expect(!ending.output.contains(Self.escape))
    }

    @Test("A bar is on standard error only, and standard output stays clean")
    func clean() throws {
        let journey = try Journey()
        let ending = try journey.onTerminal(Self.long + " >output; echo $?")
        #expect(ending.output.hasSuffix("0\r\n"))
        let output = try journey.text(of: "output")
        #expect(!output.contains(Self.escape) && !output.contains("\r"))
        #expect(output.contains(/match +yes/))
    }
}
