import Chains
import TestSupport
import Testing
import Trials

/// Something that one guard stops, and what becomes of it where that guard is missing.
struct GuardCase {
    let name: String
    let stoppedBy: Guard
    /// What it meets next; nil where it gets through.
    let next: Guard?
    /// What is there, but for the guard itself.
    let others: Guards
    /// What stopped it under these guards.
    let attempt: (Guards) throws -> [Guard]

    init(
        _ name: String, _ stoppedBy: Guard, next: Guard? = nil, others: Guards = .all,
        attempt: @escaping (Guards) throws -> [Guard]
    ) {
        self.name = name
        self.stoppedBy = stoppedBy
        self.next = next
        self.others = others
        self.attempt = attempt
    }

    func check() throws {
        #expect(try attempt(others) == [stoppedBy], "\(name)")
        #expect(
            try attempt(others.without(stoppedBy)) == (next.map { [$0] } ?? []),
            "\(name), without \(stoppedBy.name)")
    }
}

/// Cases of what is the same in both profiles: a node's own guards, and its talk.
struct NodeCases<Rules: ChainRules>: Sendable {
    let rules: @Sendable (Guards) -> Rules
    static var clock: LogicalClock {
        LogicalClock(milliseconds: 1_000 * (SmallChains.startSeconds + 10_000))
    }

    /// A system with so many blocks of one miner.
    func system(
        _ guards: Guards, height: Int = 4, peers: [UInt32] = [1, 2]
    ) throws -> ChainSystem<Rules> {
        ChainSystem(try node(guards, height: height), peers: peers.map { PeerAddress($0) })
    }

    func node(_ guards: Guards = .all, height: Int = 4) throws -> ChainNode<Rules> {
        let source = try SmallChains.node(rules(.all))
        try SmallChains.extend(source, by: height, seed: "guards")
        let node = try SmallChains.node(rules(guards))
        _ = try node.submit(try SmallChains.blocks(source), clockSeconds: Self.clock.seconds)
        return node
    }

    /// What stops the last of several things.
    static func last(
        _ system: ChainSystem<Rules>, _ surface: Surface, from source: UInt32 = 1,
        _ inputs: [[UInt8]]
    ) throws -> [Guard] {
        var system = system
        var refusals: [Refusal] = []
        for bytes in inputs {
            refusals = try system.submit(bytes, to: surface, from: Source(source), at: clock)
                .refusals
        }
        return refusals.map(\.by)
    }

    /// One thing on one surface.
    func one(
        _ name: String, _ stoppedBy: Guard, next: Guard? = nil, on surface: Surface,
        _ bytes: [UInt8]
    ) -> GuardCase {
        GuardCase(name, stoppedBy, next: next) { guards in
            try Self.last(system(guards), surface, [bytes])
        }
    }

    func all() throws -> [GuardCase] {
        let source = try node()
        let genesis = try source.blockBytes(atHeight: 0)
        let blocks = try SmallChains.blocks(source)
        func file(_ blocks: [[UInt8]]) -> [UInt8] {
            Array("[".utf8)
                + blocks.map(source.rules.documentElement).joined(separator: [0x2C])
                + Array("]".utf8)
        }
        func peers(_ numbers: Range<UInt32>) -> [UInt8] {
            GossipMessage.peers(numbers.map { PeerAddress($0) }).bytes
        }
        return [
            one(
                "another genesis", CommonGuards.genesis, on: ChainSurfaces.chain,
                file([blocks[0]] + blocks)),
            one(
                "an object", CommonGuards.document, next: CommonGuards.genesis,
                on: ChainSurfaces.chain, Array("{}".utf8)),
            one(
                "no JSON", CommonGuards.document, next: CommonGuards.genesis,
                on: ChainSurfaces.chain, file([genesis]) + [0x5D]),
            one("no message", GossipGuards.message, on: ChainSurfaces.peer, [9]),
            one(
                "something after a message", GossipGuards.message, on: ChainSurfaces.peer,
                GossipMessage.peersRequest.bytes + [0]),
            GuardCase("a 65th peer", GossipGuards.peerRoom) { guards in
                let system = try system(guards, peers: Array(100..<164))
                return try Self.last(system, ChainSurfaces.peer, from: 100, [peers(200..<201)])
            },
            GuardCase("1,001 payments", CommonGuards.waitingRoom) { guards in
                let payments = try (0...1_000).map { nonce in
                    try source.rules.payment(
                        from: Wallet(seed: "guards"), to: Wallet(seed: "x").address, amount: 1,
                        nonce: UInt64(nonce))
                }
                return try Self.last(system(guards), ChainSurfaces.transaction, payments)
            },
            try refusedBefore(),
        ]
    }

    /// A heavier branch whose second block pays what nobody has, twice.
    private func refusedBefore() throws -> GuardCase {
        let source = try node()
        let thief = Wallet(seed: "thief")
        var random = ActorRandom(seed: "fraud", actor: "miner")
        var view = ChainView(main: Array(source.chain.prefix(2)))
        var branch: [[UInt8]] = []
        let payment = try source.rules.transaction(
            source.rules.payment(from: thief, to: thief.address, amount: 5_000, nonce: 0))
        for index in 0..<4 {
            let template = BlockTemplate(
                miner: thief.address, transactions: index == 1 ? [payment] : [],
                timestampSeconds: SmallChains.startSeconds + 20 * (view.count + 1),
                attemptCountMax: 100_000)
            let block = try #require(
                try source.rules.mine(template, on: view, random: &random))
            view = view.extended(by: try source.rules.link(of: block))
            branch.append(source.rules.bytes(of: block))
        }
        let message = GossipMessage.blocks(parent: source.entryID(atHeight: 1), blocks: branch)
        return GuardCase(
            "a fraud that was refused", CommonGuards.refusedBefore, next: Guard("balance")
        ) { guards in
            var system = try system(guards)
            // From somebody else than before, who has no inference to lose yet.
            _ = try system.submit(
                message.bytes, to: ChainSurfaces.peer, from: Source(2), at: Self.clock)
            return try Self.last(system, ChainSurfaces.peer, [message.bytes])
        }
    }
}
