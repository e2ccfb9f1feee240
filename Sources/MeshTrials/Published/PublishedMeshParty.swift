internal import Cryptography
internal import PublishedMesh
internal import PythonValues
internal import Trials

/// The rules under which the nodes of a published mesh judge records and requests.
struct PublishedMeshRules {
    enum Validators: String, CaseIterable {
        /// Signatures alone, as the template begins.
        case signature
        /// Signatures, and the predicate of commits and reveals.
        case commit
    }

    enum Limiter: String, CaseIterable {
        /// As published: nobody calls it.
        case off
        /// Before the authorizer, as its documents have it.
        case on
    }

    /// The order in which a store handles the answers of one batch.
    enum Order: String, CaseIterable {
        case forward, backward
    }

    var validators = Validators.commit
    var limiter = Limiter.off
    var order = Order.forward
    var epochBlockCount = 300
}

/// A peer of a published mesh with its node.
final class PublishedMeshParty {
    let name: String
    let key: Ed25519PrivateKey
    /// The text of its key.
    let keyText: [UInt8]
    let peer: PeerID
    let isHonest: Bool
    let notes = RefusalNotes()
    let authorizer: Authorizer
    private(set) var node: PublishedNode
    private let validator: CompositeValidator
    var limiter = RateLimiter()
    /// The answers of an attacker's node; nil where it answers as published.
    var lie: PublishedMeshAnswer?
    private var random: ActorRandom

    init(
        name: String, secret: [UInt8], id: MeshID, isHonest: Bool, rules: PublishedMeshRules,
        guards: Guards, clock: PublishedMeshClock, seed: String
    ) {
        self.name = name
        self.isHonest = isHonest
        let key = Ed25519PrivateKey(seed: secret)
        self.key = key
        let publicKey = MeshPublicKey.ed25519(key.publicKey)
        keyText = publicKey.text
        peer = publicKey.peerID
        authorizer = Authorizer(key: key, checksStake: true)
        random = ActorRandom(seed: seed, actor: "nonces of \(name)")
        var validators: [any RecordValidator] = [
            GuardedSignatureValidator(key: key, guards: guards, notes: notes)
        ]
        if rules.validators == .commit {
            let predicate = GuardedPredicate(clock: clock, guards: guards, notes: notes)
            validators.append(
                PredicateValidator { record, request throws(PythonError) in
                    try predicate.accepts(record, for: request)
                })
        }
        validator = CompositeValidator(validators)
        node = PublishedNode(id: id, peer: peer, validator: validator)
    }

    /// Starts its node anew, with nothing stored and nobody known.
    func restart(as id: MeshID? = nil) {
        node = PublishedNode(id: id ?? node.id, peer: peer, validator: validator)
    }

    func nonce() -> [UInt8] { Array(random.bytes32().prefix(8)) }
}
