import Chains
import GlyphChain
import HardenedNode
import Routing
import TestSupport
import Testing
import Trials

@Suite("Hostile bytes")
struct HostileTests {
    private let clock = 1_000 * (TestChains.startSeconds + 10_000)

    private func texts(_ node: HardenedChainNode) -> [String] {
        let hash = node.node.tipHash
        return [
            "", "have=", "have=0:", "have=5:\(hash)", "have=-1:\(hash)", "have=,,,",
            "have=999999999999999:\(hash)", "first=0&count=1&last=\(hash)",
            "first=1&count=64&last=\(hash)", "first=999999999999999&count=64&last=\(hash)",
            "first=5&count=1&last=\(hash)", "first=&count=&last=", "first=1&count=0&last=\(hash)",
            String(repeating: "a", count: 10_000), "have=1:é",
        ]
    }

    private func bodies(_ node: HardenedChainNode) throws -> [[UInt8]] {
        let blocks = try TestChains.blocks(node.node)
        return [
            [], [0], BlockLists.bytes(blocks: blocks), BlockLists.bytes(blocks: [blocks[4]]),
            BlockLists.bytes(headers: blocks.map { Array($0.prefix(SealedHeader.byteCount)) }),
            [255, 255, 255, 255], [0, 0, 0, 1, 255, 255, 255, 255],
            try TestChains.payment(node.node), node.status.bytes, Array("[\"1.2.3.4:5\"]".utf8),
            Array("[[[[[[".utf8), [UInt8](repeating: 0x22, count: 20_000),
            [UInt8](repeating: 0, count: HardenedTransaction.byteCount * 64),
        ]
    }

    private func changed(
        _ bytes: [UInt8], _ generator: inout SeededGenerator
    ) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0...3, using: &generator) {
            case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: place)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            default: bytes.removeLast(bytes.count - place)
            }
        }
        return bytes
    }

    @Test("20,000 hostile requests are answered, and what the node holds stays within its bounds")
    func requests() throws {
        let node = try TestChains.node("10.1.0.1:9401")
        try TestChains.extend(node.node, by: 5, seed: "hostile")
        let tip = node.node.tipHash
        let (texts, bodies) = (texts(node), try bodies(node))
        let methods = ["GET", "POST", "PUT", "", "get"]
        let paths = ["/status", "/headers", "/blocks", "/peers", "/payments", "/chain", "/", ""]
        let seed: UInt64 = 23
        var generator = SeededGenerator(seed: seed)
        for index in 0..<20_000 {
            let text = changed(
                Array(texts.randomElement(using: &generator)!.utf8), &generator)
            let request = WebRequest(
                method: methods.randomElement(using: &generator)!,
                path: paths.randomElement(using: &generator)!,
                query: String(decoding: text, as: UTF8.self),
                body: changed(bodies.randomElement(using: &generator)!, &generator))
            let source = "\(index % 200).\(index % 7).0.1"
            let answer = node.answer(request, from: source, atMilliseconds: clock + index)
            #expect((200...499).contains(answer.status), "seed \(seed), request \(index)")
            if index % 50 == 0 { _ = node.work(atMilliseconds: clock + index) }
        }
        while node.work(atMilliseconds: clock) {}
        #expect(node.fault == nil && node.node.tipHash == tip)
        #expect(node.holdings.candidates <= HardenedNodeLimits.candidateCountMax)
        #expect(node.holdings.inboxEntries <= HardenedNodeLimits.inboxCountMax)
        #expect(node.takeEvents().count <= 1_024)
    }

    @Test("Hostile answers end sessions, not the node")
    func answers() throws {
        let honest = try TestChains.node("10.9.0.1:9401")
        try TestChains.extend(honest.node, by: 40, seed: "honest")
        let seed: UInt64 = 24
        var generator = SeededGenerator(seed: seed)
        for round in 0..<60 {
            let node = try TestChains.node("10.1.0.1:9401", peers: ["10.9.0.1:9401"])
            try TestChains.extend(node.node, by: 3, seed: "victim")
            let bodies = try bodies(honest)
            let net = TestNet([node])
            net.strangers = [
                (
                    try #require(NodeAddress("10.9.0.1:9401")),
                    { request in
                        let answer = honest.answer(request, from: "x", atMilliseconds: 0)
                        var body = changed(answer.body, &generator)
                        if Int.random(in: 0..<9, using: &generator) == 0 {
                            body = bodies.randomElement(using: &generator)!
                        }
                        let status = [200, 200, 200, 202, 404, 409, 500].randomElement(
                            using: &generator)!
                        return .answered(status: status, body: body)
                    }
                )
            ]
            net.run(seconds: 60)
            #expect(node.fault == nil, "seed \(seed), round \(round)")
            #expect(net.linksMax <= 40 && net.blockBytesMax < 1 << 20)
            #expect(node.counts.judgedBlocks <= 41)
            // Whatever was taken is the honest chain.
            let common = node.node.height
            #expect(
                node.node.tipHash == honest.node.chain[common].hash || common == 3,
                "seed \(seed), round \(round)")
        }
    }

    @Test("An answer that nobody waits for is not heard")
    func strayAnswers() throws {
        let node = try TestChains.node("10.1.0.1:9401", peers: ["10.9.0.1:9401"])
        let calls = node.due(atMilliseconds: clock)
        let call = try #require(calls.first)
        node.hear(.failed, to: call, atMilliseconds: clock)
        let failed = node.counts.failedCalls
        node.hear(.failed, to: call, atMilliseconds: clock)
        #expect(node.counts.failedCalls == failed && failed == 1)
        // A call without any answer counts as failed some time after its deadline.
        _ = node.due(atMilliseconds: clock + 41_000)
        #expect(node.counts.failedCalls > failed)
        #expect(node.holdings.calls <= 2)
    }
}
