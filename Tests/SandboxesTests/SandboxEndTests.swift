import Foundation
import Platform
import Sandboxes
import TestSupport
import Testing

/// Scripts that will not end, or end while something goes on. Each stops itself just above its
/// limit.
@Suite("The end of a sandbox", .serialized)
struct SandboxEndTests {
    private static let levels = SandboxedProcessTests.levels
    private static let isolatingLevels = levels.filter { $0 > .limits }

    private static func start(
        _ code: String, _ level: IsolationLevel, _ limits: SandboxLimits = .standard
    ) throws -> SandboxedProcess {
        try SandboxedProcess(
            SandboxedProgram(words: ["/usr/bin/python3", "-I", "-u", "-c", code]), level: level,
            limits: limits)
    }

    /// All lines, and the end behind them.
    private static func all(
        _ process: SandboxedProcess, milliseconds: Int = 20_000
    ) -> (lines: [String], end: SandboxEnd) {
        var lines: [String] = []
        while true {
            do throws(SandboxEnd) {
                let line = try process.line(
                    byteCountMax: 1 << 20, silenceMilliseconds: milliseconds)
                lines.append(String(decoding: line, as: UTF8.self))
            } catch {
                return (lines, error)
            }
        }
    }

    @Test(
        "The end is that of the first process, whatever else there is",
        arguments: levels,
        [
            (
                "a grandchild that holds the pipe",
                "import os, time\nif os.fork() == 0: time.sleep(20)\nprint('last')"
            ),
            (
                "a thread",
                "import threading, time, os\nprint('last')\n"
                    + "threading.Thread(target=time.sleep, args=(20,)).start()\nos._exit(0)"
            ),
            ("much that is not read yet", "print('x' * 100_000 + '\\n' * 1000 + 'last')"),
            ("closed descriptors", "import os\nprint('last')\nos.close(1)\nos.close(0)"),
            (
                "a child that stopped itself",
                "import os, signal\nprint('last')\n"
                    + "if os.fork() == 0: os.kill(os.getpid(), signal.SIGSTOP)"
            ),
        ])
    func firstProcess(_ level: IsolationLevel, _ script: (what: String, code: String)) throws {
        let (lines, end) = Self.all(try Self.start(script.code, level))
        #expect(lines.last == "last", "\(script.what)")
        #expect(end == .exited(code: 0), "\(script.what)")
    }

    @Test(
        "A script that stops itself, or closes its output and waits, is silent", arguments: levels)
    func silence(_ level: IsolationLevel) throws {
        for code in [
            "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
            "import os, time; os.close(1); time.sleep(20)",
            "import time\nwhile True:\n  print(end='.', flush=True); time.sleep(0.05)",
        ] {
            let (_, end) = Self.all(try Self.start(code, level), milliseconds: 500)
            #expect(end == .limit("it said nothing for 500 ms"), "\(code)")
        }
    }

    @Test("Output has a limit, and a time", arguments: levels)
    func amounts(_ level: IsolationLevel) throws {
        var limits = SandboxLimits.standard
        limits.outputByteCount = 1 << 20
        limits.wallSeconds = 2
        let much = "for _ in range(10_000_000): print('a line of some length')"
        #expect(
            Self.all(try Self.start(much, level, limits)).end
                == .limit("more than 1048576 bytes of output"))
        let long = "import time\nwhile True:\n  print('line'); time.sleep(0.1)"
        #expect(
            Self.all(try Self.start(long, level, limits)).end == .limit("more than 2 s in all"))
    }

    @Test("Standard error is kept to its limit and never blocks for ever", arguments: levels)
    func messages(_ level: IsolationLevel) throws {
        let code = """
            import os
            for _ in range(100): os.write(2, b'x' * 10_000)
            print('done')
            """
        let process = try Self.start(code, level)
        let (lines, end) = Self.all(process)
        #expect(lines == ["done"] && end == .exited(code: 0))
        #expect(process.messages.count == 64 << 10)
        #expect(process.messages.count + process.lostMessageCount == 1_000_000)
    }

    @Test("The script has the variables that it is given and no other", arguments: levels)
    func variables(_ level: IsolationLevel) throws {
        let value = String(repeating: "v", count: 100_000)
        let process = try SandboxedProcess(
            SandboxedProgram(
                words: ["/usr/bin/env"], variables: [("LARGE", value), ("SMALL", "s")]),
            level: level)
        #expect(Self.all(process).lines == ["LARGE=" + value, "SMALL=s"])
    }

    @Test("What the launcher cannot do is refused, with its reason", arguments: levels)
    func refusals(_ level: IsolationLevel) throws {
        let process = try SandboxedProcess(
            SandboxedProgram(words: ["/usr/bin/none-such"]), level: level)
        guard case .refused(let why) = Self.all(process).end else {
            Issue.record("expected a refusal")
            return
        }
        #expect(why.contains("/usr/bin/none-such"))
    }

    @Test("A fork bomb, and processes that follow one another, leave nothing", arguments: levels)
    func bombs(_ level: IsolationLevel) throws {
        // Both end by themselves after 20 s. Were one left, it would hold the pipe and speak.
        for code in [
            """
            import os, time
            for _ in range(6):
                try: os.fork()
                except OSError: break
            time.sleep(0.2)
            """,
            """
            import os, time
            end = time.time() + 20
            if os.fork() == 0:
                while time.time() < end:
                    if os.fork() != 0: os._exit(0)
            time.sleep(0.2)
            """,
        ] {
            let process = try Self.start(code, level)
            #expect(Self.all(process).end == .exited(code: 0))
            process.finish()
            #expect(!process.hasLeft)
        }
    }

    @Test("Children together have no more memory than the group", arguments: levels)
    func together(_ level: IsolationLevel) throws {
        // Four children of 200 MiB each: within the address space, beyond the group.
        let code = """
            import os
            children = []
            for _ in range(4):
                child = os.fork()
                if child == 0:
                    block = bytearray(200 << 20)
                    os._exit(0)
                children.append(child)
            ends = [os.waitpid(child, 0)[1] for child in children]
            print('within' if any(ends) else 'over')
            """
        var limits = SandboxLimits.standard
        limits.memoryByteCount = 256 << 20
        let process = try Self.start(code, level, limits)
        let (lines, end) = Self.all(process)
        guard !process.facts.contains("control-group none") else {
            print("skipped: children together: this user can make no control group here")
            return
        }
        // The kernel may end the first process instead.
        #expect(lines == ["within"] || end != .exited(code: 0))
    }

    @Test("Where the laboratory is killed, the sandbox ends with it", arguments: levels)
    func withoutLaboratory(_ level: IsolationLevel) throws {
        let folder = try TemporaryFolder()
        // The caller starts the launcher, says both numbers, and waits to be killed.
        let caller = Process()
        caller.executableURL = URL(filePath: "/usr/bin/python3")
        caller.arguments = [
            "-I", "-c",
            """
            import socket, subprocess, sys, time
            ours, theirs = socket.socketpair()
            launcher = subprocess.Popen(
                [sys.argv[1], '--level', sys.argv[2], '--accept-no-isolation', '--control',
                 str(theirs.fileno()), '--', '/usr/bin/sleep', '20'], pass_fds=[theirs.fileno()])
            theirs.close()
            while b'started' not in ours.recv(1000): pass
            print(launcher.pid, flush=True)
            time.sleep(20)
            """, HelperProgram.path("glyphlab-sandbox"), level.rawValue,
        ]
        caller.currentDirectoryURL = URL(filePath: folder.path)
        let output = Pipe()
        caller.standardOutput = output
        try caller.run()
        let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        let launcher = try #require(Int32(said.dropLast()))
        #expect(kill(launcher, 0) == 0)
        kill(caller.processIdentifier, SIGKILL)
        caller.waitUntilExit()
        // It ends its tree before itself. Without an end it would last 20 s.
        for _ in 0..<500 where Self.isRunning(launcher) { usleep(20_000) }
        #expect(!Self.isRunning(launcher))
    }

    /// Whether a process is there and not merely unreaped.
    private static func isRunning(_ process: Int32) -> Bool {
        guard let line = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = line.lastIndex(of: ")")
        else { return false }
        return !line[end...].hasPrefix(") Z")
    }

    @Test(
        "Scripts for Node run, and are held to their memory",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/node"), "needs Node"),
        arguments: isolatingLevels)
    func node(_ level: IsolationLevel) throws {
        let folder = try TemporaryFolder()
        let script = folder.path + "/script.js"
        let text = """
            process.stdin.on("data", line => {
                console.log("heard " + String(line).trim());
                let blocks = [];
                try {
                    for (let i = 0; i < 64; i++) blocks.push(Buffer.alloc(16 << 20, 1));
                    console.log("over");
                } catch { console.log("within"); }
                process.exit(0);
            });
            """
        try text.write(toFile: script, atomically: true, encoding: .utf8)
        let target = try TemporaryFolder()
        let staged = try StagedScript(path: script, clients: nil, folder: target.path)
        let process = try SandboxedProcess(staged.program(level), level: level)
        try process.send(Array("hello".utf8), silenceMilliseconds: 20_000)
        let (lines, _) = Self.all(process)
        #expect(lines.first == "heard hello")
        // The kernel may end it before its allocation fails.
        #expect(!lines.contains("over"))
    }

    #if arch(x86_64)
        @Test("A call of the older processor ends the script", arguments: isolatingLevels)
        func olderCalls(_ level: IsolationLevel) throws {
            // mov eax, 20 (getpid); int 0x80; ret
            let code = """
                import ctypes, mmap
                page = mmap.mmap(-1, 4096, prot=7)
                page.write(bytes.fromhex('b814000000cd80c3'))
                address = ctypes.addressof(ctypes.c_char.from_buffer(page))
                ctypes.CFUNCTYPE(ctypes.c_int)(address)()
                print('heard')
                """
            let (lines, end) = Self.all(try Self.start(code, level))
            #expect(lines == [])
            #expect(end == .killed(signal: 31))
        }
    #endif
}
