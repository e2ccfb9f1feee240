import Encodings
import Foundation
import TestSupport
import Testing

/// `glyphlab models fetch` against a server on this machine that misbehaves.
@Suite(
    "Fetching from a hostile server", .serialized,
    .enabled(if: HostileServer.python != nil, "\(HostileServer.pythonMissing)"))
struct FetchTests {
    /// What a scenario of the server leads to.
    struct Case: Sendable, CustomTestStringConvertible {
        let scenario: String
        let ranges: [String]
        var code: Int32 = 0
        /// What the message says; nil where all goes well.
        var message: String?
        var partialByteCount: Int?

        /// All is well in the end.
        init(_ scenario: String, _ ranges: [String]) {
            self.scenario = scenario
            self.ranges = ranges
        }

        init(
            _ scenario: String, _ ranges: [String], _ code: Int32, _ message: String,
            partial: Int? = nil
        ) {
            self.scenario = scenario
            self.ranges = ranges
            self.code = code
            self.message = message
            partialByteCount = partial
        }

        var testDescription: String { scenario }
    }

    private static func times(_ count: Int, _ range: String = "-") -> [String] {
        Array(repeating: range, count: count)
    }

    private static let rest = "bytes=3000000-"
    private static let part = FetchHouse.partByteCount

    static let good: [Case] = [
        Case("plain", ["-"]),
        Case("redirect_chain", times(4)),
        Case("redirect_endless", times(2)),
        Case("break_once", ["-", rest]),
        Case("break_twice", ["-", rest, "bytes=6000000-"]),
        Case("break_each", ["-"] + (1...8).map { "bytes=\($0)000000-" }),
        Case("range_416", ["-", rest, "-"]),
        Case("range_ignored", ["-", rest]),
        Case("range_start", ["-", rest, "-"]),
        Case("range_total", ["-", rest, "-"]),
        Case("range_garbage", ["-", rest, "-"]),
        Case("range_none", ["-", rest, "-"]),
        Case("later_date", times(2)),
        Case("later_429", times(2)),
        Case("later_500", times(2)),
        Case("later_502", times(2)),
        Case("later_504", times(2)),
        Case("length_chunked", ["-"]),
        Case("length_none", ["-"]),
        Case("longer_announced", ["-"]),
        Case("corrupt_once", times(2)),
    ]

    static let bad: [Case] = [
        Case("redirect_loop", times(11), 65, "more than 10 redirects"),
        Case("redirect_file", ["-"], 65, "a redirect to another protocol"),
        Case("redirect_ftp", ["-"], 65, "a redirect to another protocol"),
        Case("redirect_garbage", ["-"], 65, "a redirect to what is no URL"),
        Case(
            "break_small", ["-"] + (1..<100).map { "bytes=\($0)000-" }, 2,
            "none after 100 requests", partial: 100_000),
        Case("break_empty", times(6), 2, "got 0 of its bytes, 6 times in a row"),
        Case("break_unanswered", times(6), 2, "got 0 of its bytes, 6 times in a row"),
        Case(
            "range_416_always", ["-", rest, "-", rest], 65,
            "status: expected 206 or 200, got 416", partial: part),
        Case(
            "range_ignored_breaks", ["-"] + times(5, rest), 2,
            "got 3000000 of its bytes, 6 times in a row", partial: part),
        Case(
            "range_start_always", ["-", rest, "-", rest], 65,
            "Content-Range: expected bytes 3000000-8158551/8158552, "
                + "got \"bytes 0-8158551/8158552\"", partial: part),
        Case(
            "range_length", ["-", rest], 65, "Content-Length: expected 5158552, got \"7\"",
            partial: part),
        Case("range_too_long", ["-", rest], 65, "body: expected 5158551 bytes", partial: part),
        Case("range_unasked", ["-"], 65, "status: expected 200, got 206"),
        Case("later_always", times(6), 2, "got status 503, 6 times in a row"),
        Case("length_small", ["-"], 65, "Content-Length: expected 8158552, got \"8158551\""),
        Case("length_large", ["-"], 65, "Content-Length: expected 8158552, got \"8158553\""),
        Case("length_garbage", ["-"], 65, "Content-Length"),
        Case("length_two", ["-"], 65, "Content-Length"),
        Case("longer_chunked", ["-"], 65, "body: expected 8158552 bytes, got 8158553"),
        Case("longer_none", ["-"], 65, "body: expected 8158552 bytes, got 8158553"),
        Case("longer_endless", ["-"], 65, "body: expected 8158552 bytes, got 81"),
        Case("chunk_garbage", times(6), 2, "got 0 of its bytes, 6 times in a row"),
        Case(
            "corrupt_always", times(2), 65,
            "SHA-256, fetched twice: expected "
                + "3aaa6834c5b75d2d6f47dd16d6ada63f8040a7c87a7f910369fe449209e6ea2b, got "),
        Case("status_401", ["-"], 65, "status: expected 200, got 401"),
        Case("status_403", ["-"], 65, "status: expected 200, got 403"),
        Case("status_404", ["-"], 65, "status: expected 200, got 404"),
        Case("status_204", ["-"], 65, "status: expected 200, got 204"),
        Case("status_304", ["-"], 65, "status: expected 200, got 304"),
        Case("garbage", ["-"], 65, "answer: expected HTTP within its limits"),
        Case("garbage_status", ["-"], 65, "answer: expected HTTP within its limits"),
        Case("headers_many", ["-"], 65, "headers of more than 262144 bytes"),
        Case("headers_line", ["-"], 65, "answer: expected HTTP within its limits"),
        Case("headers_interim", ["-"], 65, "headers of more than 262144 bytes"),
        Case("gzip", ["-"], 65, "Content-Encoding: expected none, as asked for, got \"gzip\""),
    ]

    static let silent: [Case] = [
        Case("stall_middle", ["-", rest]),
        Case("stall_head", times(2)),
        Case("stall_end", ["-"]),
        Case("drip_head", times(2)),
        Case("stall_always", times(6), 2, "got silence, 6 times in a row"),
    ]

    @Test("Files come right, or not at all", arguments: good + bad)
    func play(_ item: Case) throws {
        let house = try FetchHouse()
        let server = try HostileServer(folder: house.path)
        try check(item, house, server, house.run(server.baseURL(item.scenario)))
    }

    @Test("Silence has an end")
    func silence() throws {
        // All at once, since each waits.
        let played = try Self.silent.map { item in
            let house = try FetchHouse()
            let server = try HostileServer(folder: house.path)
            let fetch = try house.start(
                server.baseURL(item.scenario), ["--silence-seconds", "1"])
            return (item, house, server, fetch)
        }
        for (item, house, server, fetch) in played {
            try check(item, house, server, fetch.ending())
        }
    }

    private func check(
        _ item: Case, _ house: FetchHouse, _ server: HostileServer, _ ending: FetchHouse.Ending
    ) throws {
        #expect(ending.reason == .exit, "\(item.scenario) stopped by a signal")
        let ranges = try server.ranges()
        print("  \(item.scenario): exit \(ending.code), asked for \(shown(ranges))")
        #expect(ranges == item.ranges)
        #expect(ending.code == item.code, "\(ending.messages)")
        guard let message = item.message else {
            try house.expectWhole(item.scenario)
            #expect(ending.messages == "")
            guard case .boolean(true) = try ending.json().at("match") else {
                Issue.record("match is \(try ending.json().at("match"))")
                return
            }
            let requests = try ending.weights().at("requests").elements()
            #expect(try ending.weights().at("state").string() == "fetched")
            if !item.scenario.hasPrefix("redirect") {
                #expect(
                    try requests.map { try $0.at("range").stringValue ?? "-" } == item.ranges)
            }
            return
        }
        #expect(ending.output == "")
        #expect(ending.messages.contains(message), "\(ending.messages)")
        #expect(ending.messages.contains("GET http://127.0.0.1"), "\(ending.messages)")
        #expect(!ending.messages.contains("\u{1B}"))
        let left = item.partialByteCount == nil ? [] : ["model.safetensors.partial"]
        #expect(try house.files() == left)
        #expect(house.partialByteCount() == item.partialByteCount)
    }

    private func shown(_ ranges: [String]) -> String {
        ranges.prefix(9).joined(separator: ", ")
            + (ranges.count > 9 ? ", … (\(ranges.count))" : "")
    }

    @Test("A connection that is reset is resumed where it was")
    func reset() throws {
        let house = try FetchHouse()
        let server = try HostileServer(folder: house.path)
        let ending = try house.run(server.baseURL("break_reset"))
        #expect(ending.code == 0, "\(ending.messages)")
        try house.expectWhole("break_reset")
        let ranges = try server.ranges()
        print("  break_reset: asked for \(shown(ranges))")
        // A reset may take with it what had arrived and was not read yet.
        #expect(ranges.count == 2)
        let received = try ending.weights().at("requests").elements()[0].at("received_bytes")
            .integer()
        #expect(ranges.last == (received > 0 ? "bytes=\(received)-" : "-"))
    }

    @Test("The wait that the server asks for is kept")
    func retryAfter() throws {
        let house = try FetchHouse()
        let server = try HostileServer(folder: house.path)
        let clock = ContinuousClock()
        let start = clock.now
        let ending = try house.run(server.baseURL("later_twice"))
        let took = clock.now - start
        #expect(ending.code == 0, "\(ending.messages)")
        #expect(took >= .seconds(2), "two answers asked for 1 s each, took \(took)")
        try house.expectWhole("later_twice")
        #expect(
            try ending.weights().at("requests").elements().map {
                try $0.at("status").integer()
            } == [503, 503, 200])
    }

    @Test("The path's parts are percent-encoded, other files come as well")
    func paths() throws {
        let house = try FetchHouse()
        let server = try HostileServer(folder: house.path)
        #expect(try house.run(server.baseURL("plain") + "/").code == 0)
        for name in FetchHouse.names {
            #expect(
                try server.requests(name)
                    == ["GET /plain/lab%20one/small/resolve/0123%2Fabc/\(name) -"])
        }
    }

    @Test("HF_ENDPOINT names the hub where --base-url does not; what is no URL is refused")
    func endpoint() throws {
        let house = try FetchHouse()
        let server = try HostileServer(folder: house.path)
        func fetch(_ endpoint: String, _ options: [String] = []) throws -> Program.Ending {
            try Program.run(
                ["models", "fetch", "small", "--retry-wait-milliseconds", "10"] + options,
                environment: [
                    "GLYPHLAB_HOUSE": house.path, "HF_ENDPOINT": endpoint, "no_proxy": "127.0.0.1",
                ])
        }
        for endpoint in ["ftp://127.0.0.1", "huggingface.co", "http://u:p@127.0.0.1"] {
            let ending = try fetch(endpoint)
            #expect(ending.code == 64)
            #expect(ending.messages.contains("HF_ENDPOINT: expected an HTTP or HTTPS URL"))
        }
        #expect(try fetch(server.baseURL("plain")).code == 0)
        try house.expectWhole("HF_ENDPOINT")
        #expect(try server.requests().count == 1)
        try FileManager.default.removeItem(atPath: house.out + "/model.safetensors")
        #expect(try fetch("http://127.0.0.1:1", ["--base-url", server.baseURL("plain")]).code == 0)
        try house.expectWhole("--base-url")
    }
}
