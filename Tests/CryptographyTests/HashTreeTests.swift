import Cryptography
import TestSupport
import Testing

@Suite("TileDigests") struct TileDigestsTests {
    @Test(
        "Both ways give the same digests, for every number of tiles, also where they lie unaligned.",
        .enabled(if: TileDigests.fastest == .instructions, "no instructions for SHA-256"))
    func ways() {
        var generator = SeededGenerator(seed: 256)
        let bytes = (0..<70_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
        for tileByteCount in [64, 128, 1024, 4096] {
            for tileCount in 0...16 {
                for offset in [0, 1, 63] {
                    for suffix: UInt8 in [0, 1, 255] {
                        let end = offset + tileCount * tileByteCount
                        let digests = TileDigests.Way.allCases.map { way in
                            unsafe bytes[offset..<end].withUnsafeBytes {
                                unsafe TileDigests.digests(
                                    tilesOf: $0, tileByteCount: tileByteCount, suffix: suffix,
                                    by: way)
                            }
                        }
                        #expect(
                            digests[0] == digests[1],
                            "\(tileCount) tiles of \(tileByteCount) at \(offset)")
                        #expect(digests[0].count == 32 * tileCount)
                    }
                }
            }
        }
    }

    @Test("A tile's digest is SHA-256 over its bytes and the suffix.")
    func bytes() {
        let tile = [UInt8](0..<64)
        let digests = unsafe tile.withUnsafeBytes {
            unsafe TileDigests.digests(tilesOf: $0, tileByteCount: 64, suffix: 9)
        }
        #expect(digests == Digests.sha256(tile + [9]).bytes)
    }
}

@Suite("HashTree") struct HashTreeTests {
    private static func leaves(_ count: Int) -> [[UInt8]] {
        (0..<count).map { [UInt8](repeating: UInt8($0), count: $0 % 5) + [UInt8($0)] }
    }

    /// By the rule's words alone.
    private static func root(_ leaves: [[UInt8]]) -> Digest {
        var level = leaves.map { Digests.sha256($0 + [0]) }
        while level.count > 1 {
            level = stride(from: 0, to: level.count, by: 2).map { index in
                index + 1 < level.count
                    ? Digests.sha256(level[index].bytes + level[index + 1].bytes + [1])
                    : level[index]
            }
        }
        return level.first ?? Digests.sha256([2])
    }

    @Test("The root is the rule's, and the levels are as many as it says, for up to 40 leaves.")
    func roots() {
        for count in 0...40 {
            let tree = HashTree(leaves: Self.leaves(count))
            #expect(tree.root == Self.root(Self.leaves(count)), "\(count)")
            #expect(tree.leafCount == count)
            guard count > 0 else { continue }
            #expect(tree.levelCount == HashTree.levelCount(leafCount: count), "\(count)")
            for level in 0..<tree.levelCount {
                let nodes = tree.nodeCount(level: level)
                #expect(nodes == HashTree.nodeCount(leafCount: count, level: level))
                guard level > 0 else { continue }
                for index in 0..<nodes {
                    let below = tree.nodeCount(level: level - 1)
                    let right = 2 * index + 1
                    #expect(
                        tree.node(level: level, index: index)
                            == HashTree.node(
                                tree.node(level: level - 1, index: 2 * index),
                                right < below ? tree.node(level: level - 1, index: right) : nil))
                }
            }
        }
    }

    @Test("Every range of leaves leads to the root by its siblings, and by no others.")
    func openings() {
        for count in 1...20 {
            let contents = Self.leaves(count)
            let tree = HashTree(leaves: contents)
            for start in 0..<count {
                for end in start + 1...count {
                    let leaves = contents[start..<end].map { HashTree.leaf($0) }
                    let siblings = tree.siblings(of: start..<end)
                    func root(
                        _ leaves: [Digest], _ start: Int, _ count: Int, _ siblings: [Digest]
                    ) -> Digest? {
                        HashTree.root(
                            leaves: leaves, start: start, leafCount: count, siblings: siblings)
                    }
                    let name: Comment = "\(start)..<\(end) of \(count)"
                    #expect(root(leaves, start, count, siblings) == tree.root, name)
                    #expect(root(leaves, start, count, siblings + [tree.root]) == nil, name)
                    if !siblings.isEmpty {
                        #expect(root(leaves, start, count, siblings.dropLast()) == nil, name)
                    }
                    if start + 1 <= count - leaves.count {
                        #expect(root(leaves, start + 1, count, siblings) != tree.root, name)
                    }
                    var others = leaves
                    others[0] = tree.root
                    if count > 1 { #expect(root(others, start, count, siblings) != tree.root) }
                }
            }
            #expect(
                HashTree.root(leaves: [tree.root], start: count, leafCount: count, siblings: [])
                    == nil)
            #expect(
                HashTree.root(leaves: [], start: 0, leafCount: count, siblings: []) == nil)
            #expect(
                HashTree.root(leaves: [tree.root], start: -1, leafCount: count, siblings: [])
                    == nil)
        }
    }

    @Test("Bytes in parts of any length have the tree of their tiles.")
    func parts() {
        var generator = SeededGenerator(seed: 7)
        for byteCount in [1, 63, 64, 65, 128, 640, 700] {
            let bytes = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let tiles = stride(from: 0, to: byteCount, by: 64).map {
                Array(bytes[$0..<min($0 + 64, byteCount)])
            }
            for part in [1, 3, 64, 100, 1000] {
                for way in [.library, TileDigests.fastest] {
                    var hasher = TileTreeHasher(tileByteCount: 64, by: way)
                    for start in stride(from: 0, to: byteCount, by: part) {
                        hasher.update(littleEndian: bytes[start..<min(start + part, byteCount)])
                    }
                    #expect(
                        hasher.finalized() == HashTree(leaves: tiles),
                        "\(byteCount) bytes in parts of \(part)")
                }
            }
        }
    }
}
