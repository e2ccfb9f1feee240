import Foundation
import Platform
import Testing

/// Plain system programs stand in for a helper.
@Suite("Child processes")
struct ChildProcessTests {
    private func shell(
        _ script: String, silenceSeconds: Int = 20, deadlineSeconds: Int = 20
    ) throws -> ChildProcess {
        try ChildProcess(
            program: "/bin/sh", arguments: ["-c", script], silenceSeconds: silenceSeconds,
            deadlineSeconds: deadlineSeconds)
    }

    private func receive(_ process: ChildProcess, byteCount: Int) throws -> String {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        try unsafe bytes.withUnsafeMutableBytes { try unsafe process.receive($0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func send(_ process: ChildProcess, _ text: String) throws {
        try unsafe Array(text.utf8).withUnsafeBytes { try unsafe process.send($0) }
    }

    @Test("What is sent comes in on standard input, what is written comes back")
    func conversation() throws {
        let process = try shell(
            "read line; printf 'got %s' \"$line\"; read line; printf ', %s' $line")
        try send(process, "one\n")
        #expect(try receive(process, byteCount: 7) == "got one")
        try send(process, "two\n")
        #expect(try receive(process, byteCount: 5) == ", two")
    }

    @Test("Much is received whole")
    func much() throws {
        let process = try shell("head -c 3000000 /dev/zero | tr '\\0' x")
        #expect(try receive(process, byteCount: 3_000_000).utf8.allSatisfy { $0 == 120 })
    }

    @Test("All that a process says comes with its exit code, or why there is none")
    func output() throws {
        let (bytes, code) = try shell("head -c 300000 /dev/zero | tr '\\0' x; exit 7")
            .output(byteCountMax: 300_000)
        #expect(bytes == [UInt8](repeating: 120, count: 300_000) && code == 7)
        let silent = try shell("exit 0").output(byteCountMax: 10)
        #expect(silent.bytes == [] && silent.code == 0)
        for (script, ending) in [
            ("printf abc; kill -SEGV $$", ChildProcess.Ending.killed(signal: SIGSEGV)),
            ("printf abc; sleep 9", .silent(seconds: 1)),
            ("while :; do printf abcdefgh; done", .talkative(byteCountMax: 1000)),
        ] {
            #expect(throws: ending, "\(script)") {
                try shell(script, silenceSeconds: 1).output(byteCountMax: 1000)
            }
        }
    }

    private func group(_ script: String, silenceSeconds: Int = 20) throws -> ChildProcess {
        try ChildProcess(
            program: "/bin/sh", arguments: ["-c", script], silenceSeconds: silenceSeconds,
            deadlineSeconds: 60, ownsGroup: true)
    }

    @Test("Lines come one by one, however they are written, and a last one without an end is none")
    func lines() throws {
        let process = try group("printf 'one\\ntw'; sleep 0.2; printf 'o\\n\\nthree'")
        #expect(try process.line(byteCountMax: 3, seconds: 20) == Array("one".utf8))
        #expect(try process.line(byteCountMax: 3, seconds: 20) == Array("two".utf8))
        #expect(try process.line(byteCountMax: 3, seconds: 20) == [])
        #expect(throws: ChildProcess.Ending.exited(code: 0)) {
            try process.line(byteCountMax: 99, seconds: 20)
        }
        let closing = try group("exec >/dev/null </dev/null; sleep 60")
        #expect(throws: ChildProcess.Ending.closed) {
            try closing.line(byteCountMax: 99, seconds: 20)
        }
    }

    @Test("The last messages are kept, however many there are, and nobody waits for their reader")
    func messages() throws {
        let script = """
            head -c 300000 /dev/zero | tr '\\0' x >&2; echo said
            echo >&2; echo last >&2; exit 3
            """
        let process = try ChildProcess(
            program: "/bin/sh", arguments: ["-c", script], silenceSeconds: 20,
            deadlineSeconds: 60, ownsGroup: true, keepsMessages: true)
        #expect(try process.line(byteCountMax: 99, seconds: 20) == Array("said".utf8))
        #expect(throws: ChildProcess.Ending.exited(code: 3)) {
            try process.line(byteCountMax: 99, seconds: 20)
        }
        let text = String(decoding: process.messages, as: UTF8.self)
        #expect(text.hasPrefix("xxx") && text.hasSuffix("x\nlast\n") && text.utf8.count == 4096)
        let quiet = try group("echo no >&2")
        #expect(throws: ChildProcess.Ending.exited(code: 0)) {
            try quiet.line(byteCountMax: 99, seconds: 20)
        }
        #expect(quiet.messages == [])
    }

    @Test(
        "A process that closes its output first, and writes many messages then, has its exit code")
    func lateMessages() throws {
        let script = """
            exec >/dev/null </dev/null
            head -c 300000 /dev/zero | tr '\\0' x >&2; echo last >&2; exit 3
            """
        let process = try ChildProcess(
            program: "/bin/sh", arguments: ["-c", script], silenceSeconds: 20,
            deadlineSeconds: 60, ownsGroup: true, keepsMessages: true)
        #expect(throws: ChildProcess.Ending.exited(code: 3)) {
            try process.line(byteCountMax: 99, seconds: 20)
        }
        #expect(String(decoding: process.messages, as: UTF8.self).hasSuffix("xlast\n"))
    }

    @Test("A process gets the whole environment where it is to have it")
    func wholeEnvironment() throws {
        unsafe setenv("GLYPHLAB_TEST_OF_CHILDREN", "two words", 1)
        let process = try ChildProcess(
            program: "/bin/sh", arguments: ["-c", "echo $GLYPHLAB_TEST_OF_CHILDREN"],
            silenceSeconds: 20, deadlineSeconds: 20, variables: nil)
        #expect(try process.line(byteCountMax: 99, seconds: 20) == Array("two words".utf8))
    }

    @Test("A line that is too long, late or drips is none")
    func badLines() throws {
        for script in ["yes no | tr -d '\\n'", "echo abcdefghijk"] {
            #expect(throws: ChildProcess.Ending.talkative(byteCountMax: 10), "\(script)") {
                try group(script).line(byteCountMax: 10, seconds: 20)
            }
        }
        #expect(throws: ChildProcess.Ending.silent(seconds: 1)) {
            try group("sleep 60", silenceSeconds: 1).line(byteCountMax: 10, seconds: 20)
        }
        #expect(throws: ChildProcess.Ending.late(seconds: 1)) {
            try group("while :; do printf x; sleep 0.1; done")
                .line(byteCountMax: 1000, seconds: 1)
        }
    }

    @Test("What a process started ends with it, where it leads a group")
    func groups() throws {
        let process = try group("sleep 60 & echo $!; wait")
        let line = try process.line(byteCountMax: 99, seconds: 20)
        let child = try #require(pid_t(String(decoding: line, as: UTF8.self)))
        #expect(kill(child, 0) == 0)
        #expect(throws: ChildProcess.Ending.silent(seconds: 1)) {
            try ChildProcess(
                program: "/bin/sh", arguments: ["-c", "sleep 60"], silenceSeconds: 1,
                deadlineSeconds: 60, ownsGroup: true
            ).line(byteCountMax: 9, seconds: 9)
        }
        #expect(throws: ChildProcess.Ending.talkative(byteCountMax: 0)) {
            try group("sleep 60 & echo $!; wait").line(byteCountMax: 0, seconds: 20)
        }
        try Self.end(process)
        #expect(Self.isGone(child), "process \(child) is left behind")
    }

    @Test("Of a process that leads a group no exit code can be asked for")
    func groupOutput() async {
        await #expect(processExitsWith: .failure) {
            let process = try ChildProcess(
                program: "/bin/sh", arguments: ["-c", "exit 0"], silenceSeconds: 20,
                deadlineSeconds: 20, ownsGroup: true)
            do { _ = try process.output(byteCountMax: 10) } catch {}
        }
    }

    /// By a line that is too late.
    private static func end(_ process: ChildProcess) throws {
        #expect(throws: ChildProcess.Ending.late(seconds: 0)) {
            try process.line(byteCountMax: 9, seconds: 0)
        }
    }

    /// A process without its parent is reaped by another, which may take a moment.
    private static func isGone(_ process: pid_t) -> Bool {
        for _ in 0..<200 {
            if kill(process, 0) != 0 { return true }
            usleep(10_000)
        }
        let path = "/proc/\(process)/stat"
        let status = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return status.contains(") Z ")
    }

    @Test("The end of a process is told as it was")
    func endings() throws {
        for (script, ending) in [
            ("exit 3", ChildProcess.Ending.exited(code: 3)), ("exit 0", .exited(code: 0)),
            ("kill -SEGV $$", .killed(signal: SIGSEGV)),
            ("ulimit -S -t 1; while :; do :; done", .killed(signal: SIGXCPU)),
        ] {
            let process = try shell(script)
            #expect(throws: ending, "\(script)") { try receive(process, byteCount: 1) }
            // It stays so.
            #expect(throws: ending, "\(script)") { try receive(process, byteCount: 1) }
            #expect(throws: ending, "\(script)") {
                for _ in 0..<100 { try send(process, String(repeating: "x", count: 10_000)) }
            }
        }
    }

    @Test("A process that says nothing, takes nothing or drips is ended")
    func lateness() throws {
        let watch = Stopwatch()
        let silent = try shell("sleep 60", silenceSeconds: 1)
        #expect(throws: ChildProcess.Ending.silent(seconds: 1)) {
            try receive(silent, byteCount: 1)
        }
        let deaf = try shell("sleep 60", silenceSeconds: 1)
        #expect(throws: ChildProcess.Ending.silent(seconds: 1)) {
            for _ in 0..<1000 { try send(deaf, String(repeating: "x", count: 10_000)) }
        }
        let dripping = try shell(
            "while :; do printf x; sleep 0.1; done", silenceSeconds: 5, deadlineSeconds: 1)
        #expect(throws: ChildProcess.Ending.late(seconds: 1)) {
            try receive(dripping, byteCount: 1000)
        }
        // A bound against hanging, not a measurement.
        #expect(watch.nanoseconds < 50_000_000_000)
    }

    @Test("The environment of the parent stays with the parent")
    func environment() throws {
        let process = try shell(
            "test -z \"$HOME$GLYPHLAB_PYTHON$USER\" && printf none || printf some")
        #expect(try receive(process, byteCount: 4) == "none")
    }

    @Test("A program that is not there is told")
    func missing() {
        #expect {
            try ChildProcess(
                program: "/nowhere/helper", arguments: [], silenceSeconds: 1, deadlineSeconds: 1)
        } throws: { error in
            String(describing: error) == "/nowhere/helper: start failed: No such file or directory"
        }
    }
}
