import BigInt
import Cryptography
import GatewayNetwork
import TestSupport
import Testing
import Trials

/// Three nodes that are called by name, each of which may fail.
private final class Line: NodeLine {
    var nodes: [HardenedNode]
    var silent: Set<String> = []  // membership only, never iterated
    /// Changes what a node signs.
    var forged = false
    private(set) var calls: [String] = []
    let clock: LogicalClock

    init(_ bench: Bench, answering answer: @escaping @Sendable (NodeRequest) -> NodeAnswer) throws {
        clock = bench.clock
        nodes = Bench.nodes.map {
            HardenedNode(identity: $0, parameters: bench.builder.parameters, model: answer)
        }
    }

    func answers(_ name: String) -> Bool {
        calls.append(name)
        return !silent.contains(name)
    }

    func answer(_ request: NodeRequest, of name: String) -> NodeAnswer? {
        calls.append(name)
        guard !silent.contains(name), let place = nodes.firstIndex(where: { $0.key == name })
        else { return nil }
        return try? nodes[place].serve(request)
    }

    func countersignature(_ receipt: [UInt8], of name: String) -> String? {
        guard let place = nodes.firstIndex(where: { $0.key == name }) else { return nil }
        let signature = try? nodes[place].countersign(receipt, at: clock)
        return forged ? Bench.outsider.signature(of: receipt) : signature
    }
}

@Suite("Sessions that users order of a hardened gateway")
struct ServingTests {
    private static func answer(_ request: NodeRequest) -> NodeAnswer {
        NodeAnswer(
            text: "Ich.", inputTokens: request.prompt.utf8.count, outputTokens: 50,
            wallMilliseconds: 1_200)
    }

    private static func gateway(
        _ bench: Bench, _ answer: @escaping @Sendable (NodeRequest) -> NodeAnswer = Self.answer
    ) throws -> (gateway: HardenedGateway, line: Line) {
        let line = try Line(bench, answering: answer)
        return (
            HardenedGateway(system: bench.system, identity: Bench.gateway, line: line), line
        )
    }

    private static func account(_ bench: Bench) -> [Int] {
        bench.system.accounts.first.map { [$0.balance, $0.reserved] } ?? []
    }

    @Test("An order is served, charged by the formula, and both signatures are in the ledger")
    func served() throws {
        let bench = try Bench(peers: [Source(7)])
        let (gateway, line) = try Self.gateway(bench)
        try bench.credit(1_000)
        _ = try bench.taken(bench.send(bench.ask(900), .ask))
        let message = try bench.message(bench.order(maxPrice: 500))
        guard
            case .served(let text, let session, let reply) = try gateway.serve(
                message, from: Source(1), at: bench.clock)
        else { return #expect(Bool(false), "not served") }
        #expect(text == "Ich." && line.calls == [Bench.nodes[0].key])
        // Ten bytes in, 50 tokens out: (60 * 900 + 1,200) / 1,000, rounded up.
        #expect(session.outcome == .charged(56) && session.millis == 900)
        #expect(Self.account(bench) == [944, 0])
        #expect(reply.messages.map(\.target) == [Source(7)])
        #expect(bench.system.receipts.count == 1)
        // The same order again is out of turn.
        guard
            case .refused(let refusals) = try gateway.serve(
                message, from: Source(1), at: bench.clock)
        else { return #expect(Bool(false), "served twice") }
        #expect(refusals.map(\.by) == [GatewayGuards.orderNonce])
    }

    @Test("A price is never more than the user agreed to")
    func maxPrice() throws {
        let bench = try Bench()
        let (gateway, _) = try Self.gateway(bench)
        try bench.credit(1_000)
        let message = try bench.message(bench.order(maxPrice: 5))
        guard
            case .served(_, let session, _) = try gateway.serve(
                message, from: Source(1), at: bench.clock)
        else { return #expect(Bool(false), "not served") }
        #expect(session.outcome == .charged(5) && Self.account(bench) == [995, 0])
    }

    @Test("Without a balance no node works")
    func unpaid() throws {
        let bench = try Bench()
        let (gateway, line) = try Self.gateway(bench)
        guard
            case .refused(let refusals) = try gateway.serve(
                bench.message(bench.order()), from: Source(1), at: bench.clock)
        else { return #expect(Bool(false), "served") }
        #expect(refusals.map(\.by) == [GatewayGuards.balance])
        #expect(line.calls.isEmpty && bench.system.accounts.isEmpty)
    }

    @Test("A node that fails, countersigns badly or claims too much costs the user nothing")
    func released() throws {
        for kind in ["silent", "forged", "greedy"] {
            let bench = try Bench()
            let (gateway, line) = try Self.gateway(bench) { request in
                let count = kind == "greedy" ? 5_000 : 50
                return NodeAnswer(
                    text: "", inputTokens: request.prompt.utf8.count, outputTokens: count,
                    wallMilliseconds: 0)
            }
            line.forged = kind == "forged"
            if kind == "silent" { line.silent = [Bench.nodes[0].key] }
            try bench.credit(1_000)
            let outcome = try gateway.serve(
                bench.message(bench.order()), from: Source(1), at: bench.clock)
            switch outcome {
            case .served: #expect(Bool(false), "\(kind): served")
            case .refused(let refusals):
                #expect(
                    kind == "forged" && refusals.map(\.by) == [GatewayGuards.nodeSignature])
            case .failed: #expect(kind != "forged")
            }
            #expect(Self.account(bench) == [1_000, 0], "\(kind)")
            #expect(bench.system.sessions.map(\.outcome) == [.released], "\(kind)")
            #expect(bench.system.receipts.isEmpty, "\(kind)")
        }
    }

    @Test("Nodes take turns in the parameters' order; who fails is passed over for a minute")
    func turns() throws {
        var bench = try Bench()
        let (gateway, line) = try Self.gateway(bench)
        try bench.credit(1_000)
        let names = Bench.nodes.map(\.key)
        line.silent = [names[1]]
        var nonce = 0
        func serve(_ count: Int) throws {
            for _ in 0..<count {
                _ = try gateway.serve(
                    bench.message(bench.order(nonce: nonce, maxPrice: 9)), from: Source(1),
                    at: bench.clock)
                nonce += 1
            }
        }
        try serve(5)
        // The second fails, so that the turn does not go on to it: who answered last was the first.
        #expect(line.calls == [0, 1, 2, 0, 2].map { names[$0] })
        bench.clock.advance(to: Bench.milliseconds + GatewayLimits.passedOverMilliseconds)
        line.silent = []
        try serve(3)
        #expect(line.calls.suffix(3) == [0, 1, 2].map { names[$0] })
    }

    @Test("A node signs what it served, as it was, for whom it was, and once")
    func countersignature() throws {
        let bench = try Bench()
        let cases: [(Guard, (inout RawObject) -> Void)] = [
            (GatewayGuards.sessionKnown, { $0["session_id"] = "\"never\"" }),
            (
                GatewayGuards.sessionKnown,
                {
                    $0["node_pubkey"] = RawObject.text(Bench.nodes[1].key)
                    $0["route"] = $0["node_pubkey"]
                }
            ),
            (GatewayGuards.tokenMatch, { $0["output_tokens"] = "51" }),
            (GatewayGuards.tokenMatch, { $0["input_tokens"] = "9" }),
            (GatewayGuards.tokenMatch, { $0["wall_time_ms"] = "86400000" }),
            (GatewayGuards.route, { $0["route"] = RawObject.text(Bench.nodes[1].key) }),
            (GatewayGuards.network, { $0["network"] = "\"other\"" }),
        ]
        for (by, change) in cases {
            for missing in [[], [by]] {
                var node = Self.node(bench, without: missing)
                let request = NodeRequest(
                    gateway: Bench.gateway.key, session: "s", prompt: Bench.prompt,
                    maxTokens: 100)
                let answer = try node.serve(request)
                let receipt = try Self.receipt(bench, answer, change)
                let outcome = Result { try node.countersign(receipt, at: bench.clock) }
                switch outcome {
                case .success: #expect(missing == [by], "\(by.name)")
                case .failure(let error):
                    #expect((error as? Refusal)?.by == by && missing.isEmpty, "\(error)")
                }
            }
        }
    }

    @Test("A node signs a session once, and after a restart none of those before")
    func once() throws {
        let bench = try Bench()
        let request = NodeRequest(
            gateway: Bench.gateway.key, session: "s", prompt: Bench.prompt, maxTokens: 100)
        for missing in [[], [GatewayGuards.sessionOnce]] {
            var node = Self.node(bench, without: missing)
            let answer = try node.serve(request)
            let receipt = try Self.receipt(bench, answer) { _ in }
            let signature = try node.countersign(receipt, at: bench.clock)
            var signed = try Self.plain(bench, answer) { _ in }
            signed["node_sig"] = RawObject.text(signature)
            #expect(try bench.send(signed.bytes, .receipt).isAccepted == missing.isEmpty)
            if missing.isEmpty {
                #expect(throws: Refusal.self) { try node.countersign(receipt, at: bench.clock) }
                #expect(throws: Refusal.self) { try node.serve(request) }
            } else {
                _ = try node.countersign(receipt, at: bench.clock)
            }
            var again = Self.node(bench)
            #expect(throws: Refusal.self) { try again.countersign(receipt, at: bench.clock) }
        }
    }

    private static func node(_ bench: Bench, without missing: [Guard] = []) -> HardenedNode {
        HardenedNode(
            identity: Bench.nodes[0], parameters: bench.builder.parameters,
            guards: Bench.guards(without: missing), model: answer)
    }

    private static func plain(
        _ bench: Bench, _ answer: NodeAnswer, _ change: (inout RawObject) -> Void
    ) throws -> RawObject {
        var receipt = bench.builder.receipt(
            gateway: Bench.gateway.key, node: Bench.nodes[0].key, session: "s",
            inputTokens: answer.inputTokens, outputTokens: answer.outputTokens,
            wallMilliseconds: answer.wallMilliseconds, createdMilliseconds: Bench.milliseconds)
        change(&receipt)
        return try bench.sign(receipt)
    }

    /// With the gateway's signature alone.
    private static func receipt(
        _ bench: Bench, _ answer: NodeAnswer, _ change: (inout RawObject) -> Void
    ) throws -> [UInt8] {
        var receipt = try plain(bench, answer, change)
        receipt["node_sig"] = nil
        return receipt.bytes
    }

    @Test("A node is called by its name, and no other place is")
    func names() throws {
        let inner = "http://10.0.0.1/admin"
        for missing in [[], [GatewayGuards.nodeKnown]] {
            let bench = try Bench(without: missing)
            let (gateway, line) = try Self.gateway(bench)
            if missing.isEmpty {
                do {
                    _ = try gateway.greet(inner)
                    #expect(Bool(false), "called")
                } catch let refusal as Refusal {
                    #expect(refusal.by == GatewayGuards.nodeKnown)
                }
                #expect(line.calls.isEmpty)
                #expect(try gateway.greet(Bench.nodes[1].key))
            } else {
                _ = try gateway.greet(inner)
                #expect(line.calls == [inner])
            }
        }
    }

    @Test("The price is the lower median of the gateways' latest asks, for five minutes")
    func median() throws {
        var bench = try Bench()
        #expect(bench.system.millis(at: bench.clock) == 100)
        _ = try bench.taken(bench.send(bench.ask(7), .ask))
        _ = try bench.taken(bench.send(bench.ask(9, round: 5), .ask))
        #expect(bench.system.millis(at: bench.clock) == 9)
        bench.clock.advance(to: Bench.milliseconds + GatewayLimits.askMilliseconds - 1)
        #expect(bench.system.millis(at: bench.clock) == 9)
        bench.clock.advance(to: Bench.milliseconds + GatewayLimits.askMilliseconds)
        #expect(bench.system.millis(at: bench.clock) == 100)
        #expect(
            try bench.send(bench.ask(8, round: 5), .ask).refusals.map(\.by)
                == [GatewayGuards.askRound])
    }

    @Test("Any sequence of credits, orders, receipts and failures leaves the accounts balanced")
    func accountSums() throws {
        for seed in 0..<12 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let bench = try Bench()
            var nonces = [0, 0]
            var (credited, charged) = (0, 0)
            for _ in 0..<30 {
                let user = Int.random(in: 0...1, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0:
                    let amount = Int.random(in: 1...500, using: &random)
                    try bench.credit(amount, to: user)
                    credited += amount
                case 1:
                    let order = bench.order(
                        nonce: nonces[user], maxPrice: Int.random(in: 1...300, using: &random),
                        user: user)
                    let message = try bench.message(order, signer: Bench.users[user])
                    if try bench.send(message, .order).isAccepted { nonces[user] += 1 }
                case 2:
                    let session = bench.system.sessions.first { $0.outcome == .open }
                    guard let session else { continue }
                    let node = Bench.nodes.firstIndex { $0.key == session.node } ?? 0
                    let tokens = Int.random(in: 0...100, using: &random)
                    let receipt = bench.receipt(of: session, outputTokens: tokens)
                    _ = try bench.taken(
                        bench.send(bench.sign(receipt, node: node).bytes, .receipt))
                    if case .charged(let price)? = bench.system.session(session.id)?.outcome {
                        charged += price
                    }
                default:
                    let session = bench.system.sessions.last { $0.outcome == .open }
                    guard let session else { continue }
                    try bench.system.release(session.id, at: bench.clock)
                }
                let held = bench.system.accounts.reduce(0) { $0 + $1.balance + $1.reserved }
                #expect(held == credited - charged, "seed \(seed)")
                let open = bench.system.sessions.filter { $0.outcome == .open }
                #expect(
                    bench.system.accounts.reduce(0) { $0 + $1.reserved }
                        == open.reduce(0) { $0 + $1.maxPrice }, "seed \(seed)")
            }
        }
    }

    @Test("Minting goes batch by batch, and no stage is skipped or repeated")
    func stages() throws {
        let bench = try Bench()
        #expect(bench.system.stage(ofEpoch: "1") == .open)
        try bench.fill()
        let snapshot = try bench.snapshot()
        _ = try bench.taken(bench.send(bench.vote(snapshot, 0), .vote))
        #expect(bench.system.stage(ofEpoch: "1") == .settled)
        #expect(throws: Refusal.self) {
            try bench.system.record(.minting(batch: 0), ofEpoch: "1")
        }
        for validator in 1...2 {
            _ = try bench.taken(bench.send(bench.vote(snapshot, validator), .vote))
        }
        _ = try bench.taken(bench.send(bench.builder.settlement(snapshot).bytes, .settlement))
        #expect(bench.system.stage(ofEpoch: "1") == .quorate && bench.system.minted == 0)
        #expect(
            bench.system.settlements[0].certificate.map(\.validator)
                == Bench.validators.map(\.key))
        for stage in [EpochStage.minted, .minting(batch: 1), .quorate] {
            #expect(throws: Refusal.self) { try bench.system.record(stage, ofEpoch: "1") }
        }
        try bench.system.record(.minting(batch: 0), ofEpoch: "1")
        try bench.system.record(.minted, ofEpoch: "1")
        #expect(bench.system.stage(ofEpoch: "1") == .minted && bench.system.minted == 1_000)
        #expect(throws: Refusal.self) { try bench.system.record(.minted, ofEpoch: "1") }
    }
}
