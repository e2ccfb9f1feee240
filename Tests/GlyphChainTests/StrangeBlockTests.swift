import BigInt
import Chains
import Cryptography
import Fingerprints
import Foundation
import GlyphChain
import PythonValues
import TestSupport
import Testing
import Trials

/// Blocks that the published rules take although nobody would make them.
@Suite("Strange blocks in a published store")
struct StrangeBlockTests {
    private static let rules = SmallChains.published
    private static let clock = SmallChains.startSeconds + 100_000

    private func open(_ path: String) throws -> ChainNode<PublishedRules> {
        try ChainNode(rules: Self.rules, opening: try ChainStore(openAt: path))
    }

    /// A block with a member that nothing hashes.
    private func adding(_ member: String, to block: [UInt8]) -> [UInt8] {
        Array("{".utf8) + member.utf8 + [0x2C] + block.dropFirst()
    }

    @Test("What grows where it is stored is measured as it is stored")
    func growth() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/chain.db"
        let source = try SmallChains.node(Self.rules)
        try SmallChains.extend(source, by: 1, seed: "growth")
        let block = try SmallChains.blocks(source)[0]
        func grown(_ count: Int) -> [UInt8] {
            adding("\"zz\":\"" + String(repeating: "\u{7F}", count: count) + "\"", to: block)
        }
        do {
            let node = try ChainNode(
                rules: Self.rules,
                beginningIn: try ChainStore(newAt: path, pin: Self.rules.pin))
            let (refused, _) = try node.submit([grown(800_000)], clockSeconds: Self.clock)
            #expect(refused[0].refusals.map(\.by) == [PublishedGuards.storedSize])
            let (taken, _) = try node.submit([grown(600_000)], clockSeconds: Self.clock)
            #expect(taken == [.extended])
            let wallet = Wallet(seed: "growth")
            let payment = try Self.rules.payment(
                from: wallet, to: wallet.address, amount: 1, nonce: 0)
            let long = String(repeating: "\u{7F}", count: 20_000)
            switch try node.submit(transaction: adding("\"zz\":\"\(long)\"", to: payment)) {
            case .success: Issue.record("a payment of 120 KB waits")
            case .failure(let refusal): #expect(refusal.by == PublishedGuards.storedSize)
            }
        }
        #expect(try open(path).height == 1)
    }

    @Test("A prompt that is a dictionary keeps its order, which its proof follows")
    func order() throws {
        let node = try SmallChains.node(Self.rules)
        let proofs = DigestProofs()
        let prompt = "{'b': 1, 'a': 2}"
        // The salt depends on the miner, of whom one whose proof wins is looked for.
        var found: [UInt8]?
        let previous = node.tipHash
        for number in 0..<2_000 where found == nil {
            let miner = "miner \(number)"
            let salt = "salt_" + Digests.sha256("\(previous)|\(miner)".utf8).text.prefix(16)
            let hash = try proofs.proofHash(salt: salt, prompt: Array(prompt.utf8))
            guard hash.hasPrefix("00") else { continue }
            var random = ActorRandom(seed: "order", actor: miner)
            let mined = try #require(
                try Self.rules.mine(
                    BlockTemplate(
                        miner: miner, transactions: [], timestampSeconds: Self.clock,
                        attemptCountMax: 10_000), on: node.chain, random: &random))
            guard case .dictionary(var block) = mined else { continue }
            block["prompt"] = try PythonJSONParser.parse(
                Array("{\"b\":1,\"a\":2}".utf8), byteCountMax: 100)
            block["proof_hash"] = .text(hash)
            block["block_hash"] = .text(
                try PublishedVerifier.hash(ofHeader: .dictionary(block)))
            found = Self.rules.bytes(of: .dictionary(block))
        }
        let block = try #require(found)
        #expect(try node.submit([block], clockSeconds: Self.clock).submissions == [.extended])
        let other = try SmallChains.node(Self.rules)
        let stored = try SmallChains.blocks(node)
        #expect(try other.submit(stored, clockSeconds: Self.clock).submissions == [.extended])
        let document = try PythonJSONParser.parse(
            Array("[".utf8) + node.blockBytes(atHeight: 0) + [0x2C] + stored[0] + [0x5D],
            byteCountMax: 1 << 20)
        let verifier = PublishedVerifier(proofs: proofs, clockSeconds: Self.clock)
        #expect(verifier.judgement(of: document).isAccepted)
    }

    @Test("A genesis that equals ours begins our chain, however it is written")
    func genesis() throws {
        let source = try SmallChains.node(Self.rules)
        try SmallChains.extend(source, by: 2, seed: "genesis")
        let first = String(decoding: try source.blockBytes(atHeight: 0), as: UTF8.self)
            .replacingOccurrences(of: "\"version\":4", with: "\"version\":4.0")
        let node = try SmallChains.node(Self.rules)
        var intake = ChainIntake(node)
        try intake.take([Array(first.utf8)] + SmallChains.blocks(source), clockSeconds: Self.clock)
        #expect(intake.refusals.isEmpty && node.stateDigest == source.stateDigest)
    }

    @Test("A branch is fetched to its end, though its blocks fill message after message")
    func longMessages() throws {
        let rules = Self.rules
        let filler = "\"zz\":\"" + String(repeating: "x", count: 1 << 20) + "\""
        func node(_ count: Int, _ seed: String) throws -> GossipNode<PublishedRules> {
            let source = try SmallChains.node(rules)
            try SmallChains.extend(source, by: count, seed: seed)
            let node = try SmallChains.node(rules)
            let blocks = try SmallChains.blocks(source).map { adding(filler, to: $0) }
            _ = try node.submit(blocks, clockSeconds: Self.clock)
            return GossipNode(node: node, address: PeerAddress(0), peers: [PeerAddress(1)])
        }
        let (one, other) = (try node(12, "one"), try node(20, "other"))
        var toOther = [GossipMessage.request(locator: one.node.locator)]
        for _ in 0..<10 where !toOther.isEmpty {
            let answers = try toOther.flatMap {
                try other.receive($0.bytes, from: PeerAddress(1), clockSeconds: Self.clock)
                    .envelopes
            }
            toOther = try answers.flatMap {
                try one.receive($0.message.bytes, from: PeerAddress(1), clockSeconds: Self.clock)
                    .envelopes
            }.map(\.message)
        }
        #expect(one.node.height == 20 && one.node.stateDigest == other.node.stateDigest)
    }

    @Test("A database of somebody else's is refused and left as it was")
    func foreign() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/other.db"
        var bytes = Array("SQLite format 3\0".utf8) + [0x10, 0x00, 1, 1]
        bytes += [UInt8](repeating: 0, count: 4_096 - bytes.count)
        try Data(bytes).write(to: URL(filePath: path))
        #expect(throws: StoreError.exists(path: path)) {
            try ChainStore(newAt: path, pin: Self.rules.pin)
        }
        #expect {
            try ChainStore(openAt: path)
        } throws: { error in
            if case StoreError.foreign = error { true } else { false }
        }
        #expect(try [UInt8](Data(contentsOf: URL(filePath: path))) == bytes)
    }
}
