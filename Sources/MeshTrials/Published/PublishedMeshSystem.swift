internal import BigInt
internal import Cryptography
internal import Encodings
internal import PublishedMesh
internal import PythonValues
internal import Scenarios
internal import Trials

/// A small published mesh in one value: the eight honest nodes and the attacker's three, on a wire
/// that takes no time, the chain's word about their stakes, and
/// the pallet that pays them.
///
/// **Determinism:** state follows from the setup, the messages and their clocks.
final class PublishedMeshSystem: PalletHolder {
    /// The choices that a mesh is made with.
    struct Setup {
        let trial: TrialSetup
        let keyring: MeshKeyring
        var order = PublishedMeshRules.Order.forward

        var guards: Guards { trial.guards }
        var seed: String { trial.seed }
    }

    let setup: Setup
    let clock: PublishedMeshClock
    /// Its epochs are shorter than those of the rules for records.
    var pallet: AttackedPallet
    private(set) var rules = PublishedMeshRules()
    private(set) var parties: [PublishedMeshParty] = []
    /// Peers with a stake, by their texts.
    private var staked: [PythonText] = []
    var outcomes: [PublishedMeshOutcome] = []
    var wire = PublishedMeshWire()
    /// Jobs that wait, oldest first.
    var line: [(party: Int, job: NodeJob)] = []

    init(_ setup: Setup) throws {
        self.setup = setup
        clock = PublishedMeshClock(startMilliseconds: MeshParties.startMilliseconds)
        pallet = AttackedPallet(setup.trial) { name in
            [Array(Self.identity(of: name, setup.keyring).peer.text.utf8)]
        }
        try begin(PublishedMeshRules())
    }

    /// Begins anew under these rules: all peers have a stake, and joined by node 0.
    func begin(_ rules: PublishedMeshRules) throws {
        self.rules = rules
        self.rules.order = setup.order
        clock.epochBlockCount = rules.epochBlockCount
        parties = MeshParties.all.map { name in
            var random = ActorRandom(seed: setup.seed, actor: "node id of \(name)")
            return PublishedMeshParty(
                name: name, secret: setup.keyring.secret(name),
                id: .generated(from: random.bytes32()),
                isHonest: MeshParties.honest.contains(name), rules: rules, guards: setup.guards,
                clock: clock, seed: setup.seed)
        }
        staked = parties.map { PythonText($0.peer.text) }
        for place in parties.indices.dropFirst() { try join(place) }
        (outcomes, wire) = ([], PublishedMeshWire())
    }

    func join(_ place: Int) throws {
        var join = JoinOperation(via: parties[place == 0 ? 1 : 0].peer, validate: true)
        try perform(&join, at: place)
    }

    // MARK: The face

    var profile: Profile { .published }
    let surfaces = [
        MeshSurfaces.peer, MeshSurfaces.answer, MeshSurfaces.call, MeshSurfaces.store,
        MeshSurfaces.desk, MeshSurfaces.clock,
    ]
    var guards: [Guard] { PublishedMeshGuards.all + pallet.guards }
    var head: String { pallet.head }
    /// A published node has nothing on its disk but its key.
    var storeDocument: [UInt8] { [] }
    var storedLines: [String] { [] }

    var stateDigest: Digest {
        var hasher = SHA256Hasher()
        for party in parties {
            hasher.update(Array("\(party.name) \(party.node.id.text)\n".utf8))
            for (id, peer) in party.node.table.peers.members {
                hasher.update(id.bytes + peer.bytes)
            }
            for storage in [party.node.storage, party.node.cache] {
                for record in Self.records(of: storage) {
                    hasher.update(record.key.bytes + record.subkey + record.value)
                    hasher.update(Array("\(record.expiration)\n".utf8))
                }
            }
        }
        hasher.update(pallet.stateDigest.bytes)
        return hasher.finalized()
    }

    func submit(
        _ bytes: [UInt8], to surface: Surface, from source: Source, at clock: LogicalClock
    ) throws -> Reply {
        guard surfaces.contains(surface) else { throw UnknownSurface(surface: surface) }
        self.clock.advance(to: clock.milliseconds)
        pallet.advance(toMilliseconds: clock.milliseconds)
        if surface == MeshSurfaces.call {
            let refusal = pallet.submit(bytes)
            return Reply(
                refusals: refusal.map { [$0] } ?? [], head: head, stateDigest: stateDigest)
        }
        var refusals: [Guard] = []
        switch surface {
        case MeshSurfaces.peer: refusals = receive(bytes, from: source)
        case MeshSurfaces.answer: refusals = try take(answer: bytes)
        case MeshSurfaces.store:
            // A process that starts again has lost all that it held.
            parties[0].restart()
            try join(0)
        case MeshSurfaces.desk: refusals = work(bytes)
        default: break
        }
        return Reply(
            refusals: refusals.map { Refusal(index: nil, by: $0, message: "") }, head: head,
            stateDigest: stateDigest)
    }

    // MARK: Parties

    /// The number of a party's node; `twin-a` and `twin-b` are the two honest nodes whose ids are
    /// nearest to each other.
    func place(of name: String) -> Int? {
        switch name {
        case "twin-a": twins.first
        case "twin-b": twins.last
        default: parties.firstIndex { $0.name == name }
        }
    }

    private var twins: [Int] {
        let honest = parties.indices.filter { parties[$0].isHonest }
        func length(_ pair: [Int]) -> Int {
            parties[pair[0]].node.id.commonPrefixLength(with: parties[pair[1]].node.id)
        }
        let pairs = honest.flatMap { first in
            honest.filter { $0 > first }.map { [first, $0] }
        }
        return pairs.max { length($0) < length($1) } ?? []
    }

    /// The text of any party's key, and its peer.
    func identity(of name: String) -> (keyText: [UInt8], peer: PeerID) {
        Self.identity(of: name, setup.keyring)
    }

    private static func identity(
        of name: String, _ keyring: MeshKeyring
    ) -> (keyText: [UInt8], peer: PeerID) {
        let key = Ed25519PrivateKey(seed: keyring.secret(name))
        let publicKey = MeshPublicKey.ed25519(key.publicKey)
        return (publicKey.text, publicKey.peerID)
    }

    /// The chain's word about a party from here on.
    func setStake(of name: String, _ hasStake: Bool) {
        let peer = PythonText(identity(of: name).peer.text)
        staked.removeAll { $0 == peer }
        if hasStake { staked.append(peer) }
    }

    func hasStake(_ peer: PythonText) -> Bool { staked.contains(peer) }

    private func take(answer bytes: [UInt8]) throws -> [Guard] {
        guard let answer = PublishedMeshAnswer(parsing: bytes), let place = place(of: answer.node),
            !parties[place].isHonest
        else { return [PublishedMeshGuards.message] }
        if !answer.id.isEmpty {
            guard let id = try? MeshID(bytes: answer.id) else {
                return [PublishedMeshGuards.message]
            }
            parties[place].lie = nil
            parties[place].restart(as: id)
            try join(place)
        }
        parties[place].lie = answer.mode == .honest && answer.signer.isEmpty ? nil : answer
        return []
    }

    // MARK: Records

    /// A record as a storage holds it.
    struct Held {
        let key: MeshID
        /// In msgpack; that of None for a regular value.
        let subkey: [UInt8]
        let value: [UInt8]
        let expiration: String
        let seconds: PythonNumber
    }

    /// All that a storage holds, expired or not, in the order of keys and subkeys.
    static func records(of storage: LocalStorage) -> [Held] {
        var records: [Held] = []
        for (key, entry) in storage.storage.entries.sorted(by: { $0.key < $1.key }) {
            switch entry.value {
            case .regular(let value):
                records.append(
                    Held(
                        key: key, subkey: MeshRecord.regularSubkey, value: value,
                        expiration: text(entry.expiration), seconds: entry.expiration))
            case .dictionary(let dictionary):
                for (subkey, item) in dictionary.storage.entries {
                    guard case .bytes(let value) = item.value.value,
                        let tag = try? MessagePack.bytes(of: subkey, now: .integer(0))
                    else { continue }
                    records.append(
                        Held(
                            key: key, subkey: tag, value: value,
                            expiration: text(item.expiration), seconds: item.expiration))
                }
            }
        }
        return records
    }

    private static func text(_ number: PythonNumber) -> String {
        (try? number.rounded().text) ?? ""
    }
}
