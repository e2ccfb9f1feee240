internal import PublishedMesh
internal import PythonValues
internal import Trials

/// The referee's notes on a published mesh: who wrote what and when, and who asked whom.
struct PublishedMeshBooks {
    /// A record that somebody wrote.
    struct Written {
        let name: RecordName?
        /// The name behind its key.
        let keyName: String
        let key: MeshID
        /// In msgpack's own form.
        let subkey: [UInt8]
        /// Without signatures.
        let value: [UInt8]
        let expiration: PythonFloat
        let milliseconds: Int
        let epoch: Int
        let elapsed: Int
        /// Whether an honest party wrote it.
        let isHonest: Bool
        /// Whether its owner's node stored it, or tried.
        let isPublished: Bool
    }

    /// A look of an honest party, by the number of its outcome.
    struct Look {
        let outcome: Int
        let name: RecordName
        let epoch: Int
    }

    /// A request of an honest party, and the node that it was for.
    struct Ask {
        let by: String
        let to: String
        let nonce: [UInt8]
        /// The code of a refusal by an honest node.
        var refusal: Guard?
        let milliseconds: Int
    }

    var records: [Written] = []
    var looks: [Look] = []
    var asks: [Ask] = []
    /// Changes of the chain's word about parties, all of whom begin with a stake.
    var stakes: [(name: String, hasStake: Bool, milliseconds: Int)] = []

    func hasStake(_ name: String, at milliseconds: Int) -> Bool {
        stakes.last { $0.name == name && $0.milliseconds <= milliseconds }?.hasStake
            ?? MeshParties.all.contains(name)
    }
}
