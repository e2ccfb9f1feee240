import Encodings
import Receipts
import Reports
import Testing

@Suite("Where a report comes from")
struct ProvenanceTests {
    @Test("The program is named with its commit, as far as that is known")
    func program() {
        func text(_ commit: String?, _ hasChanges: Bool?) -> String {
            Provenance.Program(
                version: "0.2.0", commit: commit, hasChanges: hasChanges, build: "release",
                compiler: "Swift 6.3"
            ).text
        }
        let commit = "1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d"
        #expect(text(commit, false) == "glyphlab 0.2.0 (commit 1a2b3c4d5e6f, release)")
        #expect(text(commit, true) == "glyphlab 0.2.0 (commit 1a2b3c4d5e6f with changes, release)")
        #expect(text(nil, nil) == "glyphlab 0.2.0 (commit unknown, release)")
        #expect(text("v1", nil) == "glyphlab 0.2.0 (commit v1, release)")
    }

    @Test("The command line can be given to a shell again")
    func commandLine() {
        let provenance = SampleSuite.provenance(arguments: [
            "attack", "run", "--seed=0", "", "a b", "it's", "$HOME", "ä", "--html", "/tmp/x.html",
        ])
        #expect(
            provenance.commandLine
                == "glyphlab attack run --seed=0 '' 'a b' 'it'\\''s' '$HOME' 'ä' --html /tmp/x.html"
        )
    }

    @Test("The rows are for people, the JSON for programs")
    func forms() {
        let provenance = SampleSuite.provenance(arguments: ["attack", "run", "a\nb"])
        #expect(
            provenance.rows.map { "\($0.name): \($0.value)" } == [
                "program: glyphlab 0.2.0 (commit 1a2b3c4d5e6f, release)",
                "compiler: Swift 6.3, Clang 21.0.0",
                "machine: x86_64, Debian GNU/Linux 12, some processor, 2 threads",
                "command: glyphlab attack run 'a b'", "started: 2026-11-28T10:06:34Z",
            ])
        #expect(
            provenance.json.compactText == """
                {"version":"0.2.0","commit":"1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d",\
                "has_changes":false,"build":"release","compiler":"Swift 6.3, Clang 21.0.0",\
                "host":"somewhere","processor":"some processor","architecture":"x86_64",\
                "system":"Debian GNU/Linux 12","threads":2,\
                "arguments":["attack","run","a\\nb"],"started_at":"2026-11-28T10:06:34Z"}
                """)
    }
}
