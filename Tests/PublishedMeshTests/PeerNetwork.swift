import BigInt
import Cryptography
import PublishedMesh
import PythonValues
import TestSupport

/// Peers on a wire that takes random times and loses what goes to the silent ones.
final class PeerNetwork {
    private(set) var peers: [PublishedPeer] = []
    /// Peers that neither hear nor are heard.
    var silent: Set<Int> = []  // never iterated
    private var generator: SeededGenerator
    private var flying: [(arrival: Int, from: PeerID, to: PeerID, bytes: [UInt8])] = []
    private(set) var milliseconds = 1_000_000
    private(set) var envelopeCount = 0
    private var ends: [(peer: Int, operation: Int, outcome: OperationOutcome)] = []

    init(count: Int, seed: UInt64, isSigned: Bool) throws {
        generator = SeededGenerator(seed: seed)
        for number in 0..<count {
            let seed = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            let key = Ed25519PrivateKey(seed: seed)
            let id = try MeshID(
                bytes: (0..<20).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            let node = PublishedNode(
                id: id, peer: MeshPublicKey.ed25519(key.publicKey).peerID,
                validator: CompositeValidator([SignatureValidator(privateKey: key)]))
            var nonces = SeededGenerator(seed: UInt64(number))
            peers.append(
                PublishedPeer(
                    node: node,
                    authorizer: isSigned ? Authorizer(key: key, checksStake: true) : nil,
                    PeerSurroundings(
                        nonce: {
                            (0..<8).map { _ in UInt8.random(in: .min ... .max, using: &nonces) }
                        },
                        chain: { _ throws(PythonError) in
                            var answer = PythonDictionary()
                            answer["result"] = .boolean(true)
                            return answer
                        })))
        }
    }

    var now: PythonNumber {
        .float(PythonFloat(decimal: "\(milliseconds)e-3".utf8) ?? PythonTimes.start)
    }

    /// A time so many seconds from now.
    func time(in seconds: Int) throws -> PythonNumber { try now + .integer(BigInt(seconds)) }

    /// Puts bytes on the wire.
    func send(_ bytes: [UInt8], from sender: PeerID, to receiver: PeerID) {
        let arrival = milliseconds + Int.random(in: 5...200, using: &generator)
        flying.append((arrival, sender, receiver, bytes))
    }

    /// Begins an operation and lets the network come to rest; its end, where it has one.
    func run(
        at place: Int, _ begin: (PublishedPeer, PythonNumber) -> Int
    ) throws -> OperationOutcome? {
        let operation = begin(peers[place], now)
        try rest()
        return ends.first { $0.peer == place && $0.operation == operation }?.outcome
    }

    /// Lets the network come to rest: nothing flies and nothing is waited for.
    func rest() throws {
        collect()
        while true {
            let arrival = flying.map(\.arrival).min()
            let limits = try peers.compactMap(\.deadline).map { limit in
                try (limit * .integer(1000)).truncatedMilliseconds()
            }
            guard let next = [arrival, limits.min()].compactMap({ $0 }).min() else { return }
            milliseconds = max(milliseconds, next)
            for place in flying.indices.reversed() where flying[place].arrival <= milliseconds {
                deliver(flying.remove(at: place))
            }
            for (place, peer) in peers.enumerated() where !silent.contains(place) {
                peer.advance(to: now)
            }
            collect()
        }
    }

    private func deliver(_ flight: (arrival: Int, from: PeerID, to: PeerID, bytes: [UInt8])) {
        envelopeCount += 1
        guard let place = peers.firstIndex(where: { $0.node.peer == flight.to }),
            !silent.contains(place), let envelope = MeshEnvelope(bytes: flight.bytes)
        else { return }
        peers[place].receive(envelope, from: flight.from, now: now)
    }

    private func collect() {
        for (place, peer) in peers.enumerated() {
            for (receiver, envelope) in peer.takeOutgoing() where !silent.contains(place) {
                send(envelope.bytes, from: peer.node.peer, to: receiver)
            }
            for (operation, outcome) in peer.takeOutcomes() {
                ends.append((place, operation, outcome))
            }
        }
    }
}

extension PythonNumber {
    /// Whole milliseconds, rounded up.
    fileprivate func truncatedMilliseconds() throws -> Int {
        let whole = try PythonValue.number(self).convertedToInteger()
        return (Int(exactly: whole) ?? .max - 1) + 1
    }
}
