import Foundation
import Sandboxes
import TestSupport
import Testing

/// Programs in a sandbox, at every level that works here. Each hostile one stops itself just above
/// its limit.
@Suite(.serialized)
struct SandboxedProcessTests {
    static let isolation = Isolation.detected()
    static let levels = isolation.levels.filter { $0.obstacle == nil }.map(\.level)

    private static func start(
        _ code: String, _ level: IsolationLevel, _ limits: SandboxLimits = .standard
    ) throws -> SandboxedProcess {
        try SandboxedProcess(
            SandboxedProgram(
                words: ["/usr/bin/python3", "-I", "-u", "-c", code],
                variables: [("PATH", "/usr/bin:/bin")]), level: level, limits: limits)
    }

    private static func line(
        _ process: SandboxedProcess, milliseconds: Int = 5_000
    ) -> Result<String, SandboxEnd> {
        Result { () throws(SandboxEnd) in
            let bytes = try process.line(byteCountMax: 1_000, silenceMilliseconds: milliseconds)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test("Some level isolates a stranger's script here")
    func isolates() throws {
        #expect(try #require(Self.isolation.strongest) >= .landlock)
        #expect(!Self.isolation.facts.isEmpty)
    }

    @Test("Lines go both ways, and what was said before the end is heard", arguments: levels)
    func talks(_ level: IsolationLevel) throws {
        let process = try Self.start("print(input() + '!'); print('last')", level)
        try process.send(Array("hello".utf8), silenceMilliseconds: 1_000)
        #expect(Self.line(process) == .success("hello!"))
        #expect(Self.line(process) == .success("last"))
        #expect(Self.line(process) == .failure(.exited(code: 0)))
    }

    @Test(
        "Each end is told",
        arguments: levels,
        [
            ("raise SystemExit(7)", SandboxEnd.exited(code: 7)),
            ("import os; os.kill(os.getpid(), 9)", .killed(signal: 9)),
            ("import os; os.write(1, b'half'); os._exit(0)", .cut),
            ("print('x' * 2000)", .limit("a line of more than 1000 bytes")),
            (
                "import os\nwhile True: os.write(1, b'x' * 500)",
                .limit("a line of more than 1000 bytes")
            ),
            ("import time; time.sleep(20)", .limit("it said nothing for 500 ms")),
        ])
    func ends(_ level: IsolationLevel, _ program: (code: String, end: SandboxEnd)) throws {
        let process = try Self.start(program.code, level)
        // Only silence is meant to last half a second: a busy machine takes long to start Python.
        let isSilence = program.end == .limit("it said nothing for 500 ms")
        #expect(
            Self.line(process, milliseconds: isSilence ? 500 : 20_000) == .failure(program.end))
    }

    /// Files open with all numbers up to some between 80 and 120, so that a script's ends come next:
    /// several of each, as other tests open and close theirs.
    @Test("The laboratory may have any number of files open")
    func descriptors() throws {
        var held: [Int32] = []
        defer { for descriptor in held { close(descriptor) } }
        while (held.last ?? 0) < 120 {
            let descriptor = fcntl(0, F_DUPFD_CLOEXEC, Int32(3))
            try #require(descriptor >= 0)
            held.append(descriptor)
            guard descriptor >= 80 else { continue }
            let process = try Self.start("print(input() + '!')", .limits)
            try process.send(Array("hello".utf8), silenceMilliseconds: 20_000)
            #expect(Self.line(process, milliseconds: 20_000) == .success("hello!"))
            #expect(Self.line(process, milliseconds: 20_000) == .failure(.exited(code: 0)))
        }
    }

    @Test("CPU time is limited", arguments: levels)
    func processor(_ level: IsolationLevel) throws {
        var limits = SandboxLimits.standard
        limits.cpuSeconds = 1
        let process = try Self.start("for _ in range(10 ** 9): pass", level, limits)
        #expect(
            Self.line(process, milliseconds: 20_000)
                == .failure(.limit("more than 1 s of CPU time")))
    }

    @Test("A script that never reads is ended", arguments: levels)
    func deaf(_ level: IsolationLevel) throws {
        let process = try Self.start("import time; time.sleep(20)", level)
        #expect(throws: SandboxEnd.limit("it read nothing for 300 ms")) {
            for _ in 0..<200 {
                try process.send([UInt8](repeating: 120, count: 1_000), silenceMilliseconds: 300)
            }
        }
    }

    @Test("No more processes than allowed", arguments: levels)
    func processes(_ level: IsolationLevel) throws {
        let code = """
            import os, time
            count = 0
            for _ in range(64):
                try:
                    if os.fork() == 0:
                        time.sleep(20)
                        os._exit(0)
                    count += 1
                except OSError:
                    break
            print('within' if count < 32 else count)
            """
        let process = try Self.start(code, level)
        #expect(Self.line(process) == .success("within"))
    }

    @Test("No more memory than allowed", arguments: levels)
    func memory(_ level: IsolationLevel) throws {
        let code = """
            blocks = []
            try:
                for _ in range(16):
                    blocks.append(bytes(64 << 20))
                print('over')
            except MemoryError:
                print('within')
            """
        #expect(Self.line(try Self.start(code, level)) == .success("within"))
    }

    @Test("A daemonised child is gone with its script", arguments: levels)
    func daemons(_ level: IsolationLevel) throws {
        // The child holds the pipe; were it alive, its line would come.
        let code = """
            import os, time
            if os.fork() == 0:
                try: os.setsid()
                except OSError: pass
                if os.fork() == 0:
                    time.sleep(1)
                    os.write(1, b'alive\\n')
                os._exit(0)
            print('begun')
            """
        let process = try Self.start(code, level)
        #expect(Self.line(process) == .success("begun"))
        #expect(Self.line(process, milliseconds: 3_000) == .failure(.exited(code: 0)))
        #expect(Self.line(process, milliseconds: 1_500) == .failure(.exited(code: 0)))
    }

    @Test(
        "Files, networks and others' processes are out of reach",
        arguments: levels.filter { $0 > .limits })
    func reach(_ level: IsolationLevel) throws {
        let code = """
            import os, socket
            def attempt(name, work):
                try:
                    work()
                    print(name)
                except (OSError, PermissionError):
                    pass
            attempt('passwd', lambda: open('/etc/passwd').read())
            attempt('root', lambda: os.listdir('/root'))
            attempt('write', lambda: open('/usr/written', 'w'))
            attempt('socket', lambda: socket.socket())
            parent = os.getppid() or 1
            attempt('parent', lambda: os.kill(parent, 0))
            attempt('proc', lambda: os.listdir('/proc/1/fd'))
            print('done')
            """
        #expect(Self.line(try Self.start(code, level)) == .success("done"))
    }
}
