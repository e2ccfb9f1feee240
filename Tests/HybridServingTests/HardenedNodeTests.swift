import Encodings
import Foundation
import HybridChain
import HybridServing
import Platform
import Routing
import Serving
import TestSupport
import Testing
import Trials

@Suite("Hardened nodes of a hybrid chain over loopback")
struct HardenedNodeTests {
    private typealias World = HardenedWorld

    /// Lets a node begin a slot and build its block, as when nobody else is there.
    private static func block(_ one: World.Served, slot: UInt64) throws {
        try one.node.begin(slot: slot)
        try one.node.tick(HybridNodeLimits.quorumTicks)
    }

    @Test("A genesis of one validator finalises its first block alone")
    func alone() throws {
        let world = World("alone", count: 1)
        let one = try World.Served(world, 0, World.Places())
        defer { one.stop() }
        for slot in UInt64(1)...3 { try Self.block(one, slot: slot) }
        #expect(one.height == 3)
        let status = String(decoding: World.get(one.node, "/status").body, as: UTF8.self)
        #expect(status.contains(#""finalised":{"epoch":1,"height":1,"#), "\(status)")
    }

    @Test("One of four begins, three catch up, an update is acknowledged, a false one is slashed")
    func four() throws {
        let world = World("four")
        let places = World.Places()
        let first = try World.Served(world, 0, places)
        defer { first.stop() }
        // Validator 0 proposes in slots that four divides.
        for slot in [UInt64(4), 8, 12] { try Self.block(first, slot: slot) }
        #expect(first.height == 3)
        let others = try (1...3).map { try World.Served(world, $0, places) }
        defer { for one in others { one.stop() } }
        let all = [first] + others
        #expect(World.comes(all) { all.allSatisfy { $0.height == 3 } })

        // Three deltas, and the proposer of slot 13 is validator 1.
        for one in all { try one.node.begin(slot: 13) }
        let (weights, ground) = first.node.read {
            ($0.state.weights, $0.rules.updateGround(on: $0.tree.head, slot: 13))
        }
        let factors = try #require(HybridTrainer.factors(weights, world.genesis.samples))
        for index in 0..<4 {
            let delta = HybridDelta(
                network: world.genesis.network, slot: 13, base: ground.base,
                index: UInt16(index), factors: factors, signedBy: world.keys[index])
            #expect(World.post(all[index].node, "/delta", delta.bytes).status == 200)
        }
        #expect(World.comes(all) { all.allSatisfy { $0.height == 4 } })
        let before = weights.loss(on: world.genesis.samples)
        #expect(all.allSatisfy { one in one.node.read { $0.state.loss } < before })

        // Validator 3 acknowledges an update that claims other weights than its deltas make.
        for one in all { try one.node.begin(slot: 14) }
        let next = first.node.read { $0.rules.updateGround(on: $0.tree.head, slot: 14) }
        let deltas = (0..<3).map { index in
            HybridDelta(
                network: world.genesis.network, slot: 14, base: next.base, index: UInt16(index),
                factors: factors, signedBy: world.keys[index])
        }
        let rules = HybridRules(world.genesis)
        let faults = try #require(HybridFaults(rules, key: world.keys[3]))
        for message in faults.wrongUpdate(deltas, next) {
            _ = World.post(first.node, "/gossip", message.bytes)
        }
        #expect(first.node.read { $0.waitingEvidence.count } == 1)
        #expect(
            World.comes(all) { all.allSatisfy { $0.node.read { !$0.waitingEvidence.isEmpty } } })
        for one in all { try one.node.tick(HybridNodeLimits.quorumTicks) }
        #expect(
            World.comes(all) { all.allSatisfy { $0.node.read { $0.state.slashed.contains(3) } } })
        #expect(first.node.read { $0.state.bonds[3] } == 0)
        #expect(all.allSatisfy { $0.head == first.head })
    }

    @Test("A node that was killed has its blocks again, and signs nothing twice")
    func restart() throws {
        let folder = try TemporaryFolder()
        let world = World("restart", count: 1)
        let path = folder.path + "/node.store"
        var head: [UInt8] = []
        var record = SigningRecord()
        do {
            let one = try World.Served(world, 0, World.Places(), store: path)
            for slot in UInt64(1)...4 { try Self.block(one, slot: slot) }
            (head, record) = (one.head, one.node.read { $0.record })
            one.stop()
        }
        #expect(record.proposalSlot == 4)
        // A kill in the midst of a write leaves the begin of an entry.
        let whole = try Data(contentsOf: URL(filePath: path))
        // A copy: the listener that ended may hold the first file for a while.
        let again = path + ".again"
        try (whole + Data([2, 0, 0, 1, 0, 9])).write(to: URL(filePath: again))
        do {
            let one = try World.Served(world, 0, World.Places(), store: again)
            #expect(one.head == head)
            #expect(one.node.read { $0.record } == record)
            try Self.block(one, slot: 4)
            #expect(one.head == head, "no second block of a slot")
            try Self.block(one, slot: 5)
            #expect(one.height == 5)
            one.stop()
        }
        // The record alone, without the block: killed between the two, had they been two writes.
        for place in [30, 60, whole.count / 2, whole.count - 1] {
            var damaged = whole
            damaged[place] ^= 1
            let other = path + ".\(place)"
            try damaged.write(to: URL(filePath: other))
            #expect(throws: Refusal.self) {
                try World.Served(world, 0, World.Places(), store: other).stop()
            }
        }
    }

    @Test("A store cut anywhere is a shorter one, or is refused, and never signs again")
    func cut() throws {
        let folder = try TemporaryFolder()
        let world = World("cut", count: 1)
        let path = folder.path + "/node.store"
        do {
            let one = try World.Served(world, 0, World.Places(), store: path)
            for slot in UInt64(1)...2 { try Self.block(one, slot: slot) }
            one.stop()
        }
        let whole = try Data(contentsOf: URL(filePath: path))
        for count in stride(from: 0, to: whole.count, by: 13) {
            let other = path + ".\(count)"
            try whole.prefix(count).write(to: URL(filePath: other))
            let node = HybridNode(genesis: world.genesis, key: world.keys[0])
            let store = try HybridStoreFile(path: other, node)
            #expect(store.cutByteCount <= count)
            // Whatever is left, a block's signature is noted where the block is.
            #expect(node.record.proposalSlot >= node.tree.head.slot, "at \(count)")
        }
    }

    @Test("A store with any one bit flipped is refused, and stays as it is")
    func flipped() throws {
        let folder = try TemporaryFolder()
        let world = World("flipped", count: 1)
        let path = folder.path + "/node.store"
        do {
            let one = try World.Served(world, 0, World.Places(), store: path)
            for slot in UInt64(1)...2 { try Self.block(one, slot: slot) }
            one.stop()
        }
        let whole = try Data(contentsOf: URL(filePath: path))
        // One bit of every byte, and all bits of what the first entry begins with: a longer length
        // must not make all that follows look like an entry without its end.
        let bits = whole.indices.map { ($0, UInt8(1) << ($0 % 8)) }
        let begin = (87..<96).flatMap { place in (0..<8).map { (place, UInt8(1) << $0) } }
        for (place, bit) in bits + begin {
            var damaged = whole
            damaged[place] ^= bit
            let other = path + ".\(place).\(bit)"
            try damaged.write(to: URL(filePath: other))
            let node = HybridNode(genesis: world.genesis, key: world.keys[0])
            #expect(throws: Refusal.self, "byte \(place)") {
                _ = try HybridStoreFile(path: other, node)
            }
            #expect(try Data(contentsOf: URL(filePath: other)) == damaged)
        }
    }

    @Test("A store of another validator or network is refused")
    func others() throws {
        let folder = try TemporaryFolder()
        let world = World("others", count: 2)
        let path = folder.path + "/node.store"
        try World.Served(world, 0, World.Places(), store: path).stop()
        let whole = try Data(contentsOf: URL(filePath: path))
        let (one, two) = (path + ".1", path + ".2")
        for copy in [one, two] { try whole.write(to: URL(filePath: copy)) }
        #expect(throws: Refusal.self) {
            try World.Served(world, 1, World.Places(), store: one).stop()
        }
        #expect(throws: Refusal.self) {
            try World.Served(World("x", count: 2), 0, World.Places(), store: two).stop()
        }
    }

    @Test("Hostile requests are refused, and the node goes on")
    func hostile() throws {
        let world = World("hostile")
        let one = try World.Served(world, 0, World.Places())
        defer { one.stop() }
        let head = one.head
        var random = SystemRandomNumberGenerator()
        let paths = [
            "/gossip", "/block", "/delta", "/update", "/acknowledgement", "/vote", "/evidence",
        ]
        for path in paths {
            for count in [0, 1, 2, 5, 33, 41, 138, 178, 300, 4_000] {
                for filling in [UInt8(0), 255, .random(in: 0...255, using: &random)] {
                    var body = [UInt8](repeating: filling, count: count)
                    if path == "/gossip", count > 0 { body[0] = UInt8(1 + count % 11) }
                    let status = World.post(one.node, path, body).status
                    #expect([200, 400, 409, 413, 429].contains(status), "\(path) \(count)")
                }
            }
            #expect(World.get(one.node, path).status == 405)
        }
        let long = [UInt8](repeating: 9, count: 6 << 20)
        #expect(World.post(one.node, "/gossip", long).status == 400)
        #expect(World.get(one.node, "/nowhere").status == 404)
        for query in ["", "from=", "from=-1", "from=99999999999999999999", "to=1"] {
            #expect(World.get(one.node, "/bundles", query).status == 400)
        }
        #expect(World.get(one.node, "/bundles", "from=999999999999999999").body.isEmpty)
        #expect(one.head == head)
        for slot in [UInt64(4), 8] { try Self.block(one, slot: slot) }
        #expect(one.height == 2)
    }

    @Test("Goods of a slot to come are heard in it, whatever else came too early")
    func early() throws {
        let world = World("early")
        let one = try World.Served(world, 0, World.Places())
        defer { one.stop() }
        let base = one.node.read { $0.state.weightsHash }
        func delta(_ slot: UInt64, _ index: UInt16) -> [UInt8] {
            HybridDelta(
                network: world.genesis.network, slot: slot, base: base, index: index,
                factors: [Int32](repeating: 0, count: world.genesis.shape.factorCount),
                signedBy: world.keys[Int(index)]
            ).bytes
        }
        try one.node.begin(slot: 1)
        // Of slots that no honest node is near, they take no room.
        for number in UInt64(0)..<600 {
            #expect(World.post(one.node, "/delta", delta(.max - number, 1)).status == 400)
        }
        // A stranger fills its own half of the room.
        for number in 0..<600 {
            let junk = delta(2, 2).dropLast(2) + [UInt8(number >> 8), UInt8(number & 255)]
            let request = WebRequest(method: "POST", path: "/delta", body: Array(junk))
            #expect(one.node.answer(.init(request, peerAddress: "10.0.0.9")).status == 400)
        }
        #expect(World.post(one.node, "/delta", delta(2, 3)).status == 400)
        try one.node.begin(slot: 2)
        #expect(one.node.read { $0.slotDeltas.map(\.delta.index) } == [3])
    }

    @Test("A page of bundles has as many blocks as it has room for, from the one asked for")
    func bundles() throws {
        let one = try World.Served(World("bundles", count: 1), 0, World.Places())
        defer { one.stop() }
        for slot in UInt64(1)...300 { try Self.block(one, slot: slot) }
        #expect(one.height == 300)
        let hashes = one.node.read { $0.tree.order }
        for (query, first, count) in [
            ("from=0", 0, 256), ("from=1", 0, 256), ("from=290", 289, 11),
        ] {
            let body = World.get(one.node, "/bundles", query).body
            let blocks = try #require(HybridFrames.messages(body)).map {
                HybridBlock(bytes: HybridBundle(bytes: $0).block).hash
            }
            #expect(blocks == Array(hashes[first..<first + count]), "\(query)")
        }
    }

    @Test("A source that wastes signatures has none checked any more")
    func budget() throws {
        let world = World("budget")
        let one = try World.Served(world, 0, World.Places())
        defer { one.stop() }
        try one.node.begin(slot: 1)
        let base = one.node.read { $0.state.weightsHash }
        func refusal(_ number: Int) -> String {
            let factors = [Int32](
                repeating: Int32(number), count: world.genesis.shape.factorCount)
            let delta = HybridDelta(
                network: world.genesis.network, slot: 1, base: base, index: 1, factors: factors,
                signedBy: world.keys[2])
            let body = World.post(one.node, "/delta", delta.bytes).body
            return (try? JSONParser.parse(body, byteCountMax: 1 << 16))?.member("error")?
                .member("guard")?.stringValue ?? ""
        }
        for number in 0..<HybridNodeLimits.wastedCountMax {
            #expect(refusal(number) == "delta_signature")
        }
        #expect(refusal(99) == "source_budget")
    }
}
