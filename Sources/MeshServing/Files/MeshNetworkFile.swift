package import Encodings
package import MeshNetwork
internal import Platform

/// A mesh as a file that all its nodes have: its constants, and the staked peers as the chain's
/// registry has them. The file stands in for the chain.
package struct MeshNetworkFile: Sendable {
    package static let name = "mesh.json"
    private static let byteCountMax = 1 << 22
    private static let peerCountMax = 4_096
    private static let integerMax = 1 << 53
    private static let ranks = ["registered", "idle", "included", "validator"]

    package let parameters: MeshParameters
    package let peers: [MeshPeer]

    package init(parameters: MeshParameters, peers: [MeshPeer]) {
        self.parameters = parameters
        self.peers = peers
    }

    package var registry: MeshRegistry { MeshRegistry(parameters, slot: 0, peers: peers) }

    /// Reads the file of a network's folder. **Throws:** ``MeshFileError``, `PlatformError`.
    package init(folder: String) throws {
        let path = Folder.path(folder, Self.name)
        let bytes = try WholeFile.read(path, byteCountMax: Self.byteCountMax)
        do {
            let value = try JSONParser.parse(bytes, byteCountMax: Self.byteCountMax)
            try self.init(StrictJSON(value))
        } catch {
            throw MeshFileError(path, "expected a mesh's parties: \(error)")
        }
    }

    package init(_ document: StrictJSON) throws(StrictJSON.Failure) {
        let members = try document.members([
            "name", "epoch_slots", "slot_milliseconds", "genesis_milliseconds", "stake_min",
            "peers",
        ])
        let numbers = try members[1...4].map { member throws(StrictJSON.Failure) in
            UInt64(try member.integer(in: 0...Self.integerMax))
        }
        guard
            let parameters = MeshParameters(
                name: try members[0].string(byteCountMax: 64), epochSlotCount: numbers[0],
                slotMilliseconds: numbers[1], genesisMilliseconds: numbers[2],
                stakeMin: numbers[3])
        else {
            throw document.refused(
                "a name of 1 to 64 bytes, epochs of 10 to 10000 slots, a multiple of 10, slots of "
                    + "1 to 600000 milliseconds and a genesis below 2^48",
                got: "others")
        }
        self.parameters = parameters
        var keys: Set<MeshKey> = []  // never iterated
        peers = try members[5].elements(count: 1...Self.peerCountMax).map {
            one throws(StrictJSON.Failure) in
            let peer = try Self.peer(one)
            guard keys.insert(peer.key).inserted else {
                throw one.refused("a key that no peer before it has", got: "one again")
            }
            return peer
        }
    }

    private static func peer(_ value: StrictJSON) throws(StrictJSON.Failure) -> MeshPeer {
        let members = try value.members(["key", "class", "stake", "start_epoch", "beacon"])
        guard let key = MeshKey(try members[0].bytes(count: 32)) else {
            throw members[0].refused("a key")
        }
        let word = try members[1].string(byteCountMax: 16)
        guard let place = ranks.firstIndex(of: word), let rank = MeshClass(rawValue: UInt8(place))
        else { throw members[1].refused("one of " + ranks.joined(separator: ", ")) }
        return MeshPeer(
            key: key, rank: rank, stake: UInt64(try members[2].integer(in: 0...integerMax)),
            startEpoch: UInt64(try members[3].integer(in: 0...integerMax)),
            beacon: try members[4].bytes(count: 32))
    }

    package var json: JSONValue {
        .object([
            JSONMember("name", .string(parameters.name)),
            JSONMember("epoch_slots", .integer(Int(clamping: parameters.epochSlotCount))),
            JSONMember("slot_milliseconds", .integer(Int(clamping: parameters.slotMilliseconds))),
            JSONMember(
                "genesis_milliseconds", .integer(Int(clamping: parameters.genesisMilliseconds))),
            JSONMember("stake_min", .integer(Int(clamping: parameters.stakeMin))),
            JSONMember(
                "peers",
                .array(
                    peers.map { peer in
                        .object([
                            JSONMember("key", .string(Hexadecimal.text(of: peer.key.bytes))),
                            JSONMember("class", .string(Self.ranks[Int(peer.rank.rawValue)])),
                            JSONMember("stake", .integer(Int(clamping: peer.stake))),
                            JSONMember("start_epoch", .integer(Int(clamping: peer.startEpoch))),
                            JSONMember("beacon", .string(Hexadecimal.text(of: peer.beacon))),
                        ])
                    })),
        ])
    }
}
