import Checkpoints
import Foundation
import Platform
import TestSupport
import Testing

/// What a download refuses at once, and what it never touches.
@Suite("Downloads that are refused")
struct DownloadRefusalTests {
    typealias Step = ScriptedTransport.Step

    private static let bytes = ScriptedDownload.bytes

    @Test(
        "Other statuses are refused at once", arguments: [204, 206, 300, 304, 401, 403, 404, 501])
    func status(_ status: Int) throws {
        let download = try ScriptedDownload([Step(status, Self.bytes)])
        let failure = download.failure() ?? ""
        #expect(failure.contains("status: expected 200, got \(status)"))
        #expect(
            failure.contains("GET http://hub/lab/small/resolve/main/file → status \(status)"))
        #expect(Folder.names(in: download.folder) == [])
        #expect(download.waits == [])
    }

    @Test("Connections that do not come about, and answers that are none, are not repeated")
    func endings() throws {
        for (ending, message) in [
            (HTTPEnding.cannotConnect, "no connection"), (.tls, "that can be trusted"),
            (.badAnswer, "HTTP within its limits"), (.failed, "a failure of the transfer"),
        ] {
            let download = try ScriptedDownload([Step(ending)])
            #expect(download.failure()?.contains(message) == true)
            #expect(download.waits == [])
            #expect(Folder.names(in: download.folder) == [])
        }
    }

    @Test("A server that was there may come back")
    func comesBack() throws {
        let download = try ScriptedDownload([
            Step(200, Array(Self.bytes.prefix(4)), ending: .brokenOff), Step(.cannotConnect),
            Step(206, Array(Self.bytes[4...]), range: "bytes 4-9/10"),
        ])
        try download.run()
        #expect(download.waits == [1000, 2000])
        #expect(try download.text("file") == "0123456789")
    }

    @Test("A hundred requests are enough for any file")
    func cap() throws {
        // One byte at each fifth repetition: 51 requests for ten bytes.
        var steps = [Step(.timedOut)]
        for count in 0..<10 {
            let part = [Self.bytes[count]]
            steps += Array(repeating: Step(.timedOut), count: 4)
            steps.append(
                count == 0
                    ? Step(200, part, ending: .brokenOff)
                    : Step(206, part, range: "bytes \(count)-9/10", ending: .brokenOff))
        }
        // The last byte is wrong the first time, so that 49 more follow.
        let again = steps.prefix(49)
        steps[50].body = [[0]]
        let download = try ScriptedDownload(steps + again)
        let failure = download.failure() ?? ""
        #expect(failure.contains("none after 100 requests"), "\(failure)")
        #expect(failure.contains("(92 earlier requests)"))
        #expect(download.transport.requests.count == 100)
        #expect(try download.text("file.partial") == "012345678")
    }

    @Test("Wrong bytes are fetched anew once; the second time nothing is left")
    func digest() throws {
        var wrong = Self.bytes
        wrong[3] = 0
        let right = try ScriptedDownload([Step(200, wrong), Step(200, Self.bytes)])
        #expect(try right.run().map(\.state) == [.fetched])
        let download = try ScriptedDownload([Step(200, wrong), Step(200, wrong)])
        let failure = download.failure() ?? ""
        let got = try FileDigestOf(wrong).text
        #expect(
            failure.contains(
                "SHA-256, fetched twice: expected \(ScriptedDownload.sha256), got \(got)"))
        #expect(Folder.names(in: download.folder) == [])
    }

    private struct FileDigestOf {
        let text: String

        init(_ bytes: [UInt8]) throws {
            let folder = try TemporaryFolder()
            try Data(bytes).write(to: URL(filePath: folder.path + "/x"))
            text = try FileDigest.sha256(folder.path + "/x").text
        }
    }

    @Test("A body that is encoded is refused")
    func encoding() throws {
        let download = try ScriptedDownload([
            Step(200, Self.bytes).with { $0.contentEncoding = "gzip" }
        ])
        #expect(
            download.failure()?.contains(
                "Content-Encoding: expected none, as asked for, got \"gzip\"")
                == true)
    }

    @Test("What is here is kept; what differs is not written over; a link to nowhere is refused")
    func here() throws {
        let kept = try ScriptedDownload([])
        try kept.put("0123456789", as: "file")
        #expect(try kept.run().map(\.state) == [.alreadyHere])

        for text in ["012345678x", "", "0123456789 "] {
            let other = try ScriptedDownload([])
            try other.put(text, as: "file")
            #expect(other.failure()?.contains("move it away") == true)
            #expect(try other.text("file") == text)
            #expect(Folder.names(in: other.folder) == ["file"])
        }

        let linked = try ScriptedDownload([])
        try FileManager.default.createSymbolicLink(
            atPath: linked.path, withDestinationPath: linked.folder + "/nowhere")
        #expect(throws: PlatformError.notARegularFile(path: linked.path)) { try linked.run() }
    }

    @Test("A partial file that another one holds is left alone")
    func locked() throws {
        let download = try ScriptedDownload([])
        try download.put("01")
        let holder = try PartialFile(for: download.path)
        #expect(throws: PlatformError.locked(path: holder.path)) { try download.run() }
        #expect(try download.text("file.partial") == "01")
    }

    @Test("URLs are made of encoded parts; what cannot be one is refused")
    func urls() throws {
        let url = { (source: String, revision: String?, name: String, base: String) in
            let manifest = try ScriptedDownload.manifest(
                source: source, revision: revision, files: [name])
            return try ModelDownload(manifest, folder: "/x", baseURL: base).url(
                of: manifest.files[0])
        }
        #expect(
            try url("a b/ü", "v/1", "x?y#z%.txt", "https://hub//")
                == "https://hub/a%20b/%C3%BC/resolve/v%2F1/x%3Fy%23z%25.txt")
        for source in ["a//b", "../b", "a/.", "", "/a"] {
            #expect(throws: CheckpointError.self, "\(source)") {
                try url(source, "main", "x", "http://hub")
            }
        }
        #expect(throws: CheckpointError.self) { try url("a", "..", "x", "http://hub") }
        #expect(throws: DownloadError.self) { try url("a", nil, "x", "http://hub") }
        for base in [
            "", "http://", "http:///x", "ftp://a", "http://a b", "http://a?b", "hub",
            "http://a:99999", "http://[::1", "http://user:secret@a",
        ] {
            #expect(!ModelDownload.isBaseURL(base), "\(base)")
        }
        for base in ["http://a", "HTTPS://a:1/b/"] {
            #expect(ModelDownload.isBaseURL(base), "\(base)")
        }
    }

    @Test("A model without a revision, and a pin named like a partial file, are refused")
    func manifests() throws {
        let download = try ScriptedDownload([])
        #expect(
            download.failure(try ScriptedDownload.manifest(revision: nil))?
                .contains("small has no pinned revision") == true)
        #expect(
            download.failure(
                try ScriptedDownload.manifest(files: ["file", "file.partial"]))?
                .contains("names that do not end in .partial") == true)
        #expect(Folder.names(in: download.folder) == [])
    }
}
