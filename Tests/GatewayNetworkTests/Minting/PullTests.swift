import GatewayNetwork
import Testing
import Trials

/// Gateways that follow each other's ledgers.
@Suite("Pulling receipts")
struct PullTests {
    private static let clock = LogicalClock(milliseconds: Bench.milliseconds)

    private static func pulled(
        _ system: GatewaySystem, _ cursor: PullCursor, count: Int = 64
    ) throws -> Reply {
        try system.submit(
            cursor.request(count: count), to: .pull, from: Source(9), at: clock)
    }

    @Test("Pages of a ledger hold each receipt once, in its order, whatever their times")
    func pages() throws {
        let bench = try Bench()
        // All of one time: a page by time would begin anew, or leave some out.
        for place in 0..<150 {
            _ = try bench.taken(bench.send(bench.receipt("s-\(place)"), .receipt))
        }
        let digest = bench.system.stateDigest
        let other = try Bench()
        var cursor = PullCursor(parameters: bench.builder.parameters)
        var sizes: [Int] = []
        while true {
            let reply = try Self.pulled(bench.system, cursor)
            let answer = try #require(reply.messages.first)
            #expect(answer.target == Source(9))
            let before = other.system.receipts.count
            _ = try other.system.take(
                pulled: answer.bytes, &cursor, from: Source(1), at: Self.clock)
            sizes.append(other.system.receipts.count - before)
            if sizes.last == 0 { break }
        }
        #expect(sizes == [64, 64, 22, 0])
        #expect(bench.system.stateDigest == digest)
        #expect(other.system.receipts.map(\.id) == bench.system.receipts.map(\.id))
        #expect(other.system.head == bench.system.head)
        #expect(cursor.head == bench.system.head)
        #expect(cursor.position == 150)
    }

    @Test("A ledger that is not the one that was followed refuses, and is read from its beginning")
    func anotherLedger() throws {
        let first = try Bench()
        let second = try Bench()
        _ = try first.taken(first.send(first.receipt("a"), .receipt))
        _ = try second.taken(second.send(second.receipt("b"), .receipt))
        var cursor = PullCursor(parameters: first.builder.parameters)
        let reader = try Bench()
        let answer = try #require(try Self.pulled(first.system, cursor).messages.first)
        _ = try reader.system.take(
            pulled: answer.bytes, &cursor, from: Source(1), at: Self.clock)
        #expect(
            try Self.pulled(second.system, cursor).refusals.map(\.by)
                == [GatewayGuards.pullHead])
        cursor.restart()
        #expect(try Self.pulled(second.system, cursor).isAccepted)
    }

    @Test("A peer that sends other receipts than its ledger has is found out by the next pull")
    func wrongAnswer() throws {
        let bench = try Bench()
        _ = try bench.taken(bench.send(bench.receipt("a"), .receipt))
        var cursor = PullCursor(parameters: bench.builder.parameters)
        let reader = try Bench()
        _ = try reader.system.take(
            pulled: ReceiptBuilder.batch([bench.receipt("b")]), &cursor, from: Source(1),
            at: Self.clock)
        #expect(
            try Self.pulled(bench.system, cursor).refusals.map(\.by) == [GatewayGuards.pullHead])
    }

    @Test("Gateways in a ring that lose most of what they tell converge by pulling, each once")
    func converge() throws {
        let count = 4
        let systems = try (0..<count).map { place in
            try GatewaySystem(
                parameters: Bench.parameters(),
                peers: [(place + 1) % count, (place + count - 1) % count].map {
                    Source(UInt32($0))
                })
        }
        let bench = try Bench()
        var random = ActorRandom(seed: "pull", actor: "network")
        // The times that a receipt's bytes left each gateway for its peers.
        var passed = [Int](repeating: 0, count: count)
        func deliver(_ messages: [Reply.Message], from place: Int) throws {
            passed[place] += messages.isEmpty ? 0 : 1
            for message in messages where random.happens(permille: 300) {
                let target = Int(message.target.number)
                let reply = try systems[target].submit(
                    message.bytes, to: .gossip, from: Source(UInt32(place)), at: Self.clock)
                try deliver(reply.messages, from: target)
            }
        }
        for number in 0..<40 {
            let place = random.integer(in: 0...count - 1)
            let reply = try systems[place].submit(
                bench.receipt("s-\(number)"), to: .receipt, from: Source(77), at: Self.clock)
            try deliver(reply.messages, from: place)
        }
        let ids = (0..<count).map { Set(systems[$0].receipts.map(\.id)) }
        #expect(ids.contains { $0.count < 40 })
        // Each follows its neighbour around the ring.
        var cursors = [PullCursor](
            repeating: PullCursor(parameters: try Bench.parameters()), count: count)
        for _ in 0..<count {
            for place in 0..<count {
                let next = (place + 1) % count
                let answer = try #require(
                    try Self.pulled(systems[next], cursors[place]).messages.first)
                let reply = try systems[place].take(
                    pulled: answer.bytes, &cursors[place], from: Source(UInt32(next)),
                    at: Self.clock)
                // Told on, but never to the one it came from.
                #expect(reply.messages.allSatisfy { $0.target != Source(UInt32(next)) })
            }
        }
        for system in systems {
            #expect(Set(system.receipts.map(\.id)).count == 40)
            #expect(system.receipts.count == 40)
        }
        // At most one message to the peers for each receipt that a gateway took.
        #expect(passed.allSatisfy { $0 <= 40 })
    }

    @Test("What a gateway had whose root came second is paid by the one that was minted")
    func nothingIsLost() throws {
        let bench = try MintBench()
        let (first, second) = (try bench.ledger(), try bench.ledger())
        try bench.fill(first, session: "first")
        try bench.fill(second, session: "second", tokens: 900)
        let agreed = try bench.agreed(first)
        _ = try bench.agreed(second, round: 1)
        #expect(try bench.submit(bench.call(agreed, 0)).isAccepted)
        var cursor = PullCursor(parameters: bench.parameters)
        let answer = try #require(try Self.pulled(second, cursor).messages.first)
        _ = try first.take(pulled: answer.bytes, &cursor, from: Source(2), at: Self.clock)
        let next = try bench.agreed(first, epoch: 2)
        #expect(next.snapshot.receiptCount - next.snapshot.first == 3)
        #expect(try bench.submit(bench.call(next, 0)).isAccepted)
        #expect(bench.token.token.supply == 2_000_000)
    }
}
