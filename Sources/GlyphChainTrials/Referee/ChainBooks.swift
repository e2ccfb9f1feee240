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
        /// The circumstances in which the node heard it; nil in a scenario's trial.
        var moment: Moment?
    }

    /// The circumstances of a message, on which the duty to take its blocks depends.
    struct Moment {
        let clockSeconds: Int
        /// Its place among all that the books note.
        let order: Int
        /// The hash of the node's tip.
        let tip: String
        /// The hash of the block that a message's blocks stand on; nil where the node did not know
        /// it.
        let parent: String?
        /// Whether the node computed nothing for the sender, who had lied to it.
        let isPaused: Bool

        func paused(_ isPaused: Bool) -> Moment {
            Moment(
                clockSeconds: clockSeconds, order: order, tip: tip, parent: parent,
                isPaused: isPaused)
        }
    }

    struct HonestBlock {
        let bytes: [UInt8]
        let exact: ExactBlock?
        /// The node that its miner told; nil where nobody was told.
        let node: Int?
        let order: Int
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

    /// Addresses whose payments are judged, since nobody else has their keys; nil for all.
    let judgedSenders: Set<String>?  // membership only, never iterated
    /// Things that were noted so far.
    private(set) var order = 0
    /// In the order in which they came.
    private(set) var submissions: [Submission] = []
    /// Blocks of honest miners, in the order in which they made them.
    private(set) var honestBlocks: [HonestBlock] = []
    /// Payments that keys signed, whoever asked for it.
    private(set) var signed: [ExactPayment] = []
    private var signedCounts: [ExactPayment.Content: Int] = [:]  // looked up, never iterated
    /// Whether the system died of something.
    var hasDied = false
    /// The state before somebody changed the file, and after the system was started again.
    var heldBefore: StoredView?
    var servedAfter: StoredView?
    /// A violation that an earlier start showed.
    var storeComplaint: String?
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

    init(judgedSenders: Set<String>? = nil) {
        self.judgedSenders = judgedSenders
    }

    /// Whether the trial's steps were asked for by a script.
    var isOfScript: Bool { judgedSenders != nil }

    /// Whether a payment's sender signs nothing but what the books say.
    func judges(senderOf payment: ExactPayment) -> Bool {
        judgedSenders?.contains(payment.from) ?? true
    }

    mutating func note(_ submission: Submission) {
        submissions.append(submission)
        order += 1
    }

    /// - Parameter node: the one that was told; nil for none.
    mutating func noteHonest(_ bytes: [UInt8], _ exact: ExactBlock?, toldTo node: Int?) {
        honestBlocks.append(HonestBlock(bytes: bytes, exact: exact, node: node, order: order))
        order += 1
    }

    mutating func noteSigned(_ payment: ExactPayment) {
        signed.append(payment)
        signedCounts[payment.content, default: 0] += 1
    }

    /// How often a payment was signed, whatever its signature's form.
    func signedCount(_ payment: ExactPayment) -> Int { signedCounts[payment.content] ?? 0 }
}
