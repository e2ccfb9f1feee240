import Foundation
import Platform
import TestSupport
import Testing

@Suite("HTTP")
struct HTTPTests {
    @Test(
        "Content-Range is taken in one form only",
        arguments: [
            "bytes 0-0/1", "bytes 4-9/10",
            "bytes 999999999999999997-999999999999999998/"
                + "999999999999999999",
        ])
    func contentRange(text: String) throws {
        let range = try #require(HTTPContentRange(text))
        #expect("bytes \(range.start)-\(range.end)/\(range.total)" == text)
        #expect(range.byteCount == range.end - range.start + 1)
    }

    @Test(
        "Any other Content-Range is none",
        arguments: [
            "", "bytes", "bytes ", "bytes 4-9", "bytes 4-9/", "bytes 4-9/*", "bytes */10",
            "bytes 9-4/10", "bytes 4-10/10", "bytes 4-9/10/10", "bytes 4-9-10/11", "bytes -9/10",
            "bytes 4-/10", "bytes  4-9/10", "bytes 4 -9/10", "bytes +4-9/10", "bytes 4-9/10,",
            "BYTES 4-9/10", "items 4-9/10", "bytes 4-9/1000000000000000000", "bytes ٤-9/10",
            "bytes 0x4-9/10",
        ])
    func noContentRange(text: String) {
        #expect(HTTPContentRange(text) == nil)
    }

    @Test("Redirects stay within HTTP, never step down from HTTPS, and end")
    func redirects() {
        let refusal = { HTTPRedirect.refusal(from: $0, to: $1, count: 0) }
        #expect(refusal("http://a", "http://b") == nil)
        #expect(refusal("http://a", "https://b") == nil)
        #expect(refusal("https://a", "HTTPS://b") == nil)
        #expect(refusal("https://a", "http://b") == "a redirect from HTTPS to HTTP")
        #expect(refusal("HTTPS://a", "http://b") == "a redirect from HTTPS to HTTP")
        for other in ["file:///etc/passwd", "ftp://a", "scp://a", "httpsx://a", ""] {
            #expect(refusal("http://a", other)?.contains("another protocol") == true, "\(other)")
        }
        #expect(HTTPRedirect.refusal(from: "http://a", to: "http://b", count: 9) == nil)
        #expect(HTTPRedirect.refusal(from: "http://a", to: "http://b", count: 10) != nil)
    }
}

@Suite("Partial files")
struct PartialFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/file" }

    init() throws { folder = try TemporaryFolder() }

    @Test("Bytes stay over several runs until the name is taken")
    func grows() throws {
        do {
            let partial = try PartialFile(for: path)
            #expect(partial.byteCount == 0)
            try partial.append([1, 2, 3])
        }
        #expect(Folder.names(in: folder.path) == ["file.partial"])
        let partial = try PartialFile(for: path)
        #expect(partial.byteCount == 3)
        try partial.truncate(to: 2)
        try partial.append([4, 5])
        try partial.sync()
        try partial.takeName()
        #expect(Folder.names(in: folder.path) == ["file"])
        #expect(try WholeFile.read(path, byteCountMax: 9) == [1, 2, 4, 5])
    }

    @Test("Only one holds it; a name that is taken is not written over")
    func held() throws {
        var first: PartialFile? = try PartialFile(for: path)
        try first?.append([1])
        #expect(throws: PlatformError.locked(path: path + ".partial")) {
            try PartialFile(for: path)
        }
        try WholeFile.write([9], to: path)
        #expect(throws: PlatformError.self) { try first?.takeName() }
        #expect(try WholeFile.read(path, byteCountMax: 9) == [9])
        first = nil
        let second = try PartialFile(for: path)
        #expect(second.byteCount == 1)
        try second.remove()
        #expect(Folder.names(in: folder.path) == ["file"])
    }
}
