import TestSupport
import Testing

/// The machinery that runs documents finds what is planted in them.
@Suite("A document that says something wrong is found")
struct DocumentRunTests {
    private let checkout: Checkout

    init() throws { checkout = try Checkout() }

    private static let noGolden = "0000000000000000000000000000000000000000000000000000000000000000"

    /// The end of a true run of two prompts, as a document would show it.
    private func shown() throws -> [String] {
        let run = try checkout.run("./lab reproduce --prompts 2")
        #expect(run.code == 0, "\(run.messages)")
        return ["…"] + run.outputLines.suffix(14)
    }

    private func complaints(_ text: String) throws -> [Complaint] {
        let run = DocumentRun(checkout: checkout)
        return try MarkdownBlock.all(in: text, file: "planted.md").flatMap(run.complaints)
    }

    @Test("What is right draws no complaint")
    func right() throws {
        let text = """
            Words.

            ```console
            $ ./lab reproduce --prompts 2
            \(try shown().joined(separator: "\n"))
            ```

            ```sh
            # a comment
            ./lab reproduce --prompts 2   # so few
            ./lab reproduce --prompts 2 \\
                --expect \(Self.noGolden)   # ends with 1
            cat >planted.txt <<'END'
            ./lab not a command
            END
            ```
            """
        let found = try complaints(text)
        #expect(found == [], "\(found)")
    }

    @Test("A wrong flag, with its line")
    func flag() throws {
        let found = try complaints("Words.\n\n```sh\n./lab doctor\n./lab reproduce --promts 2\n```")
        #expect(found.map(\.line) == [5])
        #expect(found.first?.text.contains("expected to end with 0, got 64") == true)
    }

    @Test("A wrong exit code, in both directions")
    func code() throws {
        let wrong = "./lab reproduce --prompts 2 --expect \(Self.noGolden)"
        for (line, expected, got) in [
            (wrong, 0, 1), (wrong + "  # ends with 2", 2, 1),
            ("./lab reproduce --prompts 2  # ends with 1", 1, 0),
        ] {
            let found = try complaints("```sh\n\(line)\n```")
            #expect(found.count == 1, "\(line)")
            let text = "expected to end with \(expected), got \(got)"
            #expect(found.first?.text.contains(text) == true, "\(found)")
        }
    }

    @Test("One digit of a hash")
    func hash() throws {
        var lines = try shown()
        let place = try #require(lines.firstIndex { $0.hasPrefix("  hash ") })
        let last = try #require(lines[place].last)
        lines[place].removeLast()
        lines[place].append(last == "0" ? "1" : "0")
        let found = try complaints(
            "```console\n$ ./lab reproduce --prompts 2\n\(lines.joined(separator: "\n"))\n```")
        #expect(found.count == 1)
        #expect(found.first?.text.contains(lines[place]) == true, "\(found)")
    }

    @Test("A line too few and a line too many")
    func lineCount() throws {
        let lines = try shown()
        let head = "```console\n$ ./lab reproduce --prompts 2\n"
        for wrong in [Array(lines.dropLast()), lines + ["  more      of it"]] {
            let found = try complaints(head + wrong.joined(separator: "\n") + "\n```")
            #expect(found.count == 1, "\(wrong.count) lines")
        }
    }

    @Test("A command whose output has another shape, and one without a shape")
    func shape() throws {
        let found = try complaints("```sh\n./lab doctor --format json\n./lab models --help\n```")
        #expect(found.map(\.line) == [2, 3])
        #expect(found.first?.text.contains("expected a line of the form") == true)
        #expect(found.last?.text.contains("a command with a shape") == true)
    }

    @Test("A block without a command, and one without an end")
    func blocks() throws {
        #expect(try complaints("```sh\n```").map(\.text) == ["expected a command"])
        #expect(throws: MarkdownBlock.Unclosed.self) { try complaints("```sh\n./lab doctor") }
    }

    @Test("Masks let figures differ, and nothing else")
    func masks() {
        let line = "  speed     1649.89 proofs/s, 55914.80 tokens/s"
        #expect(Transcript.agrees(shown: line, written: "  speed     2.1 proofs/s, 3 tokens/s"))
        #expect(!Transcript.agrees(shown: line, written: "  speed     2.1 proofs/s, 3 tokens/h"))
        let backend = "  backend   avx2, 2 threads, batches of 8"
        #expect(
            Transcript.agrees(shown: backend, written: "  backend   neon, 1 thread, batches of 8"))
        #expect(
            !Transcript.agrees(shown: backend, written: "  backend   neon, 1 thread, batches of 9"))
    }
}
