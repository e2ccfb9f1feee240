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
