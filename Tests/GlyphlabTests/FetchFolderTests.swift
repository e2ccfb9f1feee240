import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab models fetch`: what is in the folder already, other processes, proxies, usage.
@Suite(
    "Fetching into a folder", .serialized,
    .enabled(if: HostileServer.python != nil, "\(HostileServer.pythonMissing)"))
struct FetchFolderTests {
    private let house: FetchHouse
    private let server: HostileServer

    init() throws {
        house = try FetchHouse()
        server = try HostileServer(folder: house.path)
    }

    /// Waits until the server has sent its part and fallen silent.
    private func waitForPart() throws {
        let clock = ContinuousClock()
        let limit = clock.now + .seconds(30)
        while house.partialByteCount() != FetchHouse.partByteCount {
            try #require(clock.now < limit, "\(String(describing: house.partialByteCount()))")
            usleep(20_000)
        }
    }

    @Test("A fetch that was killed is resumed by the next one", arguments: [SIGKILL, SIGTERM])
    func killed(signal: Int32) throws {
        let fetch = try house.start(server.baseURL("stall_middle"))
        try waitForPart()
        kill(fetch.process.processIdentifier, signal)
        let killed = try fetch.ending()
        #expect(killed.reason == .uncaughtSignal && killed.code == signal)
        #expect(try house.files() == ["model.safetensors.partial"])
        let ending = try house.run(server.baseURL("stall_middle"))
        #expect(ending.code == 0, "\(ending.messages)")
        try house.expectWhole("resumed")
        let ranges = try server.ranges()
        print("  killed by \(signal), then asked for \(ranges)")
        #expect(ranges == ["-", "bytes=3000000-"])
        #expect(try ending.weights().at("state").string() == "resumed")
        #expect(try ending.weights().at("resumed_at_byte").integer() == FetchHouse.partByteCount)
    }

    @Test("A second fetch says that another one is at work")
    func twoAtOnce() throws {
        let fetch = try house.start(server.baseURL("stall_middle"))
        try waitForPart()
        let second = try house.run(server.baseURL("plain"))
        #expect(second.code == 2)
        #expect(second.messages.contains("another process is at work on it"))
        kill(fetch.process.processIdentifier, SIGKILL)
        _ = try fetch.ending()
        #expect(try server.requests().count == 1)
        #expect(house.partialByteCount() == FetchHouse.partByteCount, "the first one's is kept")
    }

    @Test("What is here is kept, and a second run asks for nothing")
    func alreadyHere() throws {
        let config = "\(house.out)/config.json"
        try FileManager.default.copyItem(
            atPath: FetchHouse.nano + "/config.json", toPath: config)
        #expect(try house.run(server.baseURL("plain")).code == 0)
        #expect(try server.requests("config.json").isEmpty)
        try house.expectWhole("fetched")
        let ending = try house.run("http://127.0.0.1:1")
        #expect(ending.code == 0, "\(ending.messages)")
        let states = try ending.json().at("files").elements().map {
            try $0.at("state").string()
        }
        #expect(states == Array(repeating: "already_here", count: 4))
    }

    @Test("A file that differs is never written over")
    func differs() throws {
        let path = "\(house.out)/model.safetensors"
        try Data("mine".utf8).write(to: URL(filePath: path))
        let ending = try house.run(server.baseURL("plain"))
        #expect(ending.code == 65)
        #expect(ending.messages.contains("expected 8158552 bytes, SHA-256 3aaa6834"))
        #expect(ending.messages.contains("got 4 bytes, SHA-256 "))
        #expect(ending.messages.contains("move it away"))
        #expect(try Data(contentsOf: URL(filePath: path)) == Data("mine".utf8))
        #expect(try house.files() == ["model.safetensors"])
        #expect(try server.requests("").isEmpty)
    }

    @Test(
        "A partial file is gone on with only where that can be right",
        arguments: [
            (FetchHouse.byteCount, false, []),  // whole: only hashed
            (FetchHouse.byteCount, true, ["-"]),
            (FetchHouse.byteCount - 1, false, ["bytes=8158551-"]),
            (1, false, ["bytes=1-"]),
            (1, true, ["bytes=1-", "-"]),
            (0, false, ["-"]),
        ])
    func partial(count: Int, isCorrupt: Bool, ranges: [String]) throws {
        try house.putPartial(count) { if isCorrupt { $0[0] ^= 1 } }
        let ending = try house.run(server.baseURL("plain"))
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(try server.ranges() == ranges)
        try house.expectWhole("partial of \(count)")
        let isResumed = try ending.weights().at("state").string() == "resumed"
        #expect(isResumed == (count > 0 && !isCorrupt))
    }

    @Test("A partial file that is too long is dropped; what is no file is refused")
    func strangePartials() throws {
        try house.putPartial(FetchHouse.byteCount) { $0.append(0) }
        #expect(try house.run(server.baseURL("plain")).code == 0)
        #expect(try server.ranges() == ["-"])
        try house.expectWhole("too long")

        for plant in [plantFolder, plantLink, plantPipe] {
            let other = try FetchHouse()
            try plant(other.partial)
            let ending = try other.run(server.baseURL("plain"))
            #expect(ending.code == 65)
            #expect(ending.messages.contains(other.partial), "\(ending.messages)")
            #expect(try other.files() == ["model.safetensors.partial"])
        }
        #expect(try server.ranges() == ["-"])
    }

    private func plantFolder(_ path: String) throws {
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
    }

    private func plantLink(_ path: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: "/dev/null")
    }

    private func plantPipe(_ path: String) throws {
        #expect(unsafe mkfifo(path, 0o600) == 0)
    }

    @Test("--out names another folder, which is made")
    func out() throws {
        let folder = house.path + "/else/where"
        let ending = try house.run(server.baseURL("plain"), ["--out", folder])
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(try house.files() == [])
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == FetchHouse.names)
        #expect(try ending.json().at("folder").string() == folder)
    }

    @Test("A proxy is used where the environment names one")
    func proxy() throws {
        let proxy = "http://127.0.0.1:\(server.port)"
        let through = try house.run(
            "http://hub.invalid/break_once", environment: ["http_proxy": proxy])
        #expect(through.code == 0, "\(through.messages)")
        try house.expectWhole("through a proxy")
        let target =
            "http://hub.invalid/break_once/lab%20one/small/resolve/0123%2Fabc/model.safetensors"
        let requests = try server.requests()
        print("  through a proxy: \(requests)")
        #expect(requests == ["GET \(target) -", "GET \(target) bytes=3000000-"])

        let dead = ["http_proxy": "http://127.0.0.1:1"]
        let other = try FetchHouse()
        let refused = try other.run(server.baseURL("plain"), environment: dead)
        #expect(refused.code == 2)
        #expect(refused.messages.contains("no connection"), "\(refused.messages)")
        let direct = try other.run(
            server.baseURL("plain"),
            environment: dead.merging(["no_proxy": "127.0.0.1"]) { $1 })
        #expect(direct.code == 0, "\(direct.messages)")
        try other.expectWhole("past a proxy")
    }

    @Test("A proxy that will not connect, and a server without TLS, end with 2 at once")
    func unreachable() throws {
        let proxied = try house.run(
            "https://hub.invalid/x",
            environment: ["https_proxy": "http://127.0.0.1:\(server.port)"])
        #expect(proxied.code == 2)
        #expect(proxied.messages.contains("403"), "\(proxied.messages)")
        #expect(try server.requests("CONNECT") == ["CONNECT hub.invalid:443 -"])
        let plain = try house.run("https://127.0.0.1:\(server.port)/plain")
        #expect(plain.code == 2)
        #expect(plain.messages.contains("tls"), "\(plain.messages)")
        let nobody = try house.run("http://127.0.0.1:1")
        #expect(nobody.code == 2)
        #expect(nobody.messages.contains("cannot_connect"), "\(nobody.messages)")
        #expect(try house.files() == [])
    }

    @Test("A model without a revision is refused; wrong arguments are usage")
    func usage() throws {
        let other = try FetchHouse(revision: nil)
        let ending = try other.run(server.baseURL("plain"))
        #expect(ending.code == 2)
        #expect(ending.messages.contains("no pinned revision"))
        #expect(try other.files() == [])
        let base = server.baseURL("plain")
        for options in [
            ["--silence-seconds", "0"], ["--base-url", "ftp://x"], ["--base-url", "http://"],
            ["--base-url", "http://a/?b"], ["--retry-wait-milliseconds", "-1"],
        ] {
            #expect(try house.run(base, options).code == 64, "\(options)")
        }
        let fetch = try FetchHouse.Fetch(
            ["models", "fetch", "none"],
            environment: ["GLYPHLAB_HOUSE": house.path, "PATH": "/usr/bin"])
        let unknown = try fetch.ending()
        #expect(unknown.code == 64)
        #expect(unknown.messages.contains("expected one of small, got \"none\""))
        #expect(try server.requests("").isEmpty)
    }

    @Test("The embedded model is here; a drawn one says how to draw it")
    func pinned() throws {
        let environment = ["PATH": "/usr/bin"]
        let nano = try FetchHouse.Fetch(
            ["models", "fetch", "glyph-nano"], environment: environment
        ).ending()
        #expect(nano.code == 0, "\(nano.messages)")
        #expect(nano.output.contains("already here"))
        let drawn = try FetchHouse.Fetch(
            ["models", "fetch", "synth-tiny"], environment: environment
        ).ending()
        #expect(drawn.code == 2)
        #expect(drawn.messages.contains("glyphlab models synth --seed synth-tiny"))
    }
}
