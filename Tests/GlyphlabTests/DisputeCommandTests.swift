import Cryptography
import Encodings
import Foundation
import TestSupport
import Testing
import Traces

/// `glyphlab dispute` as its users see it.
@Suite("Disputes before the program's referee") struct DisputeCommandTests {
    private static let model = ["--model", Program.nano]

    /// A trace of two prompts, and one of a run that stops early.
    private func traces(_ folder: TemporaryFolder) throws -> (whole: String, early: String) {
        let (whole, early) = (folder.path + "/whole.trace", folder.path + "/early.trace")
        let command = ["trace", "--prompts", "2", "--level", "operations"] + Self.model
        #expect(try Program.run(command + ["--out", whole]).code == 0)
        #expect(try Program.run(command + ["--stop-early", "--out", early]).code == 0)
        return (whole, early)
    }

    private func party(_ trace: String) -> String {
        "'\(Program.url.path)' dispute party --trace '\(trace)' --model '\(Program.nano)'"
    }

    /// The same trace with a change, beside it.
    private func changed(
        _ path: String, _ name: String, _ change: (inout Trace) -> Void
    ) throws -> String {
        var trace = try Trace(decoding: Array(Data(contentsOf: URL(filePath: path))))
        change(&trace)
        let other = path + "." + name
        try Data(trace.encoded()).write(to: URL(filePath: other))
        return other
    }

    /// One with a digest that no computation gives, in prompt 1.
    private func lie(_ path: String, _ name: String = "lie") throws -> String {
        try changed(path, name) { trace in
            let place = trace.schedule.firstIndex { $0.name == "h.2.mlp.gelu" } ?? 0
            trace.prompts[1].records[place] = .computed(Digests.sha256(name.utf8))
        }
    }

    private func losers(_ json: JSONValue) throws -> [String] {
        try json.at("losers").elements().map { try $0.string() }
    }

    @Test("Equal traces leave nothing to dispute; a file that cannot be opened says what it needs.")
    func files() throws {
        let folder = try TemporaryFolder()
        let whole = try traces(folder).whole
        let lie = try lie(whole)
        let equal = try Program.run(["dispute", whole, whole] + Self.model)
        #expect(equal.code == 0 && equal.output.contains("nothing to dispute"))
        for (pair, loser) in [([whole, lie], "right"), ([lie, whole], "left")] {
            let ending = try Program.run(["dispute"] + pair + Self.model + ["--format", "json"])
            #expect(ending.code == 1, "\(ending.messages)")
            let json = try ending.json()
            #expect(
                json.objectValue?.map(\.key) == [
                    "verdict", "losers", "left", "right", "prompt", "operation", "tile",
                    "element", "index", "right_value", "right_proof", "terms", "rounds",
                    "rounds_by_phase", "posted_bytes", "evidence_bytes", "multiply_adds",
                    "inference_multiply_adds", "share", "unopened", "provenance",
                ])
            #expect(try losers(json) == [loser])
            #expect(try json.at(loser).at("fault").string() == "unopenable")
            #expect(try json.at("unopened").at("operation").string() == "h.2.mlp.gelu")
            #expect(try json.at("unopened").at("files").elements().map { try $0.string() } == [lie])
            let next = try json.at("unopened").at("next").elements().map { try $0.string() }
            #expect(next.count == 3 && next[0].contains("--level values=h.2.mlp.gelu"), "\(next)")
            #expect(
                next.last == "glyphlab dispute party --trace \(lie) --model \(Program.nano)")
            #expect(try json.at("provenance").member("commit") != nil)
        }
        let other = try self.lie(whole, "another")
        let neither = try Program.run(["dispute", lie, other] + Self.model)
        #expect(neither.code == 2 && neither.output.contains("each file"), "\(neither.output)")
    }

    @Test("Nobody is blamed where both files agree on inputs that this machine does not compute.")
    func otherMachines() throws {
        let folder = try TemporaryFolder()
        let both = try changed(try traces(folder).whole, "both") { trace in
            let place = trace.schedule.firstIndex { $0.name == "h.2.mlp.fc" } ?? 0
            trace.prompts[1].records[place] = .computed(Digests.sha256("another machine".utf8))
        }
        let ending = try Program.run(["dispute", both, try lie(both)] + Self.model)
        #expect(ending.code == 2 && ending.output.isEmpty, "\(ending.output)")
        #expect(ending.messages.contains("h.2.mlp.fc of prompt 1"), "\(ending.messages)")
    }

    @Test("A run that left operations out is refused before the game, and told why.")
    func partial() throws {
        let folder = try TemporaryFolder()
        let (whole, early) = try traces(folder)
        for arguments in [
            [whole, early] + Self.model, [early, whole] + Self.model,
            ["--left", party(early), "--right", party(whole), "--task", whole],
        ] {
            let ending = try Program.run(["dispute"] + arguments)
            #expect(ending.code == 65 && ending.output.isEmpty, "\(arguments)")
            #expect(ending.messages.contains("without --stop-early"), "\(ending.messages)")
        }
    }

    @Test("Where both parties agree on what they ran, a referee with another task blames nobody.")
    func otherTask() throws {
        let folder = try TemporaryFolder()
        let whole = try traces(folder).whole
        let parties = ["--left", party(whole), "--right", party(try lie(whole))]
        for task in [
            try changed(whole, "weights") {
                $0.model.tensors[0].integersDigest = Digests.sha256("".utf8)
            },
            try changed(whole, "prompts") { $0.prompts[1].salt += "x" },
        ] {
            let transcript = task + ".json"
            let ending = try Program.run(
                ["dispute"] + parties + ["--task", task, "--format", "json", "--out", transcript])
            #expect(ending.code == 65, "\(ending.output)")
            #expect(ending.messages.contains("nobody is blamed"), "\(ending.messages)")
            let json = try ending.json()
            #expect(try json.at("verdict").string() == "other_task" && losers(json).isEmpty)
            let again = try Program.run(["dispute", "--replay", transcript])
            #expect(again.code == 65 && again.output.contains("not judged"), "\(again.output)")
        }
    }

    @Test("Over pipes the verdict is the same, and its transcript gives it again, alone as well.")
    func pipes() throws {
        let folder = try TemporaryFolder()
        let whole = try traces(folder).whole
        let transcript = folder.path + "/transcript.json"
        let ending = try Program.run([
            "dispute", "--left", party(try lie(whole)), "--right", party(whole), "--task", whole,
            "--out", transcript,
        ])
        #expect(ending.code == 1 && ending.output.contains("the left party loses"))
        for options in [["--task", whole], [], Self.model] {
            let again = try Program.run(["dispute", "--replay", transcript] + options)
            #expect(again.code == 1 && again.output == ending.output, "\(again.messages)")
            #expect(again.messages.contains("transcript's own") == options.isEmpty)
        }
        let text = try String(contentsOfFile: transcript, encoding: .utf8)
        let file = try JSONParser.parse(Array(text.utf8), byteCountMax: 1 << 24)
        #expect(try file.at("provenance").member("version") != nil)
        func refusal(_ text: String, _ options: [String] = []) throws -> String {
            let path = folder.path + "/other.json"
            try Data(text.utf8).write(to: URL(filePath: path))
            let ending = try Program.run(["dispute", "--replay", path] + options)
            #expect(ending.code == 65, "\(ending.output)")
            return ending.messages
        }
        let end = try #require(
            text.range(
                of: "]", options: .backwards,
                range: text.range(of: "\"provenance\"")
                    .map { text.startIndex..<$0.lowerBound }))
        let longer = text.replacingCharacters(in: end, with: ",[null,null]]")
        #expect(try refusal(longer, ["--task", whole]).contains("up to the verdict, got more"))
        let taskless = text.replacing(/"task_trace": "[0-9a-f]*"/, with: #""task_trace": null"#)
        #expect(try refusal(taskless).contains("in the transcript or beside --task"))
        let broken = text.replacing(/"task_trace": "[0-9a-f]{8}/, with: #""task_trace": "00000000"#)
        #expect(try refusal(broken).contains("task_trace"))
        let other = folder.path + "/other.trace"
        let command = ["trace", "--prompts", "1", "--level", "operations", "--out", other]
        #expect(try Program.run(command + Self.model).code == 0)
        #expect(try refusal(text, ["--task", other]).contains("one about"))
    }

    @Test("Who stalls, ends, floods or babbles loses, and no process is left behind.")
    func badCommands() throws {
        let folder = try TemporaryFolder()
        let whole = try traces(folder).whole
        let mark = folder.path + "/running"
        // A staller uses up all of its time, so that it has little, and so has its honest opponent,
        // which says what it said before.
        let root = folder.path + "/root"
        let asked = try Program.run(
            program: "/bin/sh", ["-c", "echo '{\"ask\":\"root\"}' | \(party(whole)) >'\(root)'"])
        #expect(asked.code == 0, "\(asked.messages)")
        let ready = "cat '\(root)'; exec cat >/dev/null"
        let stalls = "(sleep 600; touch '\(mark)') & wait"
        for (command, opponent, fault, seconds) in [
            (stalls, ready, "silent", "5"), ("exit 0", party(whole), "silent", "600"),
            ("read -r q; sleep 8; \(ready)", ready, "silent", "5"),
            ("yes", party(whole), "malformed", "600"),
            ("cat /dev/zero", party(whole), "too_long", "600"),
        ] {
            let ending = try Program.run([
                "dispute", "--left", command, "--right", opponent, "--task", whole,
                "--answer-seconds", seconds, "--format", "json",
            ])
            #expect(ending.code == 1, "\(command): \(ending.messages)")
            let json = try ending.json()
            #expect(try json.at("left").at("fault").string() == fault, "\(command)")
            #expect(try json.at("losers").elements().map { try $0.string() } == ["left"])
        }
        #expect(try !Self.isRunning(mark))
        let stalled = try Program.run([
            "dispute", "--left", "sleep 600", "--right", "sleep 600", "--task", whole,
            "--answer-seconds", "1",
        ])
        #expect(stalled.code == 2 && stalled.output.contains("neither"))
    }

    @Test("A command that cannot be started, or refuses its input, is no party: 65, and why.")
    func noParty() throws {
        let folder = try TemporaryFolder()
        let whole = try traces(folder).whole
        for (command, words) in [
            (
                "/no/such/program",
                ["got \"/no/such/program\": it ended with code 127", "not found"]
            ),
            ("/dev/null", ["left: expected a command that answers", "code 126"]),
            (
                "exec >/dev/null </dev/null; head -c 300000 /dev/zero | tr '\\0' x >&2; exit 9",
                ["left: expected a command that answers", "it ended with code 9"]
            ),
            (
                "printf 'a\\033[2Jb\\n' >&2; exit 9",
                ["left: a\u{FFFD}[2Jb\n", "it ended with code 9"]
            ),
            (party("/no/such.trace"), ["left: glyphlab: /no/such.trace", "code 65"]),
        ] {
            let ending = try Program.run([
                "dispute", "--left", command, "--right", party(whole), "--task", whole,
            ])
            #expect(ending.code == 65 && ending.output.isEmpty, "\(command): \(ending.output)")
            for word in words {
                #expect(ending.messages.contains(word), "\(command): \(ending.messages)")
            }
        }
    }

    @Test("A party has the referee's environment, and needs no house for a model's folder.")
    func environment() throws {
        let folder = try TemporaryFolder()
        let whole = try traces(folder).whole
        let ending = try Program.run(
            [
                "dispute", "--left", "test \"$OF_A_PARTY\" = 1 || exit 9; exec \(party(whole))",
                "--right", party(whole), "--task", whole,
            ], environment: ["OF_A_PARTY": "1", "GLYPHLAB_HOUSE": folder.path])
        #expect(ending.code == 0, "\(ending.messages)")
    }

    @Test("A referee that is interrupted ends its parties, and all that they started.")
    func interruption() throws {
        let folder = try TemporaryFolder()
        let whole = try traces(folder).whole
        for number in [SIGINT, SIGTERM] {
            let mark = folder.path + "/running-\(number)"
            let party = "(sleep 600; touch '\(mark)') & touch '\(mark).begun'; wait"
            // A signal that the caller ignores would be ignored by the referee as well.
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = [
                "--default-signal", Program.url.path, "dispute", "--left", party, "--right", party,
                "--task", whole,
            ]
            process.standardError = FileHandle.nullDevice
            try process.run()
            for _ in 0..<2000 where !FileManager.default.fileExists(atPath: mark + ".begun") {
                usleep(10_000)
            }
            #expect(try Self.isRunning("touch '\(mark)')"))
            kill(process.processIdentifier, number)
            process.waitUntilExit()
            #expect(process.terminationReason == .uncaughtSignal)
            #expect(process.terminationStatus == number)
            // What was ended may take a moment to be reaped.
            for _ in 0..<200 where try Self.isRunning(mark) { usleep(10_000) }
            #expect(try !Self.isRunning(mark), "\(number)")
        }
    }

    /// Whether any process has this text in its arguments.
    private static func isRunning(_ text: String) throws -> Bool {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").contains { name in
            guard Int(name) != nil,
                let line = FileManager.default.contents(
                    atPath: "/proc/\(name)/cmdline")
            else { return false }
            return String(decoding: line, as: UTF8.self).contains(text)
        }
    }

    @Test("A party ends with 65 where a question is cut short, too long or none.")
    func badQuestions() throws {
        let folder = try TemporaryFolder()
        let party = party(try traces(folder).whole)
        for (questions, words) in [
            ("printf '{\"ask\":\"root\"}'", "expected the end of a line"),
            ("head -c 1048577 /dev/zero; echo", "expected lines of at most 1048576 bytes"),
            ("echo '{\"ask\":\"bread\"}'", "expected a question of a referee"),
        ] {
            let ending = try Program.run(
                program: "/bin/sh", ["-c", "{ \(questions); } | \(party)"])
            #expect(ending.code == 65, "\(questions)")
            #expect(ending.messages.contains(words), "\(ending.messages)")
        }
    }

    @Test("A planted liar is found and drawn; many are counted.")
    func liars() throws {
        let folder = try TemporaryFolder()
        let svg = folder.path + "/descent.svg"
        let one = try Program.run(
            ["dispute", "--plant", "server", "--seed", "A1", "--svg", svg] + Self.model)
        #expect(one.code == 0 && one.output.contains("the left party loses"))
        #expect(try String(contentsOfFile: svg, encoding: .utf8).hasPrefix("<svg"))
        for words in ["planted", "server: a server", "found", "yes, and", "rounds", "(0 to 3): "] {
            #expect(one.output.contains(words), "\(words): \(one.output)")
        }
        // A third person needs neither the parties nor the model.
        let file = folder.path + "/planted.json"
        let kept = try Program.run(
            ["dispute", "--plant", "sums", "--out", file, "--format", "json"] + Self.model)
        #expect(kept.code == 0, "\(kept.messages)")
        let json = try kept.json()
        #expect(try json.at("liar").string() == "sums" && json.at("miss").compactText == "null")
        let again = try Program.run(["dispute", "--replay", file, "--format", "json"])
        #expect(again.code == 1, "\(again.messages)")
        for key in ["verdict", "losers", "left", "right", "operation", "element", "rounds"] {
            #expect(try again.json().at(key).compactText == json.at(key).compactText, "\(key)")
        }
        let many = try Program.run(
            ["dispute", "--trials", "17", "--format", "json"] + Self.model)
        let counts = try many.json()
        #expect(many.code == 0, "\(many.messages)")
        #expect(try counts.at("disputes").integer() == 17)
        #expect(try counts.at("judged_right").integer() == 17)
        #expect(try counts.at("trials").elements().count == 17)
    }

    @Test("dispute refuses what it cannot play.")
    func usage() throws {
        for arguments in [
            [], ["a.trace"], ["a.trace", "b.trace"], ["--left", "x", "--right", "y"],
            ["--trials", "0"] + Self.model, ["--trials", "1"],
            ["--plant", "magic"] + Self.model, ["--plant", "patch", "--seed", "x"] + Self.model,
            ["--left", "x", "--right", "y", "--task", "t", "--answer-seconds", "0"],
            ["--trials", "2", "--svg", "x.svg"] + Self.model,
        ] {
            #expect(try Program.run(["dispute"] + arguments).code == 64, "\(arguments)")
        }
        for (arguments, words) in [
            (
                ["--replay", "x", "--task", "t", "--trials", "1"],
                "trials: expected beside --trials or --plant, got beside --replay"
            ),
            (
                ["--replay", "x", "--task", "t", "--plant", "patch"],
                "plant: expected beside --trials or --plant, got beside --replay"
            ),
            (
                ["--trials", "1", "--task", "t"] + Self.model,
                "task: expected beside --left and --right or --replay, got beside --trials or"
            ),
            (
                ["a.trace", "b.trace", "--seed", "1"] + Self.model,
                "seed: expected beside --trials or --plant, got beside two traces"
            ),
            (
                ["a.trace", "b.trace", "--answer-seconds", "1"] + Self.model,
                "answer-seconds: expected beside --left and --right, got beside two traces"
            ),
            (
                ["--replay", "x", "--task", "t", "--backend", "portable"],
                "backend: expected beside two traces or --trials or --plant, got beside --replay"
            ),
        ] {
            let ending = try Program.run(["dispute"] + arguments)
            #expect(ending.code == 64, "\(arguments)")
            #expect(ending.messages.contains(words), "\(ending.messages)")
        }
        let folder = try TemporaryFolder()
        let path = folder.path + "/no.trace"
        #expect(try Program.run(["dispute", path, path] + Self.model).code == 65)
        try Data("no".utf8).write(to: URL(filePath: path))
        #expect(try Program.run(["dispute", path, path] + Self.model).code == 65)
        let whole = try traces(folder).whole
        #expect(try Program.run(["dispute", "--replay", path, "--task", whole]).code == 65)
        let layers = folder.path + "/layers.trace"
        let command = ["trace", "--prompts", "2", "--level", "layers", "--out", layers]
        #expect(try Program.run(command + Self.model).code == 0)
        let refused = try Program.run(["dispute", layers, whole] + Self.model)
        #expect(refused.code == 65 && refused.messages.contains("expected operations"))
    }
}
