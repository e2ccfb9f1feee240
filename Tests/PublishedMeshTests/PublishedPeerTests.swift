import BigInt
import PublishedMesh
import PythonValues
import TestSupport
import Testing

@Suite("Published peers")
struct PublishedPeerTests {
    private func network(
        _ count: Int, seed: UInt64, isSigned: Bool = true
    ) throws -> PeerNetwork {
        let network = try PeerNetwork(count: count, seed: seed, isSigned: isSigned)
        for place in 1..<count {
            let via = network.peers[(place - 1) / 2].node
            let outcome = try network.run(at: place) {
                $0.join(via: via.peer, validate: true, now: $1)
            }
            guard case .joined(let id)? = outcome else {
                Issue.record("peer \(place) did not join: \(String(describing: outcome))")
                continue
            }
            #expect(id == via.id)
        }
        return network
    }

    private func bytes(_ value: MeshValue) throws -> [UInt8] {
        try MessagePack.bytes(of: value, now: .integer(0))
    }

    private func text(_ outcome: OperationOutcome?) -> String {
        switch outcome {
        case .got(.regular(.string(let text), _)): text.shown
        case .got(.dictionary(let items, _)):
            items.map { item in
                if case .string(let text) = item.value { return text.shown }
                return "?"
            }.sorted().joined(separator: ",")
        default: String(describing: outcome)
        }
    }

    @Test("A value that one peer stored all others get", arguments: [false, true])
    func storeAndGet(isSigned: Bool) throws {
        let network = try network(12, seed: 21, isSigned: isSigned)
        let key = MeshID.generated(from: "key")
        let expiration = try network.time(in: 3600)
        let stored = try network.run(at: 3) { peer, now in
            peer.store(
                (try? bytes(.text("value"))) ?? [], for: key, subkey: nil, expiration: expiration,
                now: now)
        }
        guard case .stored(true)? = stored else {
            Issue.record("not stored: \(String(describing: stored))")
            return
        }
        let replicas = try network.peers.filter {
            try $0.node.storage.entry(for: key, now: network.now) != nil
        }
        #expect(replicas.count == 5)
        for place in network.peers.indices {
            let got = try network.run(at: place) { $0.get(key, latest: false, now: $1) }
            #expect(text(got) == "value")
        }
        let missing = try network.run(at: 5) {
            $0.get(.generated(from: "other"), latest: true, now: $1)
        }
        guard case .got(.nothing)? = missing else {
            Issue.record("\(String(describing: missing))")
            return
        }
    }

    @Test("Signed subkeys of several peers are one dictionary")
    func subkeys() throws {
        let network = try network(10, seed: 22)
        let key = MeshID.generated(from: "node")
        let expiration = try network.time(in: 3600)
        for place in [1, 4, 7] {
            let outcome = try network.run(at: place) { peer, now in
                peer.store(
                    (try? bytes(.text("by \(place)"))) ?? [], for: key,
                    subkey: .bytes(Array("\(place)".utf8) + marker(of: peer)),
                    expiration: expiration, now: now)
            }
            guard case .stored(true)? = outcome else {
                Issue.record("not stored: \(String(describing: outcome))")
                return
            }
        }
        let got = try network.run(at: 2) { $0.get(key, latest: true, now: $1) }
        #expect(text(got) == "by 1,by 4,by 7")
    }

    private func marker(of peer: PublishedPeer) -> [UInt8] {
        RecordMarker.owner.bytes(around: peer.authorizer?.keyText ?? [])
    }

    @Test("Silent peers cost time limits, and are banned")
    func silence() throws {
        let network = try network(10, seed: 23)
        network.silent = [1, 2, 6]
        let key = MeshID.generated(from: "key")
        let expiration = try network.time(in: 3600)
        let before = network.milliseconds
        let stored = try network.run(at: 4) { peer, now in
            peer.store(
                (try? bytes(.text("value"))) ?? [], for: key, subkey: nil, expiration: expiration,
                now: now)
        }
        guard case .stored(true)? = stored else {
            Issue.record("not stored: \(String(describing: stored))")
            return
        }
        #expect(network.milliseconds >= before + 3000)
        #expect(!network.peers[4].node.blacklist.bans.isEmpty)
        let got = try network.run(at: 8) { $0.get(key, latest: true, now: $1) }
        #expect(text(got) == "value")
    }

    @Test("A value that cannot be decoded leaves its reader waiting")
    func unreadable() throws {
        let network = try network(6, seed: 24)
        let key = MeshID.generated(from: "key")
        let expiration = try network.time(in: 3600)
        _ = try network.run(at: 0) { peer, now in
            peer.store([0xC1], for: key, subkey: nil, expiration: expiration, now: now)
        }
        for peer in network.peers.dropFirst(3) { try peer.node.storage.remove(key) }
        let got = try network.run(at: 4) { $0.get(key, latest: true, now: $1) }
        guard case .got(.unreadable)? = got else {
            Issue.record("\(String(describing: got))")
            return
        }
    }

    @Test("Mutated envelopes kill nobody, and peers go on", arguments: [31, 32, 33])
    func hostile(seed: UInt64) throws {
        let network = try network(6, seed: seed, isSigned: seed == 31)
        let key = MeshID.generated(from: "key")
        let expiration = try network.time(in: 3600)
        _ = try network.run(at: 1) { peer, now in
            peer.store(
                (try? bytes(.text("value"))) ?? [], for: key,
                subkey: .bytes(marker(of: peer)), expiration: expiration, now: now)
        }
        let inputs = try samples(network, key)
        var mutations = Mutations(seed: seed)
        let stranger = PeerID(bytes: [1])
        for _ in 0..<1500 {
            let bytes = mutations.bytes(like: inputs)
            network.send(bytes, from: stranger, to: network.peers[2].node.peer)
            network.send(
                bytes, from: network.peers[3].node.peer, to: network.peers[4].node.peer)
        }
        try network.rest()
        let got = try network.run(at: 0) { $0.get(key, latest: false, now: $1) }
        #expect(got != nil)
        #expect(network.envelopeCount > 3000)
    }

    private func samples(_ network: PeerNetwork, _ key: MeshID) throws -> [[UInt8]] {
        let node = network.peers[3].node
        let record = OutgoingRecord(
            key: key, subkey: .text("subkey"), value: .regular(try bytes(.text("other"))),
            expiration: try network.time(in: 100))
        let store = try node.storeRequest([record], inCache: false, now: network.now)
        let find = node.findRequest([key])
        let ping = node.pingRequest(validate: true)
        let found = try node.answer(find, from: PeerID(bytes: [1]), now: network.now)
        _ = node.takeJobs()
        return [
            MeshEnvelope(number: 1, kind: .store, content: .request(store.serialized)).bytes,
            MeshEnvelope(number: 2, kind: .find, content: .request(find.serialized)).bytes,
            MeshEnvelope(number: 3, kind: .ping, content: .request(ping.serialized)).bytes,
            MeshEnvelope(number: 40, kind: .find, content: .response(found.serialized)).bytes,
        ]
    }
}
