import Encodings
import MeshNetwork
import MeshServing
import Platform

/// Nodes in this process that speak over TCP.
enum ServedMesh {
    struct Network {
        let file: MeshNetworkFile
        let signers: [MeshSigner]
    }

    /// A network of drawn keys, whose slots are long enough for a loaded machine.
    static func network(count: Int) -> Network {
        guard
            let parameters = MeshParameters(
                name: "test", epochSlotCount: 300, slotMilliseconds: 6_000,
                genesisMilliseconds: UInt64(WallClock.milliseconds), stakeMin: 1)
        else { preconditionFailure("constants of a mesh") }
        let signers = (0..<count).map { number in
            MeshSigner(seed: [UInt8](repeating: UInt8(number + 1), count: 32))
        }
        let peers = signers.enumerated().map { number, signer in
            MeshPeer(
                key: signer.key, rank: .validator, stake: 1, startEpoch: 0,
                beacon: [UInt8](repeating: UInt8(number + 101), count: 32))
        }
        return Network(
            file: MeshNetworkFile(parameters: parameters, peers: peers), signers: signers)
    }

    /// Starts a node, and waits until it is in its mesh.
    static func node(
        _ network: Network, _ number: Int, peers: [MeshPeerAddress] = [],
        store: MeshStoreFile? = nil, limits: MeshServingLimits = MeshServingLimits()
    ) throws -> MeshServer {
        let server = try MeshServer(
            network.file, network.signers[number], at: MeshAddress(loopbackPort: 0), peers: peers,
            store: store, limits: limits)
        guard let reason = server.joinReason(afterMilliseconds: 60_000) else { return server }
        server.stop()
        throw ControlRefusal("join", reason)
    }

    static func store(_ name: String, _ value: String, at node: MeshServer) throws -> JSONValue {
        try ControlClient.result(
            of: .store(name: Array(name.utf8), value: Array(value.utf8), epochCount: 4),
            at: node.control)
    }

    /// The values under a name.
    static func find(_ name: String, at node: MeshServer) throws -> [String?] {
        let result = try ControlClient.result(
            of: .find(name: Array(name.utf8), owner: nil), at: node.control)
        return (result.member("records")?.arrayValue ?? []).map { $0.member("value")?.stringValue }
    }

    static func count(_ member: String, at node: MeshServer) throws -> Int? {
        try ControlClient.result(of: .status, at: node.control).member(member)?.integerValue
    }
}
