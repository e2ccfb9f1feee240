import BigInt
import Cryptography
import Foundation
import GatewayNetwork
import TestSupport
import Testing
import Trials

@Suite("A gateway network as a system under test")
struct SystemTests {
    @Test("Honest use: receipts, gossip, votes and two epochs")
    func honest() throws {
        let bench = try Bench(peers: [Source(1), Source(2)])
        let reply = try bench.send(try bench.receipt("first"), .receipt)
        #expect(reply.isAccepted && reply.messages.map(\.target) == [Source(2)])
        let other = try Bench()
        #expect(try other.send(reply.messages[0].bytes, .gossip, from: Source(9)).isAccepted)
        #expect(other.system.head == bench.system.head)
        try bench.settle()
        #expect(
            bench.system.isQuorate(
                epoch: bench.system.tallies[0].epoch, root: bench.system.tallies[0].root))
        let batch = ReceiptBuilder.batch(
            try (0..<8).map { try bench.receipt("t-\($0)", node: $0 % 3, tokens: 10 + $0) })
        #expect(try bench.send(batch, .gossip).isAccepted)
        let second = try bench.snapshot(epoch: "2", total: 500)
        #expect(second.first == 4 && second.receiptCount == 12)
        try bench.voteAll(second)
        #expect(try bench.send(bench.builder.settlement(second).bytes, .settlement).isAccepted)
        #expect(bench.system.minted == 0)
        #expect(bench.system.balances.reduce(0) { $0 + $1.amount } == 1_500)
        #expect(second.previous == bench.system.settlements[0].snapshot.root)
        #expect(throws: UnknownSurface.self) { try bench.send([], Surface("door")) }
    }

    @Test("A bad receipt takes nothing from the others of its batch")
    func batch() throws {
        let bench = try Bench()
        var bad = try bench.sign(bench.plain("bad"))
        bad["node_sig"] = bad["gateway_sig"]
        let reply = try bench.send(
            ReceiptBuilder.batch([bench.receipt("a"), bad.bytes, bench.receipt("b")]), .gossip)
        #expect(reply.refusals.map(\.by) == [GatewayGuards.nodeSignature])
        #expect(bench.system.receipts.count == 2)
    }

    @Test("A validator that votes again takes its vote with it")
    func revote() throws {
        let bench = try Bench()
        try bench.fill()
        let (first, second) = (try bench.snapshot(total: 10), try bench.snapshot(total: 20))
        try bench.voteAll(first)
        try bench.voteAll(second, round: 1)
        #expect(bench.system.tallies.map(\.root) == [second.root])
        #expect(
            try bench.send(bench.builder.settlement(first).bytes, .settlement).refusals.map(\.by)
                == [GatewayGuards.quorum])
        #expect(try bench.send(bench.builder.settlement(second).bytes, .settlement).isAccepted)
    }

    @Test("Payouts sum to the total, and do not depend on the receipts' order")
    func exactSums() throws {
        for seed in 0..<60 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let total = Int.random(in: 1...GatewayLimits.epochTotalMax, using: &random)
            var tokens = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                (Int.random(in: 0..<3, using: &random), Int.random(in: 0...50, using: &random))
            }
            tokens.append((0, 1))
            func settled(_ tokens: [(Int, Int)]) throws -> EpochSnapshot {
                let bench = try Bench()
                for (place, receipt) in tokens.enumerated() {
                    _ = try bench.taken(
                        bench.send(
                            bench.receipt("s-\(place)", node: receipt.0, tokens: receipt.1),
                            .receipt))
                }
                let snapshot = try bench.snapshot(total: total)
                try bench.voteAll(snapshot)
                _ = try bench.taken(
                    bench.send(bench.builder.settlement(snapshot).bytes, .settlement))
                #expect(
                    bench.system.settlements[0].minted == BigInt(total), "seed \(seed)")
                return snapshot
            }
            let forward = try settled(tokens)
            let all = tokens.reduce(0) { $0 + $1.1 }
            for payout in forward.payouts {
                let node = Bench.nodes.firstIndex { $0.key == payout.node }
                let mine = tokens.filter { $0.0 == node }.reduce(0) { $0 + $1.1 }
                let floor = BigInt(total) * BigInt(mine) / BigInt(all)
                #expect(payout.amount == floor || payout.amount == floor + 1, "seed \(seed)")
            }
            #expect(try settled(tokens.reversed()).payouts == forward.payouts, "seed \(seed)")
        }
    }

    @Test("A network that is opened again is the same")
    func reopened() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let path = folder.path + "/receipts.db"
        let (digest, anchor) = try make(path)
        let again = try GatewaySystem(
            parameters: Bench.parameters(), openingAt: path, anchor: anchor)
        #expect(again.stateDigest == digest && again.anchor == anchor)
        #expect(throws: GatewayStoreError.self) {
            try GatewaySystem(
                parameters: Bench.parameters(name: "other"), openingAt: path)
        }
    }

    private func make(_ path: String) throws -> (Digest, LedgerAnchor) {
        let bench = try Bench(path: path)
        try bench.settle()
        try bench.everyKind()
        _ = try bench.taken(bench.send(bench.receipt("after"), .receipt))
        let whole = try bench.send(bench.system.storeDocument, .store)
        #expect(whole.isAccepted)
        return (bench.system.stateDigest, bench.system.anchor)
    }

    @Test("Somebody else's file is refused and left as it was, and so is none")
    func foreign() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let path = folder.path + "/notes.txt"
        let text = Data("notes of somebody else, and more of them".utf8)
        try text.write(to: URL(filePath: path))
        func open(_ path: String) throws -> GatewaySystem {
            try GatewaySystem(
                parameters: Bench.parameters(), openingAt: path)
        }
        let expected = "a gateway network's database"
        #expect(
            throws: GatewayStoreError.foreign(path: path, expected: expected, got: "another file")
        ) { try open(path) }
        #expect(throws: GatewayStoreError.exists(path: path)) { try Bench(path: path) }
        #expect(try Data(contentsOf: URL(filePath: path)) == text)
        let none = folder.path + "/none.db"
        let missing = GatewayStoreError.foreign(
            path: none, expected: expected, got: "nothing: it does not exist")
        #expect(throws: missing) { try open(none) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["notes.txt"])
    }

    @Test("A database with a changed byte is refused, or the same in all that counts")
    func changedBytes() throws {
        let folder = try TemporaryFolder(inMemory: true)
        let path = folder.path + "/receipts.db"
        let (digest, anchor) = try make(path)
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
        var (found, harmless) = (0, 0)
        for seed in 0..<400 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var changed = bytes
            // Rows lie towards the ends of pages.
            let place = Int.random(in: 0..<bytes.count, using: &random)
            changed[place] ^= UInt8.random(in: 1...255, using: &random)
            let copy = folder.path + "/copy.db"
            try Data(changed).write(to: URL(filePath: copy))
            do {
                let system = try GatewaySystem(
                    parameters: Bench.parameters(), openingAt: copy,
                    anchor: anchor)
                #expect(system.stateDigest == digest, "seed \(seed), byte \(place)")
                harmless += 1
            } catch is GatewayStoreError {
                found += 1
            }
            for name in ["copy.db", "copy.db-wal"] {
                try? FileManager.default.removeItem(atPath: folder.path + "/" + name)
            }
        }
        #expect(found > 50, "\(found) found, \(harmless) harmless")
    }

    @Test("Hostile bytes are refused without a trap, and change nothing")
    func hostile() throws {
        for missing in [[], GatewayGuards.all] {
            let bench = try Bench(without: missing)
            try bench.settle()
            let fresh = try bench.snapshot(epoch: "2", total: 7)
            let first: [(Surface, [UInt8])] = [
                (.receipt, try bench.receipt("h")),
                (.gossip, ReceiptBuilder.batch([try bench.receipt("i"), try bench.receipt("j")])),
                (.vote, try bench.vote(fresh, 0, round: 5)),
                (.settlement, bench.builder.settlement(fresh).bytes),
            ]
            try bench.everyKind()
            let second: [(Surface, [UInt8])] = [
                (.note, try bench.signed(bench.quality(1), .note, Bench.validators[0])),
                (
                    .credit,
                    try bench.signed(
                        bench.requests.credit(5, to: Bench.users[0].key, payment: "h"), .credit,
                        Bench.treasury)
                ),
                (.order, try bench.message(bench.order(nonce: 3, maxPrice: 1))),
                (.ask, try bench.ask(3, round: 7)),
                (.store, bench.system.storeDocument),
            ]
            for (surface, bytes) in first + second {
                for seed in 0..<200 as Range<UInt64> {
                    var random = SeededGenerator(seed: seed)
                    let changed = Self.mutated(bytes, &random)
                    let before = bench.system.stateDigest
                    let reply = try bench.send(changed, surface, from: Source(UInt32(seed)))
                    #expect(reply.stateDigest == bench.system.stateDigest)
                    if !reply.isAccepted, surface != .gossip {
                        #expect(reply.stateDigest == before, "\(surface.name), seed \(seed)")
                    }
                    #expect(
                        reply.refusals.allSatisfy { bench.system.guards.contains($0.by) },
                        "\(reply.refusals)")
                    #expect(!reply.died)
                }
            }
        }
    }

    private static func mutated(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var changed = bytes
        let pieces = [
            "1e999", "NaN", "-1", "null", "true", "[]", "{}", "\"\"", "99999999999999999999999",
            "-9223372036854775808", "\\ud800", "1.5",
        ].map { Array($0.utf8) }
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0..<changed.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
            case 1: changed.removeSubrange(place..<min(place + 5, changed.count))
            case 2:
                changed.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
            case 3:
                // A value for a value.
                guard let colon = changed[place...].firstIndex(of: UInt8(ascii: ":")),
                    let end = changed[colon...].firstIndex(where: { [0x2C, 0x7D].contains($0) })
                else { continue }
                changed.replaceSubrange(
                    (colon + 1)..<end, with: pieces.randomElement(using: &random) ?? [])
            default: changed.append(contentsOf: bytes.prefix(place))
            }
            if changed.isEmpty { changed = [0] }
        }
        return changed
    }
}
