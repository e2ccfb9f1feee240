internal import Cryptography
internal import GlyphChain
internal import Scenarios
internal import Trials

/// What the referee wrote down himself while others acted.
struct RefereeBooks {
    struct Submission {
        let name: String
        let surface: Surface
        let bytes: [UInt8]
        let isAccepted: Bool
        /// To a twin, not to the system itself.
        var isTwins = false
    }

    /// What happened to the system.
    enum Event {
        case message([UInt8], Surface, Source, LogicalClock)
        /// It knows these peers, and nothing of what it heard of others.
        case started([PeerAddress])
        /// Its model reads nothing from here on, or reads again.
        case blinded
    }

    struct HonestBlock {
        let bytes: [UInt8]
        let exact: ExactBlock?
    }

    /// In the order in which they came.
    var submissions: [Submission] = []
    /// Honest traffic and the attack, but for what was done to the system's file.
    var journal: [Event] = []
    /// What honest miners made, in the order in which they made it.
    private(set) var honestBlocks: [HonestBlock] = []
    /// What keys signed, whoever asked for it.
    private(set) var signed: [(payment: ExactPayment, by: String)] = []
    /// Whether the system died of something.
    var hasDied = false
    /// What the system held before somebody changed what it stores.
    var heldBefore: StoredView?
    /// What it served when it was started again, and what its file said it was made for.
    var servedAfter: StoredView?
    var madeForOthers: String?
    /// The file before it was changed, as its operator keeps it, and as somebody else did.
    var backup: [UInt8]?
    var snapshot: [UInt8]?

    /// Of a model that nobody agreed on.
    static let otherWeightsHash = Digests.sha256("another model".utf8)

    /// What a restart must not change.
    struct StoredView: Equatable {
        let state: String
        let accounts: [String]
    }

    mutating func noteHonest(_ bytes: [UInt8], _ exact: ExactBlock?) {
        honestBlocks.append(HonestBlock(bytes: bytes, exact: exact))
    }

    mutating func noteSigned(_ payment: ExactPayment, by name: String) {
        signed.append((payment, name))
    }

    /// How often a payment was signed, whatever its signature's form.
    func signedCount(_ payment: ExactPayment) -> Int {
        signed.count { $0.payment.says(what: payment) }
    }
}

extension ExactPayment {
    /// Whether both say the same, however they are signed.
    func says(what other: ExactPayment) -> Bool {
        from == other.from && to == other.to && amount == other.amount && nonce == other.nonce
    }
}
