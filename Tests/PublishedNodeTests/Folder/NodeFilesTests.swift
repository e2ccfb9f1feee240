import BigInt
import Foundation
import Platform
import PublishedNode
import PythonValues
import TestSupport
import Testing

@Suite("The published node's files")
struct NodeFilesTests {
    private static func number(_ path: String) throws -> Int? {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.systemFileNumber] as? NSNumber)?.intValue
    }

    @Test("the disk and the memory keep the same, and only the disk's names tell them apart")
    func roundTrips() throws {
        let place = try TemporaryFolder()
        let disk = FolderFiles(folder: place.path, prefix: "two-")
        for files in [disk as any NodeFiles, HeldFiles()] {
            for file in NodeFile.allCases {
                #expect(try files.read(file) == nil)
                #expect(files.byteCount(of: file) == nil)
                try files.remove(file)
                try files.replace(file, with: [1, 2, 3])
                #expect(try files.read(file) == [1, 2, 3])
                try files.overwrite(file, with: [4])
                #expect(try files.read(file) == [4])
                #expect(files.byteCount(of: file) == 1)
                try files.overwrite(file, with: [])
                #expect(try files.read(file) == [])
            }
        }
        #expect(
            Folder.names(in: place.path)
                == NodeFile.allCases.map { "two-" + $0.rawValue }
                .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        for file in NodeFile.allCases { try disk.remove(file) }
        #expect(Folder.names(in: place.path).isEmpty)
    }

    @Test("the chain's file is another after each writing, the mempool's stays where it lies")
    func places() throws {
        let place = try TemporaryFolder()
        let folder = PublishedFolder(files: FolderFiles(folder: place.path))
        let (chain, mempool) = (
            place.path + "/poi_chain_v2.json", place.path + "/poi_mempool.json"
        )
        try folder.writeChain(.list([]))
        try folder.writeMempool(.list([.integer(1)]))
        let before = try (Self.number(chain), Self.number(mempool))
        // A name that still has the old file keeps the old bytes.
        try FileManager.default.linkItem(atPath: chain, toPath: chain + ".old")
        try folder.writeChain(.list([.integer(1)]))
        try folder.writeMempool(.list([]))
        #expect(try Self.number(chain) != before.0)
        #expect(try Self.number(mempool) == before.1)
        #expect(try WholeFile.read(chain + ".old", byteCountMax: 9) == Array("[]".utf8))
        #expect(try WholeFile.read(chain, byteCountMax: 9) == Array("[\n 1\n]".utf8))
        #expect(try WholeFile.read(mempool, byteCountMax: 9) == Array("[]".utf8))
    }

    @Test("threads that replace one file leave one of their texts, whole")
    func threads() async throws {
        let place = try TemporaryFolder()
        let files = FolderFiles(folder: place.path)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in UInt8(0)..<8 {
                group.addTask {
                    for _ in 0..<5 {
                        try files.replace(
                            .inbox, with: [UInt8](repeating: number, count: 100_000))
                        try files.overwrite(.mempool, with: [number])
                    }
                }
            }
            try await group.waitForAll()
        }
        let inbox = try #require(try files.read(.inbox))
        #expect(inbox.count == 100_000)
        #expect(inbox.allSatisfy { $0 == inbox[0] })
        #expect(try files.read(.mempool)?.count == 1)
        #expect(Folder.names(in: place.path) == ["poi_inbox.json", "poi_mempool.json"])
    }

    @Test("absent files mean genesis, nothing and nobody; unreadable ones raise")
    func values() throws {
        let files = HeldFiles()
        let folder = PublishedFolder(files: files)
        let genesis = try folder.chain()
        #expect(try NodeJSON.spaced(genesis).count == 448)
        #expect(try NodeJSON.indented(genesis).count == 476)
        #expect(try folder.inbox() == nil)
        #expect(try NodeJSON.spaced(folder.peers()) == Array("[]".utf8))
        #expect(try NodeJSON.spaced(folder.mempool()) == Array("[]".utf8))
        #expect(try NodeJSON.spaced(folder.wallets()) == Array("{}".utf8))
        // A mark, or any coding but UTF-8, is only understood on the wire.
        for bytes: [UInt8] in [[], [0xEF, 0xBB, 0xBF, 0x5B, 0x5D], [0x5B, 0, 0x5D, 0]] {
            files.overwrite(.chain, with: bytes)
            #expect(throws: NodeFault.self) { try folder.chain() }
        }
        let place = try TemporaryFolder()
        try Folder.create(place.path + "/poi_peers.json")
        #expect(throws: NodeFault.self) {
            try PublishedFolder(files: FolderFiles(folder: place.path)).peers()
        }
    }
}
