import Cryptography
import HardenedNode
import Routing
import Testing
import Trials

/// Guards of the table of peers: with each, an attack gets nothing; without it, it does.
@Suite("The peers of a hardened node")
struct PeerTests {
    /// The addresses that a victim keeps of those that its given peers name.
    private func kept(
        _ guards: Guards, givenCount: Int = 1, allowsPrivate: Bool = true,
        naming: @escaping (Int) -> [String]
    ) throws -> [String] {
        let given = (0..<givenCount).map { "11.\($0).0.1:9401" }
        let victim = try TestChains.node(
            "10.1.0.1:9401", peers: given, allowsPrivate: allowsPrivate, guards: guards)
        let net = TestNet([victim])
        net.strangers = try given.enumerated().map { index, address in
            (
                try #require(NodeAddress(address)),
                { request in
                    guard request.path == "/peers" else {
                        return .answered(status: 200, body: BlockLists.bytes(headers: []))
                    }
                    return .answered(
                        status: 200,
                        body: PeerLists.bytes(naming(index).compactMap { NodeAddress($0) }))
                }
            )
        }
        net.run(seconds: 2)
        return (victim.candidates + victim.peers).map(\.description)
            .filter { !given.contains($0) }
    }

    private func each(
        _ guarding: Guard, _ counts: (Int, Int), givenCount: Int = 1, allowsPrivate: Bool = true,
        naming: @escaping (Int) -> [String]
    ) throws {
        for (guards, count) in [(Guards.all, counts.0), (Guards.all.without(guarding), counts.1)] {
            let kept = try kept(
                guards, givenCount: givenCount, allowsPrivate: allowsPrivate, naming: naming)
            #expect(kept.count == count, "\(guarding.name)")
        }
    }

    @Test("A network, a peer that names others, and the whole table have their shares")
    func shares() throws {
        try each(HardenedNodeGuards.peerGroup, (4, 7)) { _ in
            (1...7).map { "20.1.\($0).1:9401" }
        }
        try each(HardenedNodeGuards.peerShare, (8, 64)) { _ in
            (1...64).map { "20.\($0).1.1:9401" }
        }
        try each(HardenedNodeGuards.peerRoom, (64, 72), givenCount: 9) { index in
            (1...8).map { "\(20 + index).\($0).1.1:9401" }
        }
        try each(HardenedNodeGuards.peerGroup, (16, 24), givenCount: 3) { index in
            (1...8).map { "n\($0).place-\(index).example.org:9401" }
        }
    }

    @Test("Private addresses are no peers, unless they were given or are allowed")
    func privateAddresses() throws {
        let named = ["127.0.0.1:1", "192.168.7.7:2", "localhost:3", "a.local:4"]
        try each(HardenedNodeGuards.peerPrivate, (0, 4), allowsPrivate: false) { _ in named }
        #expect(try kept(.all, naming: { _ in named }).count == 4)
    }

    @Test("A node does not call itself, whatever it is called")
    func own() throws {
        try each(HardenedNodeGuards.peerOwn, (0, 1)) { _ in ["10.1.0.1:9401"] }
        for (guards, count) in [
            (Guards.all, 0), (Guards.all.without(HardenedNodeGuards.peerOwn), 1),
        ] {
            let node = try TestChains.node("10.1.0.1:9401", guards: guards)
            let net = TestNet([node])
            let alias = try #require(NodeAddress("alias.example.org:9401"))
            net.strangers = [(alias, { _ in .answered(status: 200, body: node.status.bytes) })]
            _ = node.post("/peers", PeerLists.bytes([alias]), at: 0)
            net.run(seconds: 3)
            #expect(node.peers.count == count)
        }
    }

    @Test("A caller is a peer once it has answered as a node of this chain")
    func answered() throws {
        let other = try TestChains.node("10.5.0.1:9401")
        let address = try #require(other.settings.address)
        for (guards, countBefore) in [
            (Guards.all, 0), (Guards.all.without(HardenedNodeGuards.peerAnswered), 1),
        ] {
            let node = try TestChains.node("10.1.0.1:9401", guards: guards)
            let body = PeerLists.bytes([address])
            #expect(node.post("/peers", body, from: "10.6.0.1", at: 0).status == 400)
            #expect(node.post("/peers", body, from: "10.5.0.1:50000", at: 0).status == 202)
            #expect(node.peers.count == countBefore)
            let net = TestNet([node, other])
            net.run(seconds: 3)
            #expect(node.peers == [address])
        }
        for (guards, count) in [
            (Guards.all, 0), (Guards.all.without(HardenedNodeGuards.chain), 1),
        ] {
            let node = try TestChains.node("10.1.0.1:9401", guards: guards)
            var status = other.status
            status.chain = status.node
            let net = TestNet([node])
            net.strangers = [(address, { _ in .answered(status: 200, body: status.bytes) })]
            _ = node.post("/peers", PeerLists.bytes([address]), from: "10.5.0.1", at: 0)
            net.run(seconds: 3)
            #expect(node.peers.count == count)
        }
    }

    @Test("A peer that does not answer is forgotten, unless it was given; it is called ever less")
    func dead() throws {
        let other = try TestChains.node("10.5.0.1:9401")
        for (guards, count) in [
            (Guards.all, 1), (Guards.all.without(HardenedNodeGuards.peerDead), 2),
        ] {
            let node = try TestChains.node(
                "10.1.0.1:9401", peers: ["10.4.0.1:9401"], guards: guards)
            let net = TestNet([node, other])
            _ = node.post(
                "/peers", PeerLists.bytes([try #require(other.settings.address)]),
                from: "10.5.0.1", at: 0)
            net.run(seconds: 15)
            #expect(node.peers.count == 2)
            net.isDown = { _ in true }
            net.run(seconds: 600)
            #expect(node.peers.count == count)
            #expect(net.calls(of: 0, .headers) < 20)
        }
    }

    @Test(
        "An address has one spelling",
        arguments: [
            "", ":1", "1.2.3.4", "1.2.3.4:0", "1.2.3.4:65536", "1.2.3.4:01", "01.2.3.4:1",
            "1.2.3:4", "1.2.3.256:1", "[::1]:1", "::1:1", "UPPER.org:1", "a..b:1", "-a.org:1",
            "0x7f.1:1", "http://a.org:1", "a.org:1/", "a.org:+1", "2130706433:1", "a_b.org:1",
        ])
    func spelling(_ text: String) {
        #expect(NodeAddress(text) == nil)
    }

    @Test("Addresses are private as the page lists them")
    func privacy() throws {
        for text in [
            "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.1.1", "172.31.0.1",
            "192.168.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "host", "x.localhost",
        ] {
            #expect(try #require(NodeAddress("\(text):1")).isPrivate, "\(text)")
        }
        for text in ["1.1.1.1", "100.128.0.1", "172.32.0.1", "192.169.0.1", "glyph.example.org"] {
            #expect(try !#require(NodeAddress("\(text):1")).isPrivate, "\(text)")
        }
        #expect(SourceGroup(source: "::ffff:1.2.3.4") == SourceGroup(source: "1.2.9.9:77"))
        #expect(SourceGroup(source: "2001:db8::1") == SourceGroup(source: "2001:db8:7::2"))
    }
}
