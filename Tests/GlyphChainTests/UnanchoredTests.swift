import Chains
import Cryptography
import GlyphChain
import TestSupport
import Testing
import Trials

/// Stored blocks that no anchor binds: whoever writes a file anew can make its digests agree. A node
/// without the guard of proofs writes one here.
struct UnanchoredTests {
    private static let anchorHeight = 12

    /// A file with a block that nobody earned, above the anchor's height or beside it. **Result:**
    /// its path, and the states of the node that wrote it.
    private static func file(
        in folder: TemporaryFolder, isBranch: Bool, isEarned: Bool
    ) throws -> (path: String, anchor: StoreAnchor, tip: StoreAnchor) {
        let path = folder.path + "/chain.db"
        let forge = try HardenedForge(height: isBranch ? anchorHeight - 1 : anchorHeight)
        let careless = SmallChains.hardened(guards: .all.without(HardenedGuards.proof))
        var system = try ChainSystem(rules: careless, newAt: path)
        func submit(_ bytes: [UInt8], to surface: Surface = ChainSurfaces.block) throws {
            let reply = try system.submit(
                bytes, to: surface, from: Source(1),
                at: NodeCases<HardenedRules>.clock)
            #expect(reply.isAccepted, "\(reply.refusals)")
        }
        for block in try SmallChains.blocks(forge.node) { try submit(block) }
        let won = try forge.block()
        let block = HardenedBlock(
            header: won.header, nonce: won.nonce,
            proof: isEarned ? won.proof : Digest(bytes: [UInt8](repeating: 0, count: 32)),
            transactions: [])
        try submit(block.bytes)
        if isBranch {
            // A longer chain beside it, as a file.
            try SmallChains.extend(forge.node, by: 2, seed: "main")
            let blocks = try (0...forge.node.height).map { try forge.node.blockBytes(atHeight: $0) }
            let elements = blocks.map(careless.documentElement)
            try submit(
                [UInt8(ascii: "[")] + elements.joined(separator: [UInt8(ascii: ",")])
                    + [UInt8(ascii: "]")], to: ChainSurfaces.chain)
        }
        let node = system.node
        let states = node.stateDigests
        #expect(node.height == anchorHeight + 1)
        try system.close()
        return (
            path, StoreAnchor(height: anchorHeight, stateDigest: states[anchorHeight]),
            StoreAnchor(height: node.height, stateDigest: states[node.height])
        )
    }

    private static func open(_ path: String, _ guards: Guards, _ anchor: StoreAnchor?) throws {
        let rules = SmallChains.hardened(guards: guards)
        _ = try ChainNode(
            rules: rules, opening: ChainStore(openAt: path, guards: guards), notBefore: anchor)
    }

    @Test(
        "A block that nobody earned is found above the anchor and on a branch",
        arguments: [false, true])
    func judged(isBranch: Bool) throws {
        let folder = try TemporaryFolder(inMemory: true)
        let (path, anchor, tip) = try Self.file(in: folder, isBranch: isBranch, isEarned: false)
        let error = try #require(throws: StoreError.self) { try Self.open(path, .all, anchor) }
        guard case .behind(_, _, let got) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(got.contains("proof"), "\(got)")
        // Without the guard, or an anchor, nothing is judged again.
        try Self.open(path, .all.without(CommonGuards.storedAnchor), anchor)
        try Self.open(path, .all, nil)
        // An anchor at the tip binds the main chain, and no branch.
        guard isBranch else { return try Self.open(path, .all, tip) }
        #expect(throws: StoreError.self) { try Self.open(path, .all, tip) }
    }

    @Test("Earned blocks above the anchor and on branches are taken", arguments: [false, true])
    func taken(isBranch: Bool) throws {
        let folder = try TemporaryFolder(inMemory: true)
        let (path, anchor, tip) = try Self.file(in: folder, isBranch: isBranch, isEarned: true)
        try Self.open(path, .all, anchor)
        try Self.open(path, .all, tip)
    }
}
