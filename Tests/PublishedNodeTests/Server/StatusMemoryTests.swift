import Foundation
import PublishedNode
import PythonValues
import TestSupport
import Testing

@Suite("A status that is answered again")
struct StatusMemoryTests {
    /// A chain of genesis and a block that says so.
    private static func chain(_ hash: String) -> PythonValue {
        var block = PythonDictionary()
        block["block_hash"] = .text(hash)
        block["target"] = .text("0fff")
        return .list([.dictionary(block), .dictionary(block)])
    }

    private static func status(_ server: PublishedServer) -> String {
        guard case .json(200, let body) = server.answer(get: PythonText("/status")) else {
            return "none"
        }
        return String(decoding: body, as: UTF8.self)
    }

    @Test("Follows every change of the chain's file, in memory and on the disk", arguments: [0, 1])
    func follows(kind: Int) throws {
        let place = try TemporaryFolder()
        let files: any NodeFiles = kind == 0 ? HeldFiles() : FolderFiles(folder: place.path)
        let folder = PublishedFolder(files: files)
        let server = PublishedServer(folder: folder)
        for hash in ["aa", "bb", "cc"] {
            try folder.writeChain(Self.chain(hash))
            let status = Self.status(server)
            #expect(status.contains(hash))
            #expect(Self.status(server) == status)
        }
        // Bytes of the same number, written over in place.
        let bytes = try #require(try files.read(.chain))
        let other = String(decoding: bytes, as: UTF8.self).replacing("cc", with: "dd")
        try files.overwrite(.chain, with: Array(other.utf8))
        #expect(Self.status(server).contains("dd"))
        try files.remove(.chain)
        #expect(Self.status(server).contains("322db1938ceba064"))
    }

    @Test("Believes a file of the disk to stay only when it has been left alone for a second")
    func settles() throws {
        let place = try TemporaryFolder()
        let files = FolderFiles(folder: place.path)
        try files.replace(.chain, with: [1])
        #expect(files.mark(of: .chain) == nil)
        var mark: NodeFileMark?
        // At most 4 s.
        for _ in 0..<400 where mark == nil {
            Thread.sleep(forTimeInterval: 0.01)
            mark = files.mark(of: .chain)
        }
        #expect(mark != nil)
        try files.overwrite(.chain, with: [2])
        #expect(files.mark(of: .chain) == nil)
    }
}
