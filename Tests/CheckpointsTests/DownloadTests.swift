import Checkpoints
import Foundation
import Platform
import TestSupport
import Testing

/// What a download does with each kind of answer.
@Suite("Downloads")
struct DownloadTests {
    typealias Step = ScriptedTransport.Step

    private static let bytes = ScriptedDownload.bytes
    private static let whole = Step(200, bytes, length: "10")
    /// Four bytes, then the connection breaks.
    private static let broken = Step(
        200, Array(bytes.prefix(4)), length: "10", ending: .brokenOff)
    private static let rest = Step(
        206, Array(bytes.dropFirst(4)), length: "6", range: "bytes 4-9/10")

    /// The script brings the file with these requests and waits.
    private func expectFetched(
        _ steps: [Step], partial: String? = nil, ranges: [String], waits: [Int] = [],
        state: DownloadedFile.State = .fetched, line: Int = #line
    ) throws {
        let download = try ScriptedDownload(steps)
        if let partial { try download.put(partial) }
        let files = try download.run()
        let place = "line \(line)"
        #expect(files.map(\.state) == [state], "\(place)")
        #expect(files[0].requests.map { $0.range ?? "-" } == ranges, "\(place)")
        #expect(download.transport.ranges == ranges, "\(place)")
        #expect(download.transport.isPlayedOut, "\(place)")
        #expect(download.waits == waits, "\(place)")
        #expect(Folder.names(in: download.folder) == ["file"], "\(place)")
        #expect(try download.text("file") == "0123456789", "\(place)")
    }

    /// The script ends with an error of this text and this partial file.
    private func expectFailed(
        _ steps: [Step], partial: String? = nil, ranges: [String], message: String,
        left: String? = nil, waits: [Int]? = nil, line: Int = #line
    ) throws {
        let download = try ScriptedDownload(steps)
        if let partial { try download.put(partial) }
        let failure = download.failure()
        let place = "line \(line)"
        #expect(failure?.contains(message) == true, "\(place): \(failure ?? "no error")")
        #expect(download.transport.ranges == ranges, "\(place)")
        #expect(download.transport.isPlayedOut, "\(place)")
        #expect(
            Folder.names(in: download.folder) == (left == nil ? [] : ["file.partial"]), "\(place)")
        if let left { #expect(try download.text("file.partial") == left, "\(place)") }
        if let waits { #expect(download.waits == waits, "\(place)") }
    }

    @Test("A whole answer, with and without a length")
    func whole() throws {
        try expectFetched([Self.whole], ranges: ["-"])
        try expectFetched([Step(200, Self.bytes)], ranges: ["-"])
        try expectFetched(
            [Self.whole.with { $0.contentEncoding = "Identity" }], ranges: ["-"])
        let download = try ScriptedDownload([Self.whole])
        _ = try download.run()
        // The receiver's counts, and that of the whole folder.
        #expect(download.progress == [2, 4, 6, 8, 10, 10])
    }

    @Test("What ended well and too soon is another thing, and does not stay")
    func short() throws {
        let page = Step(200, [60, 72, 62])
        try expectFetched([page, Self.whole], ranges: ["-", "-"], waits: [1000])
        try expectFailed(
            [page], partial: "0123", ranges: ["bytes=4-"],
            message: "Content-Length: expected 10, got none", left: "0123")
        try expectFetched(
            [Step(206, [60], range: "bytes 4-9/10"), Self.rest], partial: "0123",
            ranges: ["bytes=4-", "bytes=4-"], waits: [1000], state: .resumed(byteCount: 4))
    }

    @Test("What broke off or fell silent is resumed after a wait")
    func resumed() throws {
        for ending in [HTTPEnding.brokenOff, .timedOut] {
            let part = Step(200, Array(Self.bytes.prefix(4)), ending: ending)
            try expectFetched([part, Self.rest], ranges: ["-", "bytes=4-"], waits: [1000])
        }
        let middle = Step(
            206, Array(Self.bytes[4..<7]), length: "3", range: "bytes 4-6/10")
        let end = Step(206, Array(Self.bytes[7...]), range: "bytes 7-9/10")
        try expectFetched(
            [Self.broken, middle, end], ranges: ["-", "bytes=4-", "bytes=7-"],
            waits: [1000, 1000])
    }

    @Test("The length is there: how the connection ended does not matter any more")
    func endAfterAll() throws {
        for ending in [HTTPEnding.brokenOff, .timedOut] {
            try expectFetched([Step(200, Self.bytes, ending: ending)], ranges: ["-"])
        }
    }

    @Test("A partial file of an earlier run is gone on with")
    func partial() throws {
        try expectFetched(
            [Self.rest], partial: "0123", ranges: ["bytes=4-"], state: .resumed(byteCount: 4))
        try expectFetched(
            [], partial: "0123456789", ranges: [], state: .resumed(byteCount: 10))
        try expectFetched([Self.whole], partial: "01234567890", ranges: ["-"])
        try expectFetched([Self.whole], partial: "012345678x", ranges: ["-"])
        try expectFetched([Self.whole], partial: "", ranges: ["-"])
    }

    @Test("A wrong partial file is found out at the end, and fetched anew once")
    func wrongPartial() throws {
        try expectFetched(
            [Self.rest, Self.whole], partial: "x123", ranges: ["bytes=4-", "-"])
        let wrong = Step(200, Array("012345678x".utf8), length: "10")
        try expectFetched([wrong, Self.whole], partial: "012345678y", ranges: ["-", "-"])
        try expectFailed(
            [wrong, wrong], partial: "012345678y", ranges: ["-", "-"],
            message: "SHA-256, fetched twice")
    }

    @Test("A whole answer to a range starts at zero")
    func rangeIgnored() throws {
        try expectFetched([Self.whole], partial: "xxxx", ranges: ["bytes=4-"])
        try expectFailed(
            [Step(200, Self.bytes, length: "11")], partial: "0123", ranges: ["bytes=4-"],
            message: "Content-Length: expected 10, got \"11\"", left: "0123")
    }

    @Test(
        "A range that is not what was asked for starts over, once",
        arguments: [
            "bytes 3-9/10", "bytes 4-9/11", "bytes 4-9/*", "bytes 4-10/10", "bytes 4-9/10 ",
            "bytes=4-9/10", "bytes +4-9/10", "4-9/10", "",
        ])
    func wrongRange(range: String) throws {
        let wrong = Step(206, Array(Self.bytes.dropFirst(4)), range: range)
        try expectFetched([wrong, Self.whole], partial: "0123", ranges: ["bytes=4-", "-"])
        try expectFailed(
            [wrong, Self.broken, wrong], partial: "0123", ranges: ["bytes=4-", "-", "bytes=4-"],
            message: "Content-Range: expected bytes 4-9/10, got \"\(range)\"", left: "0123")
    }

    @Test("416 and a range without Content-Range start over, once")
    func startOver() throws {
        for wrong in [Step(416), Step(206, [0])] {
            try expectFetched([wrong, Self.whole], partial: "0123", ranges: ["bytes=4-", "-"])
            try expectFailed(
                [wrong, Self.broken, wrong], partial: "0123",
                ranges: ["bytes=4-", "-", "bytes=4-"], message: "expected", left: "0123")
        }
    }

    @Test("A length that contradicts the pin is refused before a byte is written")
    func wrongLength() throws {
        for length in ["9", "11", "-1", "10, 11", "ten", "", "99999999999999999999"] {
            try expectFailed(
                [Step(200, Self.bytes, length: length)], ranges: ["-"],
                message: "Content-Length: expected 10, got \"\(length)\"")
        }
        try expectFailed(
            [Step(206, Array(Self.bytes[4...]), length: "10", range: "bytes 4-9/10")],
            partial: "0123", ranges: ["bytes=4-"], message: "Content-Length: expected 6",
            left: "0123")
    }

    @Test("A body that goes on is stopped, and what it brought is dropped")
    func tooLong() throws {
        try expectFailed(
            [Step(200, Self.bytes + [0])], ranges: ["-"], message: "body: expected 10 bytes, got 11"
        )
        try expectFailed(
            [Step(206, Array(Self.bytes[4...]) + [0], range: "bytes 4-9/10")], partial: "0123",
            ranges: ["bytes=4-"], message: "body: expected 6 bytes", left: "0123")
        try expectFailed(
            [Step(206, Array(Self.bytes[4...]), range: "bytes 4-7/10")], partial: "0123",
            ranges: ["bytes=4-"], message: "body: expected 4 bytes", left: "0123")
    }

    @Test("Without progress, waits double five times, and then it is over")
    func fruitless() throws {
        let waits = [1000, 2000, 4000, 8000, 16_000]
        let silent = Array(repeating: Step(.timedOut), count: 6)
        try expectFailed(
            silent, ranges: Array(repeating: "-", count: 6), message: "silence, 6 times in a row",
            waits: waits)
        for status in [429, 500, 502, 503, 504] {
            try expectFailed(
                Array(repeating: Step(status), count: 6), ranges: Array(repeating: "-", count: 6),
                message: "status \(status), 6 times in a row", waits: waits)
        }
    }

    @Test("Progress makes the waits short again; repeating the same bytes is none")
    func progress() throws {
        let silent = Step(.timedOut)
        try expectFetched(
            [silent, silent, Self.broken, silent, silent, Self.rest],
            ranges: ["-", "-", "-", "bytes=4-", "bytes=4-", "bytes=4-"],
            waits: [1000, 2000, 1000, 2000, 4000])
        try expectFailed(
            Array(repeating: Self.broken, count: 6),
            ranges: ["-"] + Array(repeating: "bytes=4-", count: 5), message: "6 times in a row",
            left: "0123", waits: [1000, 2000, 4000, 8000, 16_000])
    }

    @Test("Retry-After is kept where it is longer, up to a minute")
    func retryAfter() throws {
        let asks = { seconds in Step(503).with { $0.retryAfterSeconds = seconds } }
        try expectFetched(
            [asks(30), asks(0), asks(3600), Self.whole], ranges: ["-", "-", "-", "-"],
            waits: [30_000, 2000, 60_000])
    }

    @Test("A file without a pin is taken as it first comes, and must stay so")
    func firstFetch() throws {
        let manifest = try ScriptedDownload.manifest(isPinned: false)
        let download = try ScriptedDownload([Self.broken, Self.rest])
        try download.put("xx")
        let files = try download.run(manifest)
        #expect(files.map(\.state) == [.fetched])
        #expect(download.transport.ranges == ["-", "bytes=4-"])
        #expect(files[0].content.sha256 == ScriptedDownload.sha256)
        #expect(files[0].content.byteCount == 10)
        #expect(Folder.names(in: download.folder) == ["file", FirstFetch.fileName])
        #expect(try FirstFetch(folder: download.folder).content(of: "file") == files[0].content)
        #expect(try download.run(manifest).map(\.state) == [.alreadyHere])
        try download.put("0123456780", as: "file")
        #expect(download.failure(manifest)?.contains("is not written over") == true)
        try FileManager.default.removeItem(atPath: download.path)
        try download.put(
            "{\"model\":\"m\",\"files\":[{\"name\":\"file\"}]}", as: FirstFetch.fileName)
        #expect(download.failure(manifest)?.contains("files[0]: expected a model's name") == true)
        try download.put("{\"files\":[]}", as: FirstFetch.fileName)
        #expect(download.failure(manifest)?.contains("model: expected a model's name") == true)
    }

    @Test("A file without a pin that is none of the model's comes again, and is never its pin")
    func firstFetchOfAnother() throws {
        let good = Array("{\"a\":1}".utf8)
        for name in ["config.json", "tokenizer.json", "model.safetensors"] {
            let manifest = try ScriptedDownload.manifest(files: [name], isPinned: false)
            let page = Step(200, good, length: "\(good.count)")
            let download = try ScriptedDownload([page, page])
            for _ in 0..<2 {
                let failure = download.failure(manifest)
                #expect(failure?.contains("\(name): expected the file of") == true)
                #expect(failure?.contains("does not become its pin") == true)
                #expect(Folder.names(in: download.folder) == [])
            }
        }
        // A file that was put there by hand is judged alike, and stays.
        let manifest = try ScriptedDownload.manifest(files: ["config.json"], isPinned: false)
        let download = try ScriptedDownload([])
        try download.put("{\"n_layer\": 3}", as: "config.json")
        #expect(download.failure(manifest)?.contains("does not become its pin") == true)
        #expect(Folder.names(in: download.folder) == ["config.json"])
    }

    @Test("A file without a pin is refused where its server does not tell its length")
    func firstFetchWithoutLength() throws {
        for length in [nil, "-1", "ten", "99999999999999999999"] {
            let download = try ScriptedDownload([Step(200, Self.bytes, length: length)])
            let failure = try download.failure(ScriptedDownload.manifest(isPinned: false))
            #expect(failure?.contains("Content-Length: expected the length") == true)
            #expect(Folder.names(in: download.folder) == [])
        }
        // Once it is known, a file that changed on its server does not come.
        let download = try ScriptedDownload([
            Self.whole, Step(200, Array("0123456780".utf8), length: "10"),
            Step(200, Array("0123456780".utf8), length: "10"),
        ])
        let manifest = try ScriptedDownload.manifest(isPinned: false)
        try download.run(manifest)
        try FileManager.default.removeItem(atPath: download.path)
        #expect(download.failure(manifest)?.contains("SHA-256, fetched twice") == true)
    }
}
