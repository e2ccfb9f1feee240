internal import Chains
internal import Cryptography
internal import Scenarios
internal import Trials

/// The referee's own notes of what others did.
struct ChainBooks {
    struct Submission {
        let name: String
        let surface: Surface
        let bytes: [UInt8]
        let isAccepted: Bool
        /// The node that heard it.
        var node = 0
        /// Whether that node knew the block that a message's blocks stand on.
        var knewParent = false
        /// Whether a twin heard it, not the system itself.
        var isTwins = false
    }

    struct HonestBlock {
        let bytes: [UInt8]
        let exact: ExactBlock?
    }

    /// A state that a restart must not change.
    struct StoredView: Equatable {
        let state: String
        let accounts: [String]
    }

    /// States of new nodes that went through all of it once more.
    struct Replay {
        let eventCount: Int
        let state: Digest
        let head: String
        /// After the main chain's blocks alone.
        let stateOfBlocks: Digest
    }

    /// In the order in which they came.
    var submissions: [Submission] = []
    /// Blocks of honest miners, in the order in which they made them.
    private(set) var honestBlocks: [HonestBlock] = []
    /// Payments that keys signed, whoever asked for it.
    private(set) var signed: [ExactPayment] = []
    /// Whether the system died of something.
    var hasDied = false
    /// The state before somebody changed the file, and after the system was started again.
    var heldBefore: StoredView?
    var servedAfter: StoredView?
    /// The pin of a file that was made for other rules or another model and is served all the same.
    var madeForOthers: String?
    /// States of twins, and the system's when they were first compared: twins hear nothing of what
    /// comes later.
    var twins: [Digest] = []
    var besideTwins: Digest?
    /// Peers that the node was given at first, and honest ones that made themselves known.
    var honestPeers: [PeerAddress] = []
    var newcomers: [PeerAddress] = []
    var replay: Replay?
    /// Nodes 1 and on, when all were last compared.
    var others: [NodeView] = []
    var measurement: Measurement?

    mutating func noteHonest(_ bytes: [UInt8], _ exact: ExactBlock?) {
        honestBlocks.append(HonestBlock(bytes: bytes, exact: exact))
    }

    mutating func noteSigned(_ payment: ExactPayment) {
        signed.append(payment)
    }

    /// How often a payment was signed, whatever its signature's form.
    func signedCount(_ payment: ExactPayment) -> Int {
        signed.count { $0.says(what: payment) }
    }
}
