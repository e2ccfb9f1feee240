internal import PublishedMesh
internal import PythonValues

/// The end of an honest operation, as the party that asked for it got it.
struct PublishedMeshOutcome {
    /// A record as a reader gets it: its value is decoded, without signatures.
    struct Item {
        /// In msgpack; that of None for a regular value.
        let subkey: [UInt8]
        let value: [UInt8]
        let expiration: PythonNumber?
    }

    enum End {
        /// The answer of the node that was handled last; nil where none answered.
        case stored(Bool?)
        case found([Item])
        /// An exception, after which the caller waits for ever.
        case raised(String)
        /// The exchange never rests.
        case livelock
    }

    let by: String
    let key: MeshID
    let milliseconds: Int
    let end: End

    var items: [Item] { if case .found(let items) = end { items } else { [] } }
}

/// The messages within a mesh, for the referee: what was asked of a node, and what the nodes of the
/// attacker's said.
struct PublishedMeshWire {
    /// A record that somebody asked a node to store.
    struct Offer {
        let target: String
        let key: MeshID
        /// In msgpack's own form, whatever it was spelled like.
        let subkey: [UInt8]
        let value: [UInt8]
    }

    /// An answer to a find of a node of the attacker's.
    struct Answer {
        let from: String
        /// The nonce of the request.
        let nonce: [UInt8]
        let response: FindResponse
    }

    var offers: [Offer] = []
    var answers: [Answer] = []
    /// Calls, answered or not.
    var callCount = 0
    /// The most jobs that followed on one operation.
    var jobCountMax = 0
    /// Checks by which honest nodes refused answers.
    var answerRefusals: [String] = []
}
