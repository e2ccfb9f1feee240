import Cryptography
import Encodings
import HybridChain
import Trials

/// The history of the golden: seven validators who train, sign twice, acknowledge what is wrong,
/// part and meet; and, between their blocks, some that are refused. It follows from nothing but its
/// text here.
enum GoldenChain {
    /// A block, the deltas that come with it, and the verdict.
    struct Step {
        let block: [UInt8]
        let deltas: [[UInt8]]
        /// The guard; nil of a block that is taken.
        let refusal: String?
        /// The head afterwards.
        let head: HybridTip
        let finalised: HybridCheckpoint
    }

    static let name = "golden"
    private static let all = Array(0..<7)

    /// The history as its nodes live it. **Result:** the genesis and the blocks in the order in which
    /// validator 0 took them, with their deltas.
    static func lived() throws -> NodeBench {
        let bench = try NodeBench(name)
        for slot in UInt64(1)...5 { try bench.live(slot: slot, trainers: slot < 4 ? all : []) }
        bench.sides = [0, 0, 0, 1, 1, 1, 1]
        for slot in UInt64(6)...12 { try bench.live(slot: slot) }
        bench.sides = [0, 0, 0, 0, 0, 0, 0]
        try bench.beat()
        for slot in UInt64(13)...16 { try bench.live(slot: slot) }
        try signTwice(bench, slot: 17)
        for slot in UInt64(18)...20 { try bench.live(slot: slot) }
        try acknowledgeWrongly(bench, slot: 21)
        for slot in UInt64(22)...36 { try bench.live(slot: slot) }
        return bench
    }

    /// Validator 6 signs two headers of a slot, one of them false, validator 5 two votes.
    private static func signTwice(_ bench: NodeBench, slot: UInt64) throws {
        let world = try LedgerWorld(name: name)
        try world.follow(bench.nodes[0])
        try bench.begin(slot: slot)
        let first = try world.block(slot: slot, proposer: 6)
        let other = try world.resealed(
            first, at: 210, [UInt8](repeating: 6, count: 32), signer: 6)
        try bench.send(first.bytes, to: HybridSurfaces.block, [0, 1, 2])
        try bench.send(other.bytes, to: HybridSurfaces.block, [3, 4])
        for block in [first, other] {
            let target = HybridCheckpoint(epoch: 40, root: block.hash)
            let link = HybridLink(source: world.checkpoint(0), target: target)
            try bench.send(world.vote(link, by: 5).bytes, to: HybridSurfaces.vote, [0])
        }
        try bench.tick(HybridNodeLimits.quorumTicks)
    }

    /// Validator 4 acknowledges an update that does harm, and validator 3 two updates.
    private static func acknowledgeWrongly(_ bench: NodeBench, slot: UInt64) throws {
        let world = try LedgerWorld(Guards.all.without(HybridGuards.lossGate), name: name)
        try world.follow(bench.nodes[0])
        try bench.begin(slot: slot)
        let deltas = try world.honestDeltas(slot: slot, doesHarm: true)
        for delta in deltas { try bench.send(delta.bytes, to: HybridSurfaces.delta, all) }
        let body = try world.update(of: deltas, slot: slot).body
        try bench.send(body, to: HybridSurfaces.update, all)
        let signed =
            [world.acknowledgement(of: body, slot: slot, by: 4)]
            + [[UInt8(1)], [2]].map { world.acknowledgement(of: $0, slot: slot, by: 3) }
        for one in signed {
            try bench.send(one.bytes, to: HybridSurfaces.acknowledgement, all)
        }
        try bench.tick(HybridNodeLimits.quorumTicks)
    }

    // MARK: Steps

    /// The blocks of the history and refused ones between them, as another node judges them.
    static func steps(_ bench: NodeBench) throws -> [Step] {
        let world = try LedgerWorld(name: name)
        var steps: [Step] = []
        for (place, hash) in bench.nodes[0].tree.order.enumerated() {
            guard let bundle = bench.nodes[0].bundle(hash) else { continue }
            for bad in try changed(bundle.block, place, world) {
                steps.append(judged(bad, bundle.deltas, world))
            }
            if !bundle.deltas.isEmpty {
                steps.append(judged(bundle.block, Array(bundle.deltas.dropLast()), world))
            }
            steps.append(judged(bundle.block, bundle.deltas, world))
        }
        return steps
    }

    private static func judged(
        _ block: [UInt8], _ deltas: [[UInt8]], _ world: LedgerWorld
    ) -> Step {
        let beside = Dictionary(
            deltas.map { (HybridDelta.id(of: $0), $0) }, uniquingKeysWith: { one, _ in one }
        )  // looked up, never iterated
        var refusal: String?
        do {
            try world.tree.take(HybridBlock(bytes: block)) { beside[$0] }
        } catch {
            refusal = error.by.name
        }
        return Step(
            block: block, deltas: deltas, refusal: refusal, head: world.head,
            finalised: world.tree.finalised)
    }

    /// Two changes of a block, by its place.
    private static func changed(
        _ bytes: [UInt8], _ place: Int, _ world: LedgerWorld
    ) throws -> [[UInt8]] {
        let block = HybridBlock(bytes: bytes)
        let signer = Int(block.header.proposer)
        func resealed(_ offset: Int, _ field: [UInt8]) throws -> [UInt8] {
            try world.resealed(block, at: offset, field, signer: signer).bytes
        }
        var random = ActorRandom(seed: "golden", actor: String(place))
        var flipped = bytes
        flipped[random.integer(in: 0...(bytes.count - 1))] ^= UInt8(
            1 << random.integer(in: 0...7))
        let other = random.bytes32()
        let changes: [() throws -> [UInt8]] = [
            { bytes + [0] },
            { Array(bytes.dropLast()) },
            { try resealed(48, other) },
            { try resealed(32, (block.header.number + 1).hybridBytes) },
            { try resealed(40, (block.header.slot + 100).hybridBytes) },
            { try resealed(40, UInt64(0).hybridBytes) },
            { try resealed(210, other) },
            { try resealed(80, UInt16(9).hybridBytes) },
            { try world.resealed(block, at: 0, [], signer: signer + 1).bytes },
            { try fewer(block, world, signer: signer) },
            { try withVote(block, world, signer: signer, target: 60) },
            { try withVote(block, world, signer: signer, target: 0) },
        ]
        return [flipped, try changes[place % changes.count]()]
    }

    /// The block without its last acknowledgement; one without any with one.
    private static func fewer(
        _ block: HybridBlock, _ world: LedgerWorld, signer: Int
    ) throws -> [UInt8] {
        let entries = HybridCertificate(bytes: block.certificate).entries
        let left =
            entries.isEmpty
            ? [HybridCertificate.Entry(index: 0, signature: block.header.signature)]
            : Array(entries.dropLast())
        let bytes = HybridCertificate.bytes(of: left)
        let sealed = try world.resealed(
            block, at: 114, HybridDomain.digest("acks", bytes), signer: signer)
        return HybridBlock(
            header: sealed.header, update: block.update, certificate: bytes,
            evidence: block.evidence, votes: block.votes
        ).bytes
    }

    /// The block with another vote before its own.
    private static func withVote(
        _ block: HybridBlock, _ world: LedgerWorld, signer: Int, target: UInt64
    ) throws -> [UInt8] {
        let highest = world.head.state.finality.highest
        let link = HybridLink(
            source: highest, target: HybridCheckpoint(epoch: target, root: world.head.hash))
        let votes = [world.vote(link, by: 1)] + HybridVoteList(bytes: block.votes).votes
        let bytes = HybridVoteList.bytes(of: votes)
        let sealed = try world.resealed(
            block, at: 178, HybridDomain.digest("votes", bytes), signer: signer)
        return HybridBlock(
            header: sealed.header, update: block.update, certificate: block.certificate,
            evidence: block.evidence, votes: bytes
        ).bytes
    }

    // MARK: The document

    static func document(_ bench: NodeBench, _ steps: [Step]) -> JSONValue {
        let genesis = bench.genesis
        let start = HybridTip(genesis)
        return .object([
            JSONMember("name", .string(name)),
            JSONMember("genesis", hex(genesis.bytes)),
            JSONMember("network", hex(genesis.network)),
            JSONMember("start", state(start, start.state.finality.finalised)),
            JSONMember(
                "steps",
                .array(
                    steps.map { step in
                        .object([
                            JSONMember("block", hex(step.block)),
                            JSONMember("deltas", .array(step.deltas.map(hex))),
                            JSONMember("verdict", .string(step.refusal ?? "taken")),
                            JSONMember(
                                "head", state(step.head, step.finalised)),
                        ])
                    })),
        ])
    }

    private static func hex(_ bytes: [UInt8]) -> JSONValue {
        .string(Hexadecimal.text(of: bytes))
    }

    private static func checkpoint(_ checkpoint: HybridCheckpoint) -> JSONValue {
        .array([.integer(Int(checkpoint.epoch)), hex(checkpoint.root)])
    }

    private static func state(_ tip: HybridTip, _ finalised: HybridCheckpoint) -> JSONValue {
        let state = tip.state
        return .object([
            JSONMember("hash", hex(tip.hash)),
            JSONMember("number", .integer(Int(tip.number))),
            JSONMember("slot", .integer(Int(tip.slot))),
            JSONMember("root", hex(state.root)),
            JSONMember("weights", hex(state.weightsHash)),
            JSONMember("loss", .integer(Int(state.loss))),
            JSONMember("burnt", .integer(Int(state.burnt))),
            JSONMember("bonds", .array(state.bonds.map { .integer(Int($0)) })),
            JSONMember("slashed", .array(state.slashed.indices.map { .integer($0) })),
            JSONMember("committee", .array(state.committee.indices.map { .integer($0) })),
            JSONMember("justified", checkpoint(state.finality.highest)),
            JSONMember("finalised", checkpoint(state.finality.finalised)),
            JSONMember("never_below", checkpoint(finalised)),
        ])
    }
}
