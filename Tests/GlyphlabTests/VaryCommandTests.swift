import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab vary` as its users see it.
@Suite("Variations by the program") struct VaryCommandTests {
    private static let command = ["vary", "--model", Program.nano]

    #if DEBUG
        private static let isRelease = false
    #else
        private static let isRelease = true
    #endif

    /// A debug build of this very commit, to be held against the release build; nil where there
    /// is none.
    private static func debugProgram() throws -> String? {
        let path = Vectors.house.appending(path: ".build/debug/glyphlab").path
        guard isRelease, FileManager.default.isExecutableFile(atPath: path) else { return nil }
        let versions = try [path, Program.url.path].map { program in
            try Program.run(program: program, ["--version"]).output
                .replacing("debug", with: "").replacing("release", with: "")
        }
        return versions[0] == versions[1] ? path : nil
    }

    @Test("At least 24 variations leave the same bits on glyph-nano, and none another.")
    func wholeMatrix() throws {
        // A debug build takes seconds for each child: it tries some.
        var options = ["--prompts", "2", "--format", "json"]
        if Self.isRelease || Thoroughness.isThorough {
            options.append("--qemu")
            if let debug = try Self.debugProgram() {
                options += ["--program", debug]
            } else {
                print("vary: no debug build of this commit to hold against this one")
            }
        } else {
            options += ["--only", "threads-7", "buffers-off-20-a5", "heap-5a", "environment-empty"]
        }
        let ending = try Program.run(Self.command + options)
        #expect(ending.code == 0, "\(ending.messages)\(ending.output)")
        let json = try ending.json()
        #expect(try json.at("same").integer() >= (options.contains("--only") ? 4 : 24))
        #expect(try json.at("differing").integer() == 0)
        #expect(try json.at("failed").integer() == 0)
        for outcome in try json.at("variations").elements()
        where try outcome.at("result").string() == "not_exercised" {
            print("vary: \(try outcome.at("name").string()): \(try outcome.at("reason").string())")
        }
    }

    @Test("vary tells what it found under names that stay; a planted bit ends it with 1.")
    func report() throws {
        let command = Self.command + ["--prompts", "2", "--only", "batch-1", "--plant", "7"]
        let ending = try Program.run(command + ["--format", "json"])
        #expect(ending.code == 1, "\(ending.messages)")
        let json = try ending.json()
        #expect(
            json.objectValue?.map(\.key) == [
                "model", "integer_weights_hash", "prompts", "operations", "root", "golden",
                "matches_golden", "same", "differing", "failed", "not_exercised", "variations",
                "planted", "provenance",
            ])
        #expect(try json.at("same").integer() == 1)
        #expect(try json.at("differing").integer() == 1)
        let outcomes = try json.at("variations").elements()
        #expect(try outcomes.map { try $0.at("name").string() } == ["batch-1", "planted"])
        for outcome in outcomes {
            #expect(
                outcome.objectValue?.map(\.key) == [
                    "name", "kind", "made", "prompts", "result", "backend", "build", "proofs",
                    "records", "left_out", "root_compared", "matches_golden", "difference",
                    "reason", "nanoseconds",
                ])
        }
        let planted = try json.at("planted")
        let difference = try outcomes[1].at("difference")
        for key in ["prompt", "operation", "layer"] {
            #expect(try difference.at(key).compactText == planted.at(key).compactText, "\(key)")
        }
        for key in ["element", "values"] {
            let found = try difference.at("element").at(key)
            #expect(try found.compactText == planted.at(key).compactText, "\(key)")
        }
        guard case .boolean(true) = try planted.at("named") else {
            Issue.record("not named: \(planted.compactText)")
            return
        }
        let text = try Program.run(command)
        #expect(text.code == 1)
        for part in ["1 same, 1 differs, 0 not exercised", "named exactly", "begins to differ at"] {
            #expect(text.output.contains(part), "\(text.output)")
        }
    }

    @Test("A variation that is asked for and cannot be run here ends vary with 3.")
    func notExercised() throws {
        let ending = try Program.run(
            Self.command + ["--prompts", "1", "--only", "build-other", "batch-2"])
        #expect(ending.code == 3, "\(ending.output)")
        #expect(ending.output.contains("build-other: not exercised: --program names one"))
    }

    @Test("A locale is not exercised where no tool tells which there are.")
    func unknownLocale() throws {
        let folder = try TemporaryFolder()
        let ending = try Program.run(
            Self.command + ["--prompts", "1", "--only", "locale-tr"],
            environment: ["PATH": folder.path])
        #expect(ending.code == 3, "\(ending.output)\(ending.messages)")
        let expected =
            "locale-tr: not exercised: whether the C library here has the locale tr_TR.UTF-8 is "
            + "unknown: there is no 'locale'"
        #expect(ending.output.contains(expected), "\(ending.output)")
    }

    @Test("A build that runs fewer prompts than it is asked for ends vary with 2.")
    func fewerPrompts() throws {
        let folder = try TemporaryFolder()
        let program = folder.path + "/one"
        // Of an option that is given twice, the last counts.
        let script = "#!/bin/sh\nexec '\(Program.url.path)' \"$@\" --prompts 1\n"
        try Data(script.utf8).write(to: URL(filePath: program))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: program)
        let ending = try Program.run(
            Self.command + ["--prompts", "2", "--program", program, "--only", "build-1"])
        #expect(ending.code == 2, "\(ending.output)\(ending.messages)")
        #expect(
            ending.output.contains(
                "build-1: failed: evidence is missing: expected 2 prompts, got 1"))
    }

    @Test("A build that leaves no trace ends vary with 2, and its words are told.")
    func failedBuild() throws {
        let ending = try Program.run(
            Self.command + ["--prompts", "1", "--program", "/bin/false", "--only", "build-1"])
        #expect(ending.code == 2, "\(ending.output)")
        #expect(ending.output.contains("build-1: failed: it ended with code 1"))
    }

    /// A golden of glyph-nano's weights that is of two prompts, and has another hash for them.
    private static func otherGolden(in folder: TemporaryFolder) throws -> String {
        let weights = "2ab4e4387ab23b1a7d08d337dca9033f7f19380c6e957bbff4e769a9c8ab21c1"
        let json =
            "{\"golden\": \"other\", \"model\": \"glyph-nano\", \"integer_weights_hash\": "
            + "\"\(weights)\", \"prompt_count\": 2, \"ultimate_hash\": "
            + "\"\(String(repeating: "0", count: 64))\", \"proofs\": []}"
        let path = folder.path + "/other.json"
        try Data(json.utf8).write(to: URL(filePath: path))
        return path
    }

    @Test("A golden that is named and does not tell of the prompts ends vary with 2, and says so.")
    func silentGolden() throws {
        let folder = try TemporaryFolder()
        let golden = try Self.otherGolden(in: folder)
        let ending = try Program.run(
            Self.command + ["--prompts", "1", "--only", "batch-1", "--golden", golden])
        #expect(ending.code == 2, "\(ending.messages)\(ending.output)")
        #expect(
            ending.output.hasSuffix(
                "  nothing moved a bit against the usual run\n"
                    + "  no golden was compared: other does not tell of 1 prompt\n"),
            "\(ending.output)")
    }

    @Test("A golden that was found and does not tell of the prompts is said, and changes no code.")
    func foundSilentGolden() throws {
        let folder = try TemporaryFolder()
        let shelf = folder.path + "/Goldens"
        try FileManager.default.createDirectory(
            atPath: shelf, withIntermediateDirectories: false)
        try FileManager.default.moveItem(
            atPath: Self.otherGolden(in: folder), toPath: shelf + "/other.json")
        let ending = try Program.run(
            Self.command + ["--prompts", "1", "--only", "batch-1"],
            environment: ["GLYPHLAB_HOUSE": folder.path])
        #expect(ending.code == 0, "\(ending.messages)\(ending.output)")
        #expect(
            ending.output.hasSuffix("  no golden was compared: other does not tell of 1 prompt\n"),
            "\(ending.output)")
    }

    @Test("Runs that agree with each other and not with the golden are told as that.")
    func onlyTheGoldenDiffers() throws {
        let folder = try TemporaryFolder()
        let golden = try Self.otherGolden(in: folder)
        let ending = try Program.run(
            Self.command + ["--prompts", "2", "--only", "batch-1", "--golden", golden])
        #expect(ending.code == 1, "\(ending.messages)\(ending.output)")
        #expect(
            ending.output.hasSuffix(
                "  all runs agree, and their proofs are not those of the golden other\n"),
            "\(ending.output)")
        #expect(!ending.output.contains("moved a bit"))
        let planted = try Program.run(
            Self.command + [
                "--prompts", "2", "--only", "batch-1", "--golden", golden, "--plant", "7",
            ])
        #expect(planted.code == 1)
        #expect(planted.output.hasSuffix("  something moved a bit\n"), "\(planted.output)")
    }

    @Test("A golden of other weights is refused with both hashes.")
    func foreignGolden() throws {
        let ending = try Program.run(
            Self.command + ["--prompts", "1", "--only", "batch-1", "--golden", "gpt2"])
        #expect(ending.code == 65, "\(ending.output)")
        for part in ["golden: expected one of the weights 2ab4e438", "got gpt2, which is of the"] {
            #expect(ending.messages.contains(part), "\(ending.messages)")
        }
    }

    @Test("Another build that is given runs beside what --only names; --qemu needs a name there.")
    func programBesideOnly() throws {
        let ending = try Program.run(
            Self.command + [
                "--prompts", "1", "--program", "/bin/false", "--only", "batch-1",
            ])
        #expect(ending.code == 2, "\(ending.output)")
        #expect(ending.output.contains("build-1: failed: it ended with code 1"))
        let refused = try Program.run(Self.command + ["--qemu", "--only", "batch-1"])
        #expect(refused.code == 64)
        #expect(refused.messages.contains("qemu: expected the name of an emulated processor"))
    }

    @Test("vary lists its variations, and refuses what it cannot vary.")
    func usage() throws {
        let list = try Program.run(Self.command + ["--list", "--format", "json"])
        #expect(list.code == 0)
        #expect(try list.json().at("variations").elements().count >= 24)
        for option in [
            ["--prompts", "0"], ["--prompts", "10001"], ["--only", "magic"], ["--plant", "xyz"],
            ["--plant", ""], ["--seconds-max", "0"], ["--threads", "0"], ["--backend", "none"],
            ["--golden", "no-such-golden"], ["--only", "planted"],
        ] {
            #expect(try Program.run(Self.command + option).code == 64, "\(option)")
        }
        #expect(try Program.run(Self.command + ["--program", "/no/such"]).code == 65)
        let folder = try TemporaryFolder()
        #expect(try Program.run(["vary", "--model", folder.path]).code == 2)
    }
}
